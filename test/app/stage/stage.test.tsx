import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stage } from '../../../src/app/stage/Stage';
import { EXAMPLES } from '../../../src/lessons/examples';
import { useStore } from '../../../src/store/store';

function open(id: string): void {
  const example = EXAMPLES.get(id);
  if (example === undefined) throw new Error(`No example ${id}`);
  act(() => useStore.getState().open(example.scenario));
}

const state = () => useStore.getState();
const list = () => screen.getByRole('list', { name: 'What happens, in order' });
const rows = () => [...list().children].filter((row): row is HTMLElement => row instanceof HTMLElement);
const row = (name: RegExp | string) => {
  const found = screen.getByRole('button', { name }).closest('ol > li');
  if (!(found instanceof HTMLElement)) throw new Error(`No event ${name}`);
  return found;
};

function motion(wish: 'no-preference' | 'reduce'): void {
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query === '(prefers-reduced-motion: reduce)' && wish === 'reduce',
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
}

beforeEach(() => {
  vi.unstubAllGlobals();
  act(() => state().light(null));
  open('header-not-allowed');
});

describe('the conversation', () => {
  it('is an ordered list, each event a sentence', () => {
    render(<Stage />);
    const sentences = rows().map((each) =>
      within(each).getAllByRole('button')[0]?.getAttribute('aria-label'),
    );
    expect(sentences).toEqual([
      'Script to Browser: fetch() GET /search?q=tea',
      'Browser checks. Before sending',
      'Browser to bar.other: OPTIONS /search?q=tea, preflight',
      'bar.other to Browser: 204 No Content, to the preflight',
      'Browser checks. The preflight’s answer: Header traceparent is not listed, stops here',
      'The GET is never sent.',
      'Browser to Script: TypeError, all the script learns',
    ]);
  });

  it('names who takes part', () => {
    render(<Stage />);
    const heads = within(screen.getByRole('list', { name: 'Who takes part' })).getAllByRole('listitem');
    expect(heads.map((head) => head.textContent)).toEqual([
      'Scriptfoo.example',
      'Browserdecides',
      'Serverbar.other',
    ]);
  });

  it('marks the current event, and keeps what is yet to come', () => {
    act(() => state().seek(3));
    render(<Stage />);
    expect(rows()).toHaveLength(7);
    expect(rows().filter((each) => each.getAttribute('aria-current') === 'step')).toEqual([
      row(/^Browser to bar.other/),
    ]);
    expect(rows().map(({ dataset }) => dataset.state)).toEqual([
      'past',
      'past',
      'current',
      'future',
      'future',
      'future',
      'future',
    ]);
  });

  it('tells how each check came out and where the standard has it', () => {
    render(<Stage />);
    const checks = row(/^Browser checks. The preflight/);
    expect(
      within(checks)
        .getAllByRole('img')
        .map((sign) => sign.getAttribute('aria-label')),
    ).toEqual(['Passed', 'Passed', 'Passed', 'Failed']);
    const links = within(checks).getAllByRole('link', { name: /^In the standard: / });
    expect(links).toHaveLength(4);
    for (const link of links) expect(link).toHaveAttribute('href', expect.stringMatching(/^https:\/\//));
  });

  it('marks the line that decided in words, not by colour alone', () => {
    render(<Stage />);
    const lines = within(row(/^bar.other to Browser: 204/)).getAllByRole('listitem');
    expect(
      lines.filter((line) => line.textContent?.includes('stops here')).map((line) => line.textContent),
    ).toEqual(['Access-Control-Allow-Headers: Content-Type, X-Requested-With✕ stops here']);
  });

  it('shows the header that is missing', () => {
    open('blocked-but-ran');
    render(<Stage />);
    expect(list()).toHaveTextContent('Access-Control-Allow-Origin: missing');
  });
});

describe('whether the server ran the request', () => {
  it('is said even where the browser then blocks', () => {
    open('blocked-but-ran');
    render(<Stage />);
    expect(screen.getAllByText('ran the request')).toHaveLength(1);
    expect(list()).toHaveTextContent('stops here');
  });

  it('is not said of a preflight', () => {
    render(<Stage />);
    expect(screen.queryByText('ran the request')).toBeNull();
  });

  it('is told from a redirect', () => {
    open('session-expired');
    render(<Stage />);
    expect(screen.getAllByText('redirected it')).toHaveLength(1);
    expect(screen.getAllByText('ran the request')).toHaveLength(1);
  });
});

describe('choosing an event', () => {
  it('opens its detail and pauses', async () => {
    act(() => {
      state().seek(0);
      state().play();
    });
    render(<Stage />);
    await userEvent.click(screen.getByRole('button', { name: /^Browser to bar.other/ }));
    expect(state().selected).toBe('0.2');
    expect(state().player.playing).toBe(false);
  });

  it('works by keyboard, and anywhere on the event', async () => {
    render(<Stage />);
    screen.getByRole('button', { name: /^Browser to Script/ }).focus();
    await userEvent.keyboard('{Enter}');
    expect(state().selected).toBe('0.6');
    await userEvent.click(row(/^Browser checks. Before sending/));
    expect(state().selected).toBe('0.1');
  });
});

describe('a header line', () => {
  const line = () => screen.getByText('Access-Control-Allow-Headers:').closest('li') as HTMLElement;

  it('lights up the controls that produced it, while pointed at', async () => {
    render(<Stage />);
    await userEvent.hover(line());
    expect(state().lit?.headers).toEqual(['response:access-control-allow-headers']);
    expect(state().lit?.fields).toContain('servers.0.policy.headers');
    await userEvent.unhover(line());
    expect(state().lit).toBeNull();
  });

  it('does the same for the keyboard', () => {
    render(<Stage />);
    act(() => screen.getByRole('button', { name: 'Show what sets Access-Control-Allow-Headers' }).focus());
    expect(state().lit?.fields).toContain('servers.0.policy.headers');
  });

  it('is lit when a control asks for it', () => {
    render(<Stage />);
    expect(line()).not.toHaveAttribute('data-lit');
    act(() => state().light({ fields: [], headers: ['response:access-control-allow-headers'] }));
    expect(line()).toHaveAttribute('data-lit');
  });
});

describe('motion', () => {
  const moving = () => list().querySelectorAll('[data-moves]');

  it('carries a packet along the arrow that is being played', () => {
    motion('no-preference');
    act(() => state().seek(2));
    render(<Stage />);
    expect(moving()).toHaveLength(0);
    act(() => state().seek(3));
    expect(moving()).toHaveLength(1);
    expect(row(/^Browser to bar.other/)).toContainElement(moving()[0] as HTMLElement);
  });

  it('carries none when stepping back or jumping', () => {
    motion('no-preference');
    render(<Stage />);
    act(() => state().seek(4));
    expect(moving()).toHaveLength(0);
    act(() => state().seek(3));
    expect(moving()).toHaveLength(0);
  });

  it('carries none for those who prefer less of it', () => {
    motion('reduce');
    act(() => state().seek(2));
    render(<Stage />);
    act(() => state().seek(3));
    expect(moving()).toHaveLength(0);
    expect(row(/^Browser to bar.other/)).toHaveAttribute('aria-current', 'step');
  });
});

describe('following the player', () => {
  const scroller = () => list().parentElement?.parentElement;

  beforeEach(() => {
    Element.prototype.scrollIntoView = vi.fn();
    vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
    vi.spyOn(HTMLElement.prototype, 'offsetTop', 'get').mockReturnValue(900);
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('scrolls the stage and never the page', () => {
    act(() => state().seek(1));
    render(<Stage />);
    expect(scroller()?.scrollTop).toBe(0);
    act(() => state().seek(5));
    expect(scroller()?.scrollTop).toBeGreaterThan(0);
    expect(window.scrollTo).not.toHaveBeenCalled();
    expect(Element.prototype.scrollIntoView).not.toHaveBeenCalled();
  });

  it('lets the stage be while the scenario is edited', () => {
    act(() => state().seek(1));
    render(<Stage />);
    open('preflighted-post');
    expect(scroller()?.scrollTop).toBe(0);
  });
});
