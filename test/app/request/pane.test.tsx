import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { RequestPane } from '../../../src/app/request/RequestPane';
import { focusField } from '../../../src/app/verdict/focus-field';
import type { RequestSpec } from '../../../src/engine/initiator';
import { defaultRequest, defaultScenario } from '../../../src/scenario/defaults';
import type { Scenario } from '../../../src/scenario/scenario';
import { useStore } from '../../../src/store/store';

function show(request: Partial<RequestSpec> = {}) {
  useStore.getState().open({ ...defaultScenario, request: { ...defaultRequest, ...request } });
  render(<RequestPane />);
}

const draft = () => useStore.getState().draft;

beforeEach(() => {
  useStore.getState().light(null);
  Element.prototype.scrollIntoView = () => {};
});

describe('the code', () => {
  it('is edited where it stands', async () => {
    show();
    const url = screen.getByRole('textbox', { name: 'URL' });
    await userEvent.clear(url);
    await userEvent.type(url, 'https://api.example/x');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Credentials' }), 'include');
    const method = screen.getByRole('combobox', { name: 'Method' });
    await userEvent.clear(method);
    await userEvent.type(method, 'PUT');
    expect(draft().request).toMatchObject({
      url: 'https://api.example/x',
      credentials: 'include',
      method: 'PUT',
    });
  });

  it('takes the server along when the URL moves to another origin', async () => {
    show();
    const url = screen.getByRole('textbox', { name: 'URL' });
    await userEvent.clear(url);
    await userEvent.type(url, 'https://api.example/x');
    expect(draft().servers.map(({ origin }) => origin)).toEqual(['https://api.example']);
  });

  it('keeps the focus on the new header, and on its neighbour when it goes', async () => {
    show({ headers: [['X-A', '1']] });
    await userEvent.click(screen.getByRole('button', { name: 'Add a header' }));
    expect(screen.getByRole('textbox', { name: 'Header 2 name' })).toHaveFocus();
    await userEvent.keyboard('X-B');
    await userEvent.click(screen.getByRole('button', { name: 'Remove header 1, X-A' }));
    expect(draft().request.headers).toEqual([['X-B', '']]);
    expect(screen.getByRole('textbox', { name: 'Header 1 name' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Remove header 1, X-B' }));
    expect(screen.getByRole('button', { name: 'Add a header' })).toHaveFocus();
  });

  it('adds a header with Enter and removes an empty one with Backspace', async () => {
    show({ headers: [['X-A', '1']] });
    await userEvent.type(screen.getByRole('textbox', { name: 'Header 1 value' }), '{Enter}');
    expect(draft().request.headers).toHaveLength(2);
    await userEvent.keyboard('{Backspace}');
    expect(draft().request.headers).toEqual([['X-A', '1']]);
    expect(screen.getByRole('textbox', { name: 'Header 1 name' })).toHaveFocus();
  });

  it('says at the field what is wrong with it, and keeps what was typed', async () => {
    show({ headers: [['X-A', '1']] });
    const name = screen.getByRole('textbox', { name: 'Header 1 name' });
    await userEvent.type(name, ' b');
    expect(name).toHaveValue('X-A b');
    expect(name).toBeInvalid();
    expect(name).toHaveAccessibleDescription(/space/);
    await userEvent.clear(name);
    await userEvent.type(name, 'X-A');
    expect(name).toBeValid();
  });

  it('shows what stands at its default only when asked', async () => {
    show();
    expect(screen.queryByRole('combobox', { name: 'Redirect' })).toBeNull();
    const fold = screen.getByRole('button', { name: /redirect, cache/ });
    await userEvent.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Redirect' }), 'manual');
    await userEvent.click(fold);
    expect(screen.getByRole('combobox', { name: 'Redirect' })).toHaveValue('manual');
  });

  it('copies without what would be so anyway', async () => {
    const user = userEvent.setup();
    show();
    await user.click(screen.getByRole('button', { name: 'Copy the code' }));
    expect(await navigator.clipboard.readText()).toBe(
      "await fetch('https://bar.other/data.json', {\n  method: 'GET',\n});",
    );
  });

  it('loses nothing when it is made another way and back', async () => {
    show({ headers: [['X-A', '1']], mode: 'no-cors' });
    const madeWith = screen.getByRole('combobox', { name: 'Made with' });
    await userEvent.selectOptions(madeWith, 'image');
    expect(screen.queryByRole('textbox', { name: 'Header 1 name' })).toBeNull();
    await userEvent.selectOptions(madeWith, 'fetch');
    expect(screen.getByRole('textbox', { name: 'Header 1 name' })).toHaveValue('X-A');
    expect(draft().request.mode).toBe('no-cors');
  });
});

describe('whether a preflight is needed', () => {
  it('is what the trace says, reason by reason', async () => {
    show({ method: 'PUT', headers: [['X-A', '1']] });
    const reasons = within(screen.getByRole('list')).getAllByRole('listitem');
    expect(reasons.map((item) => item.textContent)).toEqual([
      expect.stringContaining('PUT'),
      expect.stringContaining('x-a'),
    ]);
  });

  it('is not the question for a same-origin request', () => {
    show({ url: '/here' });
    expect(screen.queryByText(/preflight is needed|preflight’s yes/i)).toBeNull();
  });
});

describe('the page', () => {
  it('sends the origin null from a sandboxed frame', async () => {
    show();
    const who = () => screen.getByRole('heading', { name: 'The page asks' }).nextSibling?.textContent;
    expect(who()).toMatch(/https:\/\/foo\.example$/);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'The page is' }), 'sandbox');
    expect(who()).toMatch(/null$/);
  });
});

