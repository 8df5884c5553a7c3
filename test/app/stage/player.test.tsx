import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Player } from '../../../src/app/stage/Player';
import { timeToRead } from '../../../src/app/stage/pace';
import { headerNotAllowed } from '../../../src/lessons/examples/header-not-allowed';
import { useStore } from '../../../src/store/store';

const state = () => useStore.getState();
const position = () => state().player.position;
const count = () => state().result.diagram.events.length;
const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  act(() => {
    state().open(headerNotAllowed.scenario);
    state().setSpeed(1);
  });
});

describe('the buttons', () => {
  it('step, and stop at the ends', async () => {
    render(<Player />);
    expect(screen.getByRole('button', { name: 'Forward' })).toHaveAttribute('aria-disabled', 'true');
    await press('Back');
    expect(position()).toBe(count() - 1);
    await press('Forward');
    expect(position()).toBe(count());
    act(() => state().seek(0));
    expect(screen.getByRole('button', { name: 'Back' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('say what Play will do', () => {
    render(<Player />);
    expect(screen.getByRole('button', { name: 'Play again' })).toBeVisible();
    act(() => state().seek(2));
    expect(screen.getByRole('button', { name: 'Play' })).toBeVisible();
    act(() => state().play());
    expect(screen.getByRole('button', { name: 'Pause' })).toBeVisible();
  });

  it('show the position, and say what has happened there', () => {
    render(<Player />);
    act(() => state().seek(3));
    expect(screen.getByRole('status')).toHaveTextContent(`3 / ${count()}`);
    expect(screen.getByRole('status')).toHaveTextContent(
      'Browser to bar.other: OPTIONS /search?q=tea, preflight',
    );
  });
});

describe('the scrubber', () => {
  const scrubber = () => screen.getByRole('slider', { name: 'Position' });

  it('has a stop for every event, and reads the event', () => {
    render(<Player />);
    expect(scrubber()).toHaveAttribute('max', String(count()));
    act(() => state().seek(3));
    expect(scrubber()).toHaveAttribute(
      'aria-valuetext',
      'Browser to bar.other: OPTIONS /search?q=tea, preflight',
    );
    act(() => state().seek(0));
    expect(scrubber()).toHaveAttribute('aria-valuetext', 'Before the first message');
  });

  it('has one tick per event, those that go wrong marked', () => {
    const { container } = render(<Player />);
    const ticks = [...container.querySelectorAll('[aria-hidden] > i')];
    expect(ticks).toHaveLength(count());
    expect(ticks.flatMap((tick, index) => (tick.hasAttribute('data-bad') ? [index] : []))).toEqual([4, 6]);
  });
});

describe('the keys', () => {
  it('step, jump and play wherever the focus has no use for them', async () => {
    render(<Player />);
    await userEvent.keyboard('{Home}');
    expect(position()).toBe(0);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(position()).toBe(1);
    await userEvent.keyboard('{End}');
    expect(position()).toBe(count());
    await userEvent.keyboard(' ');
    expect(state().player).toMatchObject({ playing: true, position: 0 });
    await userEvent.keyboard(' ');
    expect(state().player.playing).toBe(false);
  });

  it.each([
    ['a text field', <input key="x" aria-label="field" />],
    ['a text area', <textarea key="x" aria-label="field" />],
    [
      'a select',
      <select key="x" aria-label="field">
        <option>1</option>
      </select>,
    ],
  ])('leave %s alone', async (_, field) => {
    render(
      <>
        <Player />
        {field}
      </>,
    );
    screen.getByLabelText('field').focus();
    await userEvent.keyboard(' {Home}{ArrowLeft}');
    expect(state().player).toMatchObject({ playing: false, position: count() });
  });

  it('leave Space to a button that has the focus', async () => {
    render(<Player />);
    screen.getByRole('button', { name: 'Back' }).focus();
    await userEvent.keyboard(' ');
    expect(state().player).toMatchObject({ playing: false, position: count() - 1 });
  });

  it('leave shortcuts of the browser alone', async () => {
    render(<Player />);
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(position()).toBe(count());
  });
});

describe('playing', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const pass = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));
  const shown = () => {
    const event = state().result.diagram.events[position() - 1];
    if (event === undefined) throw new Error('nothing is shown');
    return event;
  };

  it('from the end begins again, and stops at the end', () => {
    render(<Player />);
    act(() => state().play());
    expect(position()).toBe(0);
    for (let i = 0; i < count(); i++) pass(5000);
    expect(state().player).toMatchObject({ playing: false, position: count() });
    pass(60_000);
    expect(position()).toBe(count());
  });

  it('gives each event its time to read', () => {
    render(<Player />);
    act(() => state().seek(1));
    act(() => state().play());
    pass(200);
    expect(position()).toBe(2);
    pass(timeToRead(shown()) - 1);
    expect(position()).toBe(2);
    pass(1);
    expect(position()).toBe(3);
  });

  it.each([0.5, 2] as const)('goes at speed %s', (speed) => {
    render(<Player />);
    act(() => {
      state().setSpeed(speed);
      state().seek(1);
      state().play();
    });
    pass(200);
    const time = timeToRead(shown()) / speed;
    pass(time - 1);
    expect(position()).toBe(2);
    pass(1);
    expect(position()).toBe(3);
  });

  it('takes a new speed at once', () => {
    render(<Player />);
    act(() => {
      state().seek(1);
      state().play();
    });
    pass(200);
    act(() => state().setSpeed(0.5));
    pass(timeToRead(shown()) * 2 - 1);
    expect(position()).toBe(2);
    pass(1);
    expect(position()).toBe(3);
  });

  it('waits while paused', () => {
    render(<Player />);
    act(() => {
      state().seek(1);
      state().play();
    });
    pass(200);
    act(() => state().pause());
    pass(60_000);
    expect(position()).toBe(2);
  });
});

describe('time to read', () => {
  it('is about a second for a message and longer for checks, and grows with what there is to read', () => {
    const events = state().result.diagram.events;
    const [call, checks, preflight] = events;
    if (!call || !checks || !preflight) throw new Error('too few events');
    expect(timeToRead(call)).toBe(1100);
    expect(timeToRead(preflight)).toBeGreaterThan(timeToRead(call));
    expect(timeToRead(checks)).toBeGreaterThanOrEqual(1600);
  });
});

describe('the speed', () => {
  it('is one of three', async () => {
    render(<Player />);
    await userEvent.click(screen.getByRole('radio', { name: '2×' }));
    expect(state().player.speed).toBe(2);
    expect(screen.getByRole('group', { name: 'Speed' })).toBeVisible();
  });
});

describe("a presenter's remote", () => {
  it('steps while the conversation has the focus, or nothing has', async () => {
    act(() => state().seek(2));
    render(
      <>
        <div id="conversation" tabIndex={-1}>
          <Player />
        </div>
        <button type="button">Elsewhere</button>
      </>,
    );
    document.getElementById('conversation')?.focus();
    await userEvent.keyboard('{PageDown}{PageDown}');
    expect(position()).toBe(4);
    screen.getByRole('button', { name: 'Elsewhere' }).focus();
    await userEvent.keyboard('{PageDown}');
    expect(position()).toBe(4);
    act(() => (document.activeElement as HTMLElement).blur());
    await userEvent.keyboard('{PageUp}');
    expect(position()).toBe(3);
  });
});
