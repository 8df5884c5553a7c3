import { act, createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Tools from '../../src/app/top/Tools';
import { verdictOf } from '../../src/explain/verdict';
import { headerNotAllowed } from '../../src/lessons/examples/header-not-allowed';
import { ownStart } from '../../src/lessons/examples/own-start';
import { publicData } from '../../src/lessons/examples/public-data';
import type { Scenario } from '../../src/scenario/scenario';
import { useStore } from '../../src/store/store';
import { startWith } from './fresh-store';

startWith(headerNotAllowed.scenario);

const withMethod =
  (method: string) =>
  (draft: Scenario): Scenario => ({ ...draft, request: { ...draft.request, method } });

/** jsdom has no popovers: this does to a panel what the browser would. */
function showPopover(panel: HTMLElement): void {
  const event = createEvent('beforetoggle', panel, {}, { EventType: 'Event' });
  Object.assign(event, { newState: 'open' });
  fireEvent(panel, event);
  panel.style.display = 'block';
}

describe('the examples', () => {
  const hidePopover = vi.fn();
  beforeEach(() => {
    hidePopover.mockClear();
    Object.assign(HTMLElement.prototype, { hidePopover });
  });

  const open = async () => {
    render(<Tools />);
    showPopover(screen.getByLabelText('Examples'));
    return screen.findByRole('button', { name: /Public data for every page/ });
  };

  it('are behind a button that says whether they are open', async () => {
    await open();
    expect(screen.getByRole('button', { name: /^Examples/ })).toHaveAttribute('aria-expanded', 'true');
  });

  it('are gone through with the arrow keys and opened with Enter', async () => {
    const first = await open();
    first.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}{ArrowUp}{Enter}');
    expect(useStore.getState().draft).toBe(publicData.scenario);
    expect(verdictOf(useStore.getState().result.simulation.runs).kind).toBe('readable');
    expect(hidePopover).toHaveBeenCalled();
  });

  it('go from the first to the last and back with Home and End', async () => {
    const other = await open();
    const first = screen.getByRole('button', { name: new RegExp(ownStart.title) });
    other.focus();
    await userEvent.keyboard('{Home}');
    expect(first).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(first).not.toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    expect(first).toHaveFocus();
  });

  it('say what each teaches, and which one is shown', async () => {
    const first = await open();
    expect(first).toHaveTextContent(publicData.lesson);
    const shown = screen.getByRole('button', { name: new RegExp(headerNotAllowed.title) });
    expect(shown).toHaveAttribute('aria-current', 'true');
    expect(first).not.toHaveAttribute('aria-current');
  });
});

describe('undo and redo', () => {
  it('by button; with nothing to undo the button says so', async () => {
    render(<Tools />);
    const undo = screen.getByRole('button', { name: 'Undo' });
    expect(undo).toHaveAttribute('aria-disabled', 'true');
    act(() => useStore.getState().edit(withMethod('PUT')));
    expect(undo).toHaveAttribute('aria-disabled', 'false');
    await userEvent.click(undo);
    expect(useStore.getState().draft).toBe(headerNotAllowed.scenario);
    await userEvent.click(screen.getByRole('button', { name: 'Redo' }));
    expect(useStore.getState().draft.request.method).toBe('PUT');
  });

  it.each([
    ['Control', '{Control>}z{/Control}', '{Control>}{Shift>}z{/Shift}{/Control}'],
    ['Command', '{Meta>}z{/Meta}', '{Meta>}{Shift>}z{/Shift}{/Meta}'],
  ])('by key, also from within a text field: %s', async (_, undo, redo) => {
    render(
      <>
        <Tools />
        <input aria-label="field" />
      </>,
    );
    act(() => useStore.getState().edit(withMethod('PUT')));
    screen.getByLabelText('field').focus();
    await userEvent.keyboard(undo);
    expect(useStore.getState().draft.request.method).toBe('GET');
    await userEvent.keyboard(redo);
    expect(useStore.getState().draft.request.method).toBe('PUT');
  });
});

describe('the theme', () => {
  it('goes from the system’s to light, to dark, and back', async () => {
    render(<Tools />);
    const button = screen.getByRole('button', { name: /^Theme/ });
    await userEvent.click(button);
    expect(useStore.getState().theme).toBe('light');
    await userEvent.click(button);
    expect(button).toHaveAccessibleName('Theme: dark');
    await userEvent.click(button);
    expect(useStore.getState().theme).toBe('system');
  });
});
