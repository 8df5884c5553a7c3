import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import Fixes from '../../../src/app/fixes/Fixes';
import { firstDifference } from '../../../src/app/fixes/replay';
import { headerNotAllowed } from '../../../src/lessons/examples/header-not-allowed';
import { localNetwork } from '../../../src/lessons/examples/local-network';
import { lowerCasePatch } from '../../../src/lessons/examples/lower-case-patch';
import { publicData } from '../../../src/lessons/examples/public-data';
import { useStore } from '../../../src/store/store';
import { startWith } from '../fresh-store';

startWith(headerNotAllowed.scenario);

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  return () => vi.unstubAllGlobals();
});

const applyButtons = () => screen.findAllByRole('button', { name: /^Apply: / });

describe('the fixes', () => {
  it('offer the best first, and the others when asked for', async () => {
    render(<Fixes />);
    expect(await applyButtons()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'One more way' }));
    const [first, second] = await applyButtons();
    expect(first).toHaveAccessibleName(/^Apply: In the request, leave out traceparent/);
    expect(second).toHaveAccessibleName(/Access-Control-Allow-Headers: traceparent/);
  });

  it('say what each opens, and to whom', async () => {
    render(<Fixes />);
    await applyButtons();
    expect(screen.getByText('Opens up:').parentElement).toHaveTextContent(
      'Nothing: no server answers differently.',
    );
  });

  it('are not looked for before what was typed is on the screen', () => {
    render(<Fixes />);
    act(() => useStore.getState().open(lowerCasePatch.scenario));
    expect(screen.queryByRole('button', { name: /PATCH/ })).toBeNull();
  });

  it('cannot be applied while a field is not understood', async () => {
    render(<Fixes />);
    await applyButtons();
    act(() =>
      useStore.getState().edit((draft) => ({ ...draft, request: { ...draft.request, url: 'https://' } })),
    );
    const [button] = await applyButtons();
    expect(button).toHaveAttribute('aria-disabled', 'true');
    const { draft } = useStore.getState();
    if (button) await userEvent.click(button);
    expect(useStore.getState().draft).toBe(draft);
  });

  it('are none where nothing is left to wish for', async () => {
    useStore.getState().open(publicData.scenario);
    render(<Fixes />);
    await waitFor(() => expect(screen.getByRole('region')).toHaveAttribute('data-empty'));
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('say whom the browser protects, with nothing to apply', async () => {
    useStore.getState().open(localNetwork.scenario);
    render(<Fixes />);
    expect(await screen.findByText(/protects the person’s own network/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Apply/ })).toBeNull();
  });
});

describe('a fix that is applied', () => {
  const applyFirst = async () => {
    render(<Fixes />);
    const [button] = await applyButtons();
    if (button) await userEvent.click(button);
  };

  it('changes the scenario in one step of undo', async () => {
    const before = useStore.getState().draft;
    await applyFirst();
    expect(useStore.getState().draft.request.headers).toEqual([]);
    expect(useStore.temporal.getState().pastStates).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(useStore.getState().draft).toBe(before);
  });

  it('takes the focus to what it changed, says so, and has Undo right there', async () => {
    await applyFirst();
    expect(screen.getByRole('heading', { name: 'Applied' })).toHaveFocus();
    expect(screen.getByRole('status')).toHaveTextContent(/^Applied\. In the request, leave out traceparent/);
    await userEvent.tab();
    expect(screen.getByRole('button', { name: 'Undo' })).toHaveFocus();
  });

  it('shows the lines that went and came', async () => {
    await applyFirst();
    const figure = within(screen.getByRole('figure'));
    expect(figure.getByText(/'traceparent':/).closest('del')).not.toBeNull();
    expect(figure.queryByRole('insertion')).toBeNull();
  });

  it('plays from the first step that is not as it was', async () => {
    const before = useStore.getState().result.diagram;
    await applyFirst();
    const { result, player } = useStore.getState();
    expect(player).toMatchObject({ playing: true, position: firstDifference(before, result.diagram) });
    expect(player.position).toBeGreaterThan(0);
  });

  it('leaves the screen once something else is changed', async () => {
    await applyFirst();
    act(() => useStore.getState().open(publicData.scenario));
    expect(screen.queryByRole('heading', { name: 'Applied' })).toBeNull();
  });
});