describe('what the browser holds', () => {
  it('takes cookies, row by row', async () => {
    show();
    await userEvent.click(screen.getByText('Cookies the browser holds', { selector: 'summary *' }));
    await userEvent.click(screen.getByRole('button', { name: /Add a cookie/ }));
    const cookie = screen.getByRole('textbox', { name: 'Cookie 1: Set-Cookie value' });
    expect(cookie).toHaveFocus();
    await userEvent.clear(cookie);
    expect(cookie).toBeInvalid();
    await userEvent.type(cookie, 'a=1');
    expect(draft().cookies).toEqual([{ url: 'https://bar.other/', cookie: 'a=1' }]);
    await userEvent.click(screen.getByRole('button', { name: 'Remove Cookie 1' }));
    expect(screen.getByRole('button', { name: /Add a cookie/ })).toHaveFocus();
  });

  it('tells cookies of the page from those of a visit, for a browser that does', async () => {
    show();
    await userEvent.click(screen.getByText('Cookies the browser holds', { selector: 'summary *' }));
    await userEvent.click(screen.getByRole('button', { name: /Add a cookie/ }));
    expect(screen.queryByRole('checkbox', { name: /set by an answer to this page/ })).toBeNull();
    await userEvent.click(screen.getByText('The browser', { selector: 'summary *' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Acts like' }), 'firefox');
    await userEvent.click(screen.getByRole('checkbox', { name: /set by an answer to this page/ }));
    expect(draft().cookies).toMatchObject([{ fromPage: true }]);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Acts like' }), 'chromium');
    expect(screen.getByRole('checkbox', { name: /set by an answer to this page/ })).toBeChecked();
  });

  it('keeps what is typed for a time, number or not', async () => {
    show();
    await userEvent.click(screen.getByText('Sent before'));
    await userEvent.click(screen.getByRole('button', { name: /Add an earlier request/ }));
    const seconds = screen.getByRole('textbox', { name: /Earlier request 1/ });
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '90x');
    expect(seconds).toHaveValue('90x');
    expect(seconds).toBeInvalid();
    await userEvent.type(seconds, '{Backspace}');
    expect(draft().earlier).toEqual([90]);
    expect(screen.getByText('seconds until the next, 1 minute 30 seconds')).toBeVisible();
  });
});

describe('what was sent before', () => {
  /** Opens the rows, with `earlier` in them. */
  async function showEarlier(earlier: Scenario['earlier'], request: Partial<RequestSpec> = {}) {
    useStore.getState().open({ ...defaultScenario, request: { ...defaultRequest, ...request }, earlier });
    render(<RequestPane />);
    await userEvent.click(screen.getByText('Sent before'));
    return within(screen.getByRole('group', { name: 'Earlier request 1' }));
  }

  const kind = { name: 'Earlier request 1' };

  it('can be another request, which starts as the present one is', async () => {
    const row = await showEarlier([60], { method: 'PUT', headers: [['X-A', '1']] });
    expect(row.queryByRole('combobox', { name: 'Method' })).toBeNull();
    await userEvent.selectOptions(row.getByRole('combobox', kind), 'another request');
    expect(row.getByRole('combobox', kind)).toHaveFocus();
    const own = { method: 'PUT', headers: [['X-A', '1']], credentials: 'same-origin' };
    expect(draft().earlier).toEqual([{ seconds: 60, request: own }]);
    const method = row.getByRole('combobox', { name: 'Method' });
    await userEvent.clear(method);
    await userEvent.type(method, 'DELETE');
    await userEvent.selectOptions(row.getByRole('combobox', { name: 'Credentials' }), 'include');
    const seconds = row.getByRole('textbox', { name: /seconds/ });
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '5');
    expect(draft().earlier).toEqual([
      { seconds: 5, request: { ...own, method: 'DELETE', credentials: 'include' } },
    ]);
    expect(draft().request.method).toBe('PUT');
  });

  it('is the same request again when so chosen, after as many seconds', async () => {
    const row = await showEarlier([{ seconds: 5, request: { method: 'PUT' } }, 60]);
    await userEvent.selectOptions(row.getByRole('combobox', kind), 'the same request');
    expect(draft().earlier).toEqual([5, 60]);
    expect(row.getByRole('textbox', { name: /seconds/ })).toHaveValue('5');
  });

  it('has headers of its own, and keeps the focus among them', async () => {
    const row = await showEarlier([{ seconds: 5, request: { headers: [['X-A', '1']] } }, 60]);
    await userEvent.click(row.getByRole('button', { name: 'Add a header' }));
    expect(row.getByRole('textbox', { name: 'Header 2 of earlier request 1: name' })).toHaveFocus();
    await userEvent.keyboard('X-B');
    await userEvent.click(row.getByRole('button', { name: 'Remove Header 1 of earlier request 1' }));
    expect(draft().earlier).toEqual([{ seconds: 5, request: { headers: [['X-B', '']] } }, 60]);
    expect(row.getByRole('textbox', { name: 'Header 1 of earlier request 1: name' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Add an earlier request' }));
    expect(screen.getByRole('combobox', { name: 'Earlier request 3' })).toHaveFocus();
  });

  it('is in all else as the present request, until changed', async () => {
    const row = await showEarlier([{ seconds: 5, request: {} }], { method: 'PUT', headers: [['X-A', '1']] });
    expect(row.getByRole('combobox', { name: 'Method' })).toHaveValue('PUT');
    await userEvent.type(row.getByRole('textbox', { name: /Header 1 .*: value/ }), '2');
    expect(draft().earlier).toEqual([{ seconds: 5, request: { headers: [['X-A', '12']] } }]);
    expect(draft().request.headers).toEqual([['X-A', '1']]);
  });

  it('has the fields of XMLHttpRequest where that is what sends it', async () => {
    const row = await showEarlier([60], { initiator: 'XMLHttpRequest' });
    await userEvent.selectOptions(row.getByRole('combobox', kind), 'another request');
    await userEvent.click(row.getByRole('checkbox', { name: 'With credentials' }));
    await userEvent.click(row.getByRole('checkbox', { name: /listens to how the upload goes/ }));
    expect(row.queryByRole('combobox', { name: 'Credentials' })).toBeNull();
    expect(draft().earlier).toEqual([
      {
        seconds: 60,
        request: { method: 'GET', headers: [], withCredentials: true, uploadListener: true },
      },
    ]);
  });

  it('has seconds alone where the request is made without methods and headers', async () => {
    const row = await showEarlier([{ seconds: 5, request: { method: 'PUT' } }], { initiator: 'image' });
    expect(row.queryByRole('combobox')).toBeNull();
    await userEvent.type(row.getByRole('textbox'), '0');
    expect(draft().earlier).toEqual([{ seconds: 50, request: { method: 'PUT' } }]);
  });

  it('says at the field what is wrong with it, and is found while it is closed', async () => {
    const row = await showEarlier([0, { seconds: -1, request: { method: 'PU T', headers: [['X A', '1']] } }]);
    await userEvent.click(screen.getByText('Sent before'));
    expect(screen.getByText('3 fields to mend')).toBeVisible();
    expect(row.getByRole('textbox', { hidden: true })).toBeValid();
    for (const [path, message] of [
      ['earlier.1.seconds', /Whole seconds/],
      ['earlier.1.request.method', /a space/],
      ['earlier.1.request.headers.0.name', /a space/],
    ] as const) {
      expect(focusField(path)).toBe(true);
      expect(document.activeElement).toBeInvalid();
      expect(document.activeElement).toHaveAccessibleDescription(message);
      expect(document.activeElement).toBeVisible();
    }
    // The lab speaks of the whole.
    expect(focusField('earlier.1')).toBe(true);
    expect(screen.getByRole('combobox', { name: 'Earlier request 2' })).toHaveFocus();
    expect(focusField('earlier.0')).toBe(true);
    expect(row.getByRole('textbox')).toHaveFocus();
  });
});

describe('light', () => {
  it('falls on the headers of the field that has the focus', async () => {
    show();
    await userEvent.click(screen.getByRole('combobox', { name: 'Credentials' }));
    expect(useStore.getState().lit?.headers).toContain('request:cookie');
    await userEvent.tab();
    expect(useStore.getState().lit).toBeNull();
  });
});
