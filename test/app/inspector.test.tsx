import { act, fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import Inspector from '../../src/app/inspector/Inspector';
import { credentialedGet } from '../../src/lessons/examples/credentialed-get';
import { headerNotAllowed } from '../../src/lessons/examples/header-not-allowed';
import { headerNotExposed } from '../../src/lessons/examples/header-not-exposed';
import { preflightRemembered } from '../../src/lessons/examples/preflight-remembered';
import { publicData } from '../../src/lessons/examples/public-data';
import { useStore } from '../../src/store/store';
import { startWith } from './fresh-store';

startWith(headerNotAllowed.scenario);

const line = (text: RegExp) => {
  const summary = screen.getByText(
    (_, element) => element?.tagName === 'SUMMARY' && text.test(element.textContent),
  );
  const details = summary.closest('details');
  if (details === null) throw new Error('a header line is not a disclosure');
  return { summary, details };
};

describe('on the wire', () => {
  it('shows the message that decided, until another is chosen', async () => {
    render(<Inspector />);
    expect(screen.getByText('HTTP/1.1 204 No Content')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /request \(preflight\)/ }));
    expect(screen.getByText('OPTIONS /search?q=tea HTTP/1.1')).toBeVisible();
  });

  it('shows the message of the selected event', () => {
    render(<Inspector />);
    const sent = useStore
      .getState()
      .result.diagram.events.find((event) => event.kind === 'message' && event.message === 'preflight');
    act(() => useStore.getState().select(sent?.id ?? null));
    expect(screen.getByText('OPTIONS /search?q=tea HTTP/1.1')).toBeVisible();
  });

  it('explains a header where it stands', async () => {
    render(<Inspector />);
    const { summary, details } = line(/^Access-Control-Allow-Headers/);
    expect(details).not.toHaveAttribute('open');
    await userEvent.click(summary);
    expect(details).toHaveAttribute('open');
    expect(details).toHaveTextContent('Which request headers other origins may send here');
  });

  it('marks the line that decided', () => {
    render(<Inspector />);
    expect(line(/^Access-Control-Allow-Headers/).summary).toHaveTextContent('stops here');
    expect(line(/^Access-Control-Allow-Origin/).summary).not.toHaveTextContent('stops here');
  });

  it('has a line for a header that was looked for and is not there', () => {
    useStore.getState().edit((draft) => ({
      ...draft,
      servers: draft.servers.map((server) => ({ ...server, policy: { ...server.policy, headers: [] } })),
    }));
    render(<Inspector />);
    expect(line(/^Access-Control-Allow-Headers/).summary).toHaveTextContent('not there');
  });

  it('lights the control that a header comes from, and stops when the pointer leaves', () => {
    render(<Inspector />);
    const { details } = line(/^Access-Control-Allow-Headers/);
    fireEvent.pointerEnter(details);
    expect(useStore.getState().lit?.fields).toContain('servers.0.policy.headers');
    fireEvent.pointerLeave(details);
    expect(useStore.getState().lit).toBeNull();
  });

  it('is lit by the control it comes from', () => {
    render(<Inspector />);
    act(() => useStore.getState().light({ fields: [], headers: ['response:access-control-allow-headers'] }));
    expect(line(/^Access-Control-Allow-Headers/).details).toHaveAttribute('data-lit');
  });
});

describe('what the browser keeps', () => {
  it('is no response at all after a network error', () => {
    render(<Inspector />);
    expect(screen.getByText(/No response: the browser throws it away/)).toBeVisible();
  });

  it('is the response without the headers that are not exposed', () => {
    useStore.getState().open(headerNotExposed.scenario);
    render(<Inspector />);
    const hidden = screen.getByText('Hidden from script').nextElementSibling;
    expect(hidden).toHaveTextContent(/not named in Access-Control-Expose-Headers/);
  });

  it('is the preflight, with the time it has left', () => {
    useStore.getState().open(preflightRemembered.scenario);
    render(<Inspector />);
    const kept = screen.getByText('Preflights remembered').nextElementSibling;
    expect(kept).toHaveTextContent(/86340 seconds left/);
    expect(kept).toHaveTextContent(/Methods:.*PUT/);
  });

  it('is the cookies', () => {
    useStore.getState().open(credentialedGet.scenario);
    render(<Inspector />);
    const [cookie] = credentialedGet.scenario.cookies;
    const name = cookie?.cookie.split('=')[0] ?? '';
    expect(screen.getByText('Cookies').parentElement).toHaveTextContent(`${name}=`);
  });
});

describe('in the console', () => {
  it('each browser has its own words', async () => {
    render(<Inspector />);
    const panel = () => screen.getByRole('tabpanel');
    expect(panel()).toHaveTextContent('has been blocked by CORS policy');
    await userEvent.click(screen.getByRole('tab', { name: 'Firefox' }));
    expect(panel()).toHaveTextContent('Cross-Origin Request Blocked');
  });

  it('the arrow keys go from browser to browser', async () => {
    render(<Inspector />);
    await userEvent.click(screen.getByRole('tab', { name: 'Chrome' }));
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Firefox' })).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.getByRole('tab', { name: 'Safari', selected: true })).toHaveFocus();
  });

  it('there is nothing where CORS allowed the response', () => {
    useStore.getState().open(publicData.scenario);
    render(<Inspector />);
    expect(within(screen.getByRole('tabpanel')).getByText('CORS has nothing to say here.')).toBeVisible();
  });
});
