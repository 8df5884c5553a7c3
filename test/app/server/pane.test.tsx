import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { ServerPane } from '../../../src/app/server/ServerPane';
import { verdictOf } from '../../../src/explain/verdict';
import type { CorsPolicy } from '../../../src/policy/policy';
import { defaultRequest, defaultScenario, defaultServer } from '../../../src/scenario/defaults';
import type { Scenario } from '../../../src/scenario/scenario';
import { useStore } from '../../../src/store/store';

function show(policy: Partial<CorsPolicy>, change: (scenario: Scenario) => Scenario = (same) => same) {
  const server = defaultServer('https://bar.other');
  useStore.getState().open(
    change({
      ...defaultScenario,
      servers: [
        {
          ...server,
          policy: { ...server.policy, origins: 'list', list: ['https://foo.example'], ...policy },
        },
      ],
    }),
  );
  render(<ServerPane />);
}

const asking =
  (headers: readonly (readonly [string, string])[], method = 'GET') =>
  (scenario: Scenario) => ({
    ...scenario,
    request: { ...defaultRequest, method, headers },
  });

const first = () => {
  const [server] = useStore.getState().draft.servers;
  if (server === undefined) throw new Error('no server');
  return server;
};
const list = (name: string) => within(screen.getByRole('group', { name: new RegExp(`^${name}`) }));

describe('a list of chips', () => {
  it('takes entries by Enter and by comma', async () => {
    show({});
    await userEvent.type(screen.getByRole('textbox', { name: 'Add to Methods' }), 'PUT{Enter}PATCH,DELETE,');
    expect(first().policy.methods).toEqual(['PUT', 'PATCH', 'DELETE']);
    expect(screen.getByRole('textbox', { name: 'Add to Methods' })).toHaveFocus();
  });

  it('takes what is left in the field when it is left', async () => {
    show({});
    await userEvent.type(screen.getByRole('textbox', { name: 'Add to Methods' }), 'PUT');
    await userEvent.tab();
    expect(first().policy.methods).toEqual(['PUT']);
  });

  it('goes back into its last entry with Backspace, and removes it once it is empty', async () => {
    show({ methods: ['GET', 'X'] });
    await userEvent.click(screen.getByRole('textbox', { name: 'Add to Methods' }));
    await userEvent.keyboard('{Backspace}');
    expect(screen.getByRole('textbox', { name: 'Methods: entry 2' })).toHaveFocus();
    await userEvent.keyboard('{Backspace}{Backspace}');
    expect(first().policy.methods).toEqual(['GET']);
    expect(screen.getByRole('textbox', { name: 'Methods: entry 1' })).toHaveFocus();
  });

  it('moves through its entries with the arrow keys', async () => {
    show({ methods: ['GET', 'PUT'] });
    await userEvent.click(screen.getByRole('textbox', { name: 'Add to Methods' }));
    await userEvent.keyboard('{ArrowLeft}');
    expect(screen.getByRole('textbox', { name: 'Methods: entry 2' })).toHaveFocus();
    await userEvent.keyboard('{Home}{ArrowLeft}');
    expect(screen.getByRole('textbox', { name: 'Methods: entry 1' })).toHaveFocus();
    await userEvent.keyboard('{End}{ArrowRight}');
    expect(screen.getByRole('textbox', { name: 'Methods: entry 2' })).toHaveFocus();
  });

  it('removes an entry by its button and gives the focus to the next', async () => {
    show({ methods: ['GET', 'PUT', 'PATCH'] });
    await userEvent.click(list('Methods').getByRole('button', { name: 'Remove PUT' }));
    expect(first().policy.methods).toEqual(['GET', 'PATCH']);
    expect(screen.getByRole('textbox', { name: 'Methods: entry 2' })).toHaveFocus();
  });

  it('drops emptied entries when it is left', async () => {
    show({ methods: ['GET', 'PUT'] });
    await userEvent.clear(screen.getByRole('textbox', { name: 'Methods: entry 1' }));
    expect(first().policy.methods).toEqual(['', 'PUT']);
    await userEvent.click(screen.getByRole('checkbox', { name: 'Allows credentials' }));
    expect(first().policy.methods).toEqual(['PUT']);
  });

  it('says what is wrong with an entry and keeps it as typed', async () => {
    show({});
    const origin = screen.getByRole('textbox', { name: 'Allowed origins: entry 1' });
    await userEvent.type(origin, '/');
    expect(origin).toHaveValue('https://foo.example/');
    expect(origin).toBeInvalid();
    expect(origin).toHaveAccessibleDescription(/https:\/\/foo\.example/);
  });

  it('offers the page’s own origin', async () => {
    show({ list: ['https://other.example'] });
    await userEvent.click(screen.getByRole('button', { name: /the page’s origin/ }));
    expect(first().policy.list).toEqual(['https://other.example', 'https://foo.example']);
    expect(screen.queryByRole('button', { name: /the page’s origin/ })).toBeNull();
  });
});

describe('what the browser found missing', () => {
  it('is a request header the preflight did not allow, added by one click', async () => {
    show({ headers: ['content-type'] }, asking([['X-PINGOTHER', 'pingpong']]));
    const missing = screen.getByRole('button', { name: /Add x-pingother/ });
    await userEvent.click(missing);
    expect(first().policy.headers).toEqual(['content-type', 'x-pingother']);
    expect(screen.queryByRole('button', { name: /Add x-pingother/ })).toBeNull();
    expect(verdictOf(useStore.getState().result.simulation.runs).kind).toBe('readable');
  });

  it('is nothing while the trace finds nothing missing', () => {
    show({ headers: ['x-pingother'] }, asking([['X-PINGOTHER', 'pingpong']]));
    expect(screen.queryByRole('button', { name: /Add x-pingother/ })).toBeNull();
  });

  it('is a method the preflight did not allow', async () => {
    show({ methods: ['PUT'] }, asking([], 'DELETE'));
    await userEvent.click(screen.getByRole('button', { name: /Add DELETE/ }));
    expect(first().policy.methods).toEqual(['PUT', 'DELETE']);
  });
});

