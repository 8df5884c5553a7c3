import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import RunButton from '../../../src/app/run/RunButton';
import RunPanel from '../../../src/app/run/RunPanel';
import { useRun } from '../../../src/app/run/run';
import { credentialedGet } from '../../../src/lessons/examples/credentialed-get';
import { headerNotAllowed } from '../../../src/lessons/examples/header-not-allowed';
import { pageFromDisk } from '../../../src/lessons/examples/page-from-disk';
import { preflightRemembered } from '../../../src/lessons/examples/preflight-remembered';
import { publicData } from '../../../src/lessons/examples/public-data';
import { loadJudge } from '../../../src/store/judge';
import { useStore } from '../../../src/store/store';
import type { Progress } from '../../../src/witness/lab';
import { startWith } from '../fresh-store';
import { startFakeLab, waiting } from './fake-lab';

let fake: ReturnType<typeof startFakeLab>;

startWith(headerNotAllowed.scenario);

beforeEach(async () => {
  await loadJudge();
  fake = startFakeLab();
  Element.prototype.scrollIntoView = () => {};
});

afterEach(() => {
  act(() => useRun.getState().cancel());
  useRun.setState(useRun.getInitialState(), true);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function show() {
  render(
    <>
      <RunButton />
      <RunPanel />
    </>,
  );
}

const button = () => screen.getAllByRole('button', { name: 'Run it in this browser' })[0] as HTMLElement;
const run = () => userEvent.click(button());
const panel = () => within(document.getElementById('in-this-browser') as HTMLElement);
const end = async (words: string | RegExp) => panel().findByText(words);

describe('a scenario that runs in this browser', () => {
  it('is marked with a quiet tick where the browser does what Corscope says', async () => {
    show();
    await run();
    await end('Chrome 156 did what Corscope says.');
    expect(screen.getByRole('button', { name: 'As in Chrome 156' })).toBeVisible();
    expect(panel().queryByText('What may explain it')).toBeNull();
  });

  it('is sent as this browser’s, in a window that closes by itself, and forgotten', async () => {
    show();
    await run();
    await end(/did what Corscope says/);
    expect(fake.lab.posted[0]).toMatchObject({ browser: { profile: 'chromium' } });
    expect(fake.popups).toHaveLength(1);
    expect(fake.popups[0]).toMatchObject({ closed: true, went: ['http://127.0.0.1:41001/@id/page'] });
    await waitFor(() => expect(fake.lab.asked.at(-1)).toBe('DELETE /lab/scenarios/id'));
  });

  it('shows each request header by header, by the scenario’s own names', async () => {
    show();
    await run();
    await end(/did what Corscope says/);
    expect(panel().getByText('OPTIONS https://bar.other/search?q=tea')).toBeVisible();
    const origin = panel().getByRole('row', { name: /^Origin ?\(the same\)/ });
    expect(origin).toHaveTextContent('https://foo.example');
    expect(origin).toHaveTextContent('(the same)');
    expect(panel().getByText('1 header of the browser’s own, not compared')).toBeVisible();
    expect(panel().getByText('204 No Content')).toBeVisible();
  });

  it('says beside the result where what was compared is not what the screen shows', async () => {
    const { scenario } = preflightRemembered;
    act(() =>
      useStore.getState().open({ ...scenario, browser: { ...scenario.browser, profile: 'firefox' } }),
    );
    show();
    await run();
    await end(/did what Corscope says/);
    expect(panel().getByText(/without the pauses of the diagram/)).toBeVisible();
    expect(
      panel().getByText(/says of Chrome; the diagram shows Firefox, and that is what it did, too/),
    ).toBeVisible();
  });

  it('has no tick beside a verdict of another profile that the browser does not bear out', async () => {
    const { scenario } = publicData;
    const request = { ...scenario.request, initiator: 'script', crossorigin: 'none' } as const;
    const servers = scenario.servers.map((server) => ({
      ...server,
      response: {
        ...server.response,
        status: '399',
        headers: [['Content-Type', 'text/javascript']] as const,
      },
    }));
    const browser = { ...scenario.browser, profile: 'standard' } as const;
    act(() => useStore.getState().open({ ...scenario, request, servers, browser }));
    show();
    await run();
    await end('Chrome 156 did what Corscope says of Chrome.');
    expect(screen.getByRole('button', { name: 'Chrome 156 does otherwise' })).toBeVisible();
    expect(panel().getByText(/the diagram shows the standard, and that is not what it did/)).toBeVisible();
  });

  it('says which address stood for which origin, and why', async () => {
    show();
    await run();
    await end(/did what Corscope says/);
    await userEvent.click(panel().getByText('Where it was played'));
    expect(panel().getByRole('row', { name: 'https://bar.other http://localhost:41001' })).toBeVisible();
    expect(panel().getByText(/Another host is another site/)).toBeVisible();
    expect(panel().getByText(/Plain HTTP stands in for HTTPS/)).toBeVisible();
  });

  it('is of its time: what has changed since is not marked', async () => {
    show();
    await run();
    await end(/did what Corscope says/);
    act(() => useStore.getState().open(publicData.scenario));
    expect(screen.queryByRole('button', { name: 'As in Chrome 156' })).toBeNull();
    expect(panel().getByText(/The scenario has changed since/)).toBeVisible();
  });

  it('can be cancelled, and nothing is left behind', async () => {
    fake.lab.looks = [waiting];
    show();
    await run();
    await panel().findByText(/A window opens/);
    await userEvent.click(screen.getAllByRole('button', { name: 'Cancel' })[0] as HTMLElement);
    expect(button()).toBeVisible();
    expect(fake.popups[0]?.closed).toBe(true);
    await waitFor(() => expect(fake.lab.asked.at(-1)).toBe('DELETE /lab/scenarios/id'));
  });
});

describe('a browser that does otherwise', () => {
  const oddly = (done: Progress): Progress => ({
    ...done,
    requests: done.requests.map((request) => ({
      ...request,
      headers: request.headers.map(([name, value]) => [name, name === 'Origin' ? 'null' : value]),
    })),
    observed: done.observed && { ...done.observed, runs: [{ kind: 'exception', name: 'SyntaxError' }] },
  });

  it('is shown plainly, line by line', async () => {
    fake.lab.looks = [oddly];
    show();
    await run();
    await end('Chrome 156 did otherwise than Corscope says of Chrome in 2 places.');
    expect(screen.getByRole('button', { name: 'Chrome 156 does otherwise' })).toBeVisible();
    expect(
      panel().getByRole('row', { name: 'Script rejects with a TypeError throws SyntaxError' }),
    ).toBeVisible();
    expect(panel().getByRole('row', { name: 'Request 1, origin https://foo.example null' })).toBeVisible();
    expect(panel().getByText(/Nothing that is known explains it/)).toBeVisible();
  });

  it('names timing details that are told otherwise', async () => {
    act(() => useStore.getState().open(credentialedGet.scenario));
    fake.lab.looks = [
      (done) => ({
        ...done,
        observed: done.observed && {
          ...done.observed,
          runs: done.observed.runs.map((seen) =>
            seen.kind === 'response'
              ? { ...seen, response: { ...seen.response, timing: 'detailed' as const } }
              : seen,
          ),
        },
      }),
    ];
    show();
    await run();
    await end('Chrome 156 did otherwise than Corscope says of Chrome in one place.');
    expect(
      panel().getByRole('row', { name: 'Script, timing start and end only told in detail' }),
    ).toBeVisible();
    expect(panel().getByRole('row', { name: /^timing ?\(different\)/ })).toHaveTextContent('told in detail');
  });

  it('gives a report to copy', async () => {
    const user = userEvent.setup();
    fake.lab.looks = [oddly];
    show();
    await user.click(button());
    await end(/did otherwise/);
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await user.click(panel().getByRole('button', { name: 'Copy a report of this' }));
    expect(written.mock.calls[0]?.[0]).toMatch(
      /^# Chrome 156 did otherwise than Corscope says of Chrome in 2 places\.\n[\s\S]*"version": 1/,
    );
  });
});

describe('what stands in the way is said, and nothing is lost:', () => {
  it('no lab: how to start one', async () => {
    fake.lab.state = 'none';
    // As when the page has just been opened: nobody has found a lab yet.
    vi.resetModules();
    const Button = (await import('../../../src/app/run/RunButton')).default;
    const Panel = (await import('../../../src/app/run/RunPanel')).default;
    render(
      <>
        <Button />
        <Panel />
      </>,
    );
    await run();
    await end('No lab is running here.');
    expect(panel().getByText('npm start')).toBeVisible();
    expect(panel().getByRole('button', { name: 'Copy the command' })).toBeVisible();
    expect(fake.popups.every((popup) => popup?.closed)).toBe(true);
  });

  it('a lab that is gone', async () => {
    show();
    await waitFor(() => expect(button()).toBeVisible());
    fake.lab.state = 'gone';
    await run();
    await end(/does not answer any more/);
    fake.lab.state = 'there';
    await userEvent.click(panel().getByRole('button', { name: 'Run it again' }));
    await end(/did what Corscope says/);
  });

  it('a lab that was restarted is found again', async () => {
    show();
    await run();
    await end(/did what Corscope says/);
    fake.lab.token = 'second';
    await userEvent.click(panel().getByRole('button', { name: 'Run it again' }));
    await end(/did what Corscope says/);
    expect(fake.lab.posted).toHaveLength(2);
  });

  it('a run that is called off while the lab is looked for does not keep the next from finding it', async () => {
    show();
    fake.lab.state = 'gone';
    await run();
    await end(/does not answer any more/);
    fake.lab.state = 'there';
    act(() => {
      useRun.getState().start();
      useRun.getState().cancel();
    });
    await run();
    await end('Chrome 156 did what Corscope says.');
  });

  it('a window that the browser does not open: a link in its place', async () => {
    vi.stubGlobal('open', () => null);
    fake.lab.looks = [waiting, waiting, (done) => done];
    show();
    await run();
    const link = await panel().findByRole('link', { name: 'Open the page that sends the request' });
    expect(link).toHaveAttribute('href', 'http://127.0.0.1:41001/@id/page');
    expect(screen.getByRole('button', { name: 'Needs you: see below' })).toBeVisible();
    await end(/did what Corscope says/);
  });

  it('a window that was closed too early', async () => {
    fake.lab.looks = [waiting];
    show();
    await run();
    await panel().findByText(/A window opens/);
    fake.popups[0]?.close();
    await end(/The window was closed before it could report/);
  });

  it('a certificate to accept: where, with a link to each address', async () => {
    act(() => useStore.getState().open(credentialedGet.scenario));
    const secure = ['https://localhost:42001', 'https://127.0.0.1:42001'];
    fake.lab.looks = [(done) => ({ ...waiting(done), unopened: secure }), waiting, (done) => done];
    show();
    await run();
    const links = await panel().findAllByRole('link', { name: 'Open this address' });
    expect(links.map((link) => link.getAttribute('href'))).toEqual(
      secure.map((origin) => `${origin}/@id/open`),
    );
    expect(panel().getByText('for https://bar.other')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Needs you: see below' })).toBeVisible();
    await end(/did what Corscope says/);
  });

  it.each([
    [
      'a page that does not report',
      (done: Progress) => ({ ...waiting(done), page: 'opened' as const }),
      /has not reported/,
    ],
    ['a page that is never reached', waiting, /did not get to its page/],
    [
      'a certificate that is not accepted',
      (done: Progress) => ({ ...waiting(done), unopened: ['https://localhost:42001'] }),
      /certificate was not accepted/,
    ],
  ])('%s', async (_, look, words) => {
    // Each look at the clock finds it much later.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20_000;
      return now;
    });
    fake.lab.looks = [look];
    show();
    await run();
    await end(words);
    expect(fake.popups.at(-1)?.closed).toBe(true);
  });

  it('a scenario that the lab cannot play: why, and the way to the field', async () => {
    act(() => useStore.getState().open(pageFromDisk.scenario));
    document.body.append(Object.assign(document.createElement('select'), { id: 'field-page-kind' }));
    show();
    await run();
    await end('The lab cannot play this scenario:');
    expect(panel().getByText(/A page from the disk can only be opened there/)).toBeVisible();
    await userEvent.click(panel().getByRole('button', { name: /^Show the field/ }));
    expect(document.activeElement?.id).toBe('field-page-kind');
    document.getElementById('field-page-kind')?.remove();
  });

  it('fields that need a look: nothing is sent', async () => {
    act(() =>
      useStore.getState().edit((draft) => ({ ...draft, request: { ...draft.request, url: 'https://' } })),
    );
    show();
    await run();
    await end('Some fields need a look before this can run:');
    expect(panel().getByText(/This is not a URL yet/)).toBeVisible();
    expect(fake.lab.posted).toEqual([]);
  });

  it('a message of some other window counts for nothing', async () => {
    fake.lab.looks = [waiting];
    show();
    await run();
    await panel().findByText(/A window opens/);
    const observed = { runs: [{ kind: 'queued' }], userAgent: 'x' };
    act(() => {
      window.dispatchEvent(
        new MessageEvent('message', { data: { type: 'corscope:observed', id: 'id', observed } }),
      );
    });
    expect(await panel().findByText(/A window opens/)).toBeVisible();
  });
});
