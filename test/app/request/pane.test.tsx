import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { RequestPane } from '../../../src/app/request/RequestPane';
import type { RequestSpec } from '../../../src/engine/initiator';
import { defaultRequest, defaultScenario } from '../../../src/scenario/defaults';
import { useStore } from '../../../src/store/store';

function show(request: Partial<RequestSpec> = {}) {
  useStore.getState().open({ ...defaultScenario, request: { ...defaultRequest, ...request } });
  render(<RequestPane />);
}

const draft = () => useStore.getState().draft;

beforeEach(() => useStore.getState().light(null));

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
    expect(screen.getByText('1 minute 30 seconds')).toBeVisible();
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