describe('raw header lines', () => {
  const lines = (answer: string) => list(answer).getByRole('textbox', { name: 'Header lines' });

  it('start from what the policy sends', async () => {
    show({ methods: ['PUT'], credentials: true });
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    const preflight = lines('The answer to OPTIONS');
    expect(preflight).toHaveValue(
      'Access-Control-Allow-Origin: https://foo.example\nAccess-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: PUT',
    );
    expect(verdictOf(useStore.getState().result.simulation.runs).kind).toBe('readable');
  });

  it('keep what was written, and so does the policy', async () => {
    show({ methods: ['PUT'] });
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    await userEvent.type(lines('The answer to OPTIONS'), '\nX-Mine: 1');
    await userEvent.click(screen.getByRole('radio', { name: 'a policy' }));
    expect(screen.getByRole('textbox', { name: 'Methods: entry 1' })).toHaveValue('PUT');
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    expect(first().raw.preflight.lines).toMatch(/X-Mine: 1$/);
  });

  it('follow the policy when nobody has written in them', async () => {
    show({});
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    await userEvent.click(screen.getByRole('radio', { name: 'a policy' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Add to Methods' }), 'PUT{Enter}');
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    expect(first().raw.preflight.lines).toContain('Access-Control-Allow-Methods: PUT');
  });

  it('say which line is none', async () => {
    show({});
    await userEvent.click(screen.getByRole('radio', { name: 'raw header lines' }));
    const written = lines('The answer to the request');
    await userEvent.clear(written);
    await userEvent.type(written, 'Vary: Origin\nnonsense');
    expect(written).toBeInvalid();
    expect(written).toHaveAccessibleDescription(/2/);
  });
});

describe('the answer to OPTIONS', () => {
  it('can be anything but the policy’s', async () => {
    show({});
    const by = screen.getByRole('combobox', { name: 'OPTIONS is answered by' });
    await userEvent.selectOptions(by, '401: it wants a login first');
    expect(first().options).toEqual({ by: 'status', status: '401' });
    await userEvent.selectOptions(by, 'redirect');
    expect(first().options.by).toBe('redirect');
    await userEvent.selectOptions(by, 'policy');
    expect(first().options).toEqual({ by: 'policy', status: '204' });
  });

  it('stays "another status" while one is typed', async () => {
    show({});
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'OPTIONS is answered by' }), 'other');
    const status = screen.getByRole('textbox', { name: 'With the status' });
    await userEvent.clear(status);
    await userEvent.type(status, '404');
    expect(status).toHaveFocus();
    expect(first().options).toEqual({ by: 'status', status: '404' });
  });

  it('comes back as it was when another choice is taken back', async () => {
    show({});
    const by = screen.getByRole('combobox', { name: 'OPTIONS is answered by' });
    await userEvent.selectOptions(by, 'redirect');
    const location = screen.getByRole('textbox', { name: 'Redirects OPTIONS to' });
    await userEvent.clear(location);
    await userEvent.type(location, '/there');
    await userEvent.selectOptions(by, 'policy');
    await userEvent.selectOptions(by, 'redirect');
    expect(screen.getByRole('textbox', { name: 'Redirects OPTIONS to' })).toHaveValue('/there');
  });
});

describe('the policy', () => {
  it('reads seconds the way people say them', async () => {
    show({ maxAge: '86400' });
    expect(screen.getByText('1 day')).toBeVisible();
  });

  it('makes a common mistake, and mends it', async () => {
    show({});
    await userEvent.click(screen.getByText('Common mistakes'));
    const twice = screen.getByRole('checkbox', { name: 'Allow-Origin is there twice' });
    await userEvent.click(twice);
    expect(first().policy.mistakes).toEqual(['allow-origin twice']);
    expect(verdictOf(useStore.getState().result.simulation.runs).kind).toBe('blocked');
    await userEvent.click(twice);
    expect(first().policy.mistakes).toEqual([]);
  });

  it('keeps its lists while it sends no CORS headers', async () => {
    show({ methods: ['PUT'] });
    const origins = screen.getByRole('combobox', { name: 'Origins allowed' });
    await userEvent.selectOptions(origins, 'none');
    expect(screen.queryByRole('textbox', { name: 'Methods: entry 1' })).toBeNull();
    await userEvent.selectOptions(origins, 'list');
    expect(screen.getByRole('textbox', { name: 'Methods: entry 1' })).toHaveValue('PUT');
  });
});

describe('several servers', () => {
  it('can be added and removed, the focus following', async () => {
    show({});
    await userEvent.click(screen.getByRole('button', { name: 'Add another server' }));
    expect(useStore.getState().draft.servers).toHaveLength(2);
    const origins = screen.getAllByRole('textbox', { name: 'Origin of the server' });
    expect(origins[1]).toHaveFocus();
    const [, second] = screen.getAllByRole('button', { name: 'Remove this server' });
    if (second === undefined) throw new Error('no button');
    await userEvent.click(second);
    expect(screen.getByRole('textbox', { name: 'Origin of the server' })).toHaveFocus();
  });
});
