import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import PolicyReview from '../../../src/app/review/PolicyReview';
import { usePanel } from '../../../src/app/review/panel-state';
import { ServerPane } from '../../../src/app/server/ServerPane';
import type { CorsPolicy } from '../../../src/policy/policy';
import { defaultScenario, defaultServer } from '../../../src/scenario/defaults';
import { useStore } from '../../../src/store/store';
import { startWith } from '../fresh-store';

const scenarioOf = (policy: Partial<CorsPolicy>) => {
  const server = defaultServer('https://bar.other');
  return { ...defaultScenario, servers: [{ ...server, policy: { ...server.policy, ...policy } }] };
};
const PATTERN = { origins: 'pattern', pattern: 'foo\\.example', credentials: true, vary: true } as const;
const SAFE = { origins: 'list', list: ['https://foo.example'], credentials: true } as const;

startWith(scenarioOf(SAFE));
beforeEach(() => {
  usePanel.setState(usePanel.getInitialState(), true);
  Element.prototype.scrollIntoView = vi.fn();
  window.scrollTo = vi.fn();
});

async function open(policy: Partial<CorsPolicy>) {
  useStore.getState().open(scenarioOf(policy));
  render(
    <>
      <div id="conversation" tabIndex={-1} />
      <ServerPane />
      <PolicyReview />
    </>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Check this policy' }));
  await screen.findByRole('table');
}
const findings = () =>
  within(screen.getByRole('region', { name: 'What was found' })).getAllByRole('listitem');
const cell = (name: string) => screen.getByRole('button', { name });
const draft = () => useStore.getState().draft;

describe('the check of a policy', () => {
  it('opens from the server’s fields, with the focus on it', async () => {
    await open(PATTERN);
    expect(document.activeElement).toHaveTextContent('Check of the policy');
  });

  it('lists what it found, the worst first, each with a way to mend it', async () => {
    await open(PATTERN);
    const [first, ...others] = findings();
    expect(first).toHaveTextContent('Lets somebody in');
    expect(first).toHaveTextContent('https://foo.example.evil.test');
    expect(first).toHaveTextContent('^https://foo\\.example$');
    expect(others.at(-1)).toHaveTextContent('Good to know');
  });

  it('plays an exploit on the stage: one step of undo, and the focus there', async () => {
    await open(PATTERN);
    const before = draft();
    await userEvent.click(cell('Play it: a page of https://foo.example.evil.test asks'));
    expect(draft().page.url).toBe('https://foo.example.evil.test/');
    await waitFor(() => expect(useStore.getState().result.scenario).toBe(draft()));
    expect(useStore.getState().player.playing).toBe(true);
    expect(document.activeElement?.id).toBe('conversation');
    useStore.getState().undo();
    expect(draft()).toBe(before);
  });

  it('says what was checked where nothing is found', async () => {
    await open(SAFE);
    expect(screen.getByText(/Nothing is wrong with it that this check knows of/)).toBeInTheDocument();
    expect(screen.getByText(/names that anyone can register/)).toBeInTheDocument();
  });

  it('says that a policy without CORS headers lets nobody in', async () => {
    await open({ origins: 'none' });
    expect(screen.getByText(/It sends no CORS headers/)).toBeInTheDocument();
  });

  it('keeps the last good one while a field cannot be used, and says so', async () => {
    await open(PATTERN);
    useStore.getState().edit((scenario) => scenarioOf({ ...scenario.servers[0]?.policy, pattern: '(' }));
    expect(await screen.findByText(/This is the check of what stood there before/)).toBeInTheDocument();
    expect(findings()[0]).toHaveTextContent('https://foo.example.evil.test');
  });

  it('follows a change of the policy', async () => {
    await open(PATTERN);
    useStore.getState().edit(() => scenarioOf({ ...PATTERN, pattern: '^https://foo\\.example$' }));
    expect(await screen.findByText(/Nothing is wrong with it/)).toBeInTheDocument();
  });

  it('of several servers, shows the one that is chosen', async () => {
    await open(SAFE);
    const [first] = draft().servers;
    const second = {
      ...defaultServer('https://cdn.example'),
      policy: { ...defaultServer('').policy, origins: 'any' as const },
    };
    useStore.getState().edit((scenario) => ({ ...scenario, servers: first ? [first, second] : [second] }));
    await userEvent.selectOptions(
      await screen.findByRole('combobox', { name: 'Server' }),
      'https://cdn.example',
    );
    expect(await screen.findByText(/Any site may read what comes without cookies/)).toBeInTheDocument();
  });
});

describe('the table of who may do what', () => {
  it('has heads for its rows and columns', async () => {
    await open(SAFE);
    const table = screen.getByRole('table', { name: 'Who may do what' });
    expect(
      within(table).getByRole('rowheader', { name: /https:\/\/foo\.example spoken of/ }),
    ).toBeInTheDocument();
    expect(within(table).getAllByRole('columnheader', { name: /^cookies$/ })).toHaveLength(9);
  });

  it('says in words what comes of each request', async () => {
    await open(SAFE);
    expect(cell('reads: GET, cookies, from https://foo.example')).toHaveTextContent('reads');
    expect(cell('unread: GET, no cookies, from https://evil.test')).toHaveTextContent('unread');
    expect(cell('refused: DELETE, cookies, from null')).toHaveTextContent('refused');
    expect(cell('opaque: GET, no-cors, cookies, from https://evil.test')).toHaveTextContent('opaque');
  });

  it('plays the cell that is chosen', async () => {
    await open(SAFE);
    await userEvent.click(cell('refused: DELETE, cookies, from https://evil.test'));
    expect(draft().request).toMatchObject({ method: 'DELETE', credentials: 'include' });
    expect(draft().page.url).toBe('https://evil.test/');
  });

  it('is one stop for the keyboard, and arrow keys move within', async () => {
    await open(SAFE);
    const table = screen.getByRole('table');
    expect(
      within(table)
        .getAllByRole('button')
        .filter((button) => button.tabIndex === 0),
    ).toHaveLength(1);
    cell('reads: GET, no cookies, from https://bar.other').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(cell('reads: GET, cookies, from https://foo.example')).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(cell('opaque: GET, no-cors, cookies, from https://foo.example')).toHaveFocus();
    await userEvent.keyboard('{Home}{ArrowUp}{ArrowUp}{ArrowLeft}');
    expect(cell('reads: GET, no cookies, from https://bar.other')).toHaveFocus();
  });
});
