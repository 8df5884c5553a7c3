import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { entriesAsText, entriesOf } from '../../src/app/trace/listing';
import RuleByRule from '../../src/app/trace/RuleByRule';
import { authorizationWildcard } from '../../src/lessons/examples/authorization-wildcard';
import { headerNotAllowed } from '../../src/lessons/examples/header-not-allowed';
import { useStore } from '../../src/store/store';
import { startWith } from './fresh-store';

startWith(headerNotAllowed.scenario);

async function openList() {
  render(<RuleByRule />);
  await userEvent.click(screen.getByText('Rule by rule'));
  return screen.findByRole('list');
}

describe('rule by rule', () => {
  it('lists every step of the trace, in order', async () => {
    const list = await openList();
    const [trace] = useStore.getState().result.simulation.runs;
    expect(within(list).getAllByRole('listitem')).toHaveLength(trace?.steps.length ?? 0);
  });

  it('says of a failed rule why, and where it stands in the standard', async () => {
    const list = await openList();
    const failed = within(list)
      .getAllByRole('listitem')
      .find((item) => within(item).queryByRole('img', { name: 'Failed' }));
    expect(failed).toHaveTextContent(/traceparent/);
    expect(within(failed ?? list).getByRole('link')).toHaveAttribute(
      'href',
      expect.stringContaining('https://fetch.spec.whatwg.org/#cors-preflight-fetch'),
    );
  });

  it('leads from a rule to its event in the conversation', async () => {
    const list = await openList();
    await userEvent.click(within(list).getByRole('button', { name: /traceparent is not listed/ }));
    const { selected, player, result } = useStore.getState();
    const index = result.diagram.events.findIndex((event) => event.id === selected);
    expect(result.diagram.events[index]).toMatchObject({ kind: 'checks', tone: 'bad' });
    expect(player.position).toBe(index + 1);
  });

  it('names what a browser does differently from the standard', () => {
    const { scenario } = authorizationWildcard;
    useStore.getState().open({ ...scenario, browser: { ...scenario.browser, profile: 'chromium' } });
    const { simulation, diagram } = useStore.getState().result;
    const text = simulation.runs.map((trace, run) =>
      entriesAsText(entriesOf(trace, run, diagram, 'chromium')),
    );
    expect(text.join()).toContain('Differs from the standard: Chrome');
  });

  it('is text to paste, a line for each rule', () => {
    const { simulation, diagram } = useStore.getState().result;
    const [trace] = simulation.runs;
    const text = trace ? entriesAsText(entriesOf(trace, 0, diagram, 'standard')) : '';
    expect(text).toMatch(/^✕ Header traceparent is not listed$/m);
    expect(text).toMatch(/^OPTIONS https:\/\/bar\.other\/search\?q=tea \(preflight\) sent$/m);
  });
});
