import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { VerdictBand } from '../../src/app/verdict/VerdictBand';
import { blockedButRan } from '../../src/lessons/examples/blocked-but-ran';
import { headerNotAllowed } from '../../src/lessons/examples/header-not-allowed';
import { headerNotExposed } from '../../src/lessons/examples/header-not-exposed';
import { localNetwork } from '../../src/lessons/examples/local-network';
import { publicData } from '../../src/lessons/examples/public-data';
import type { Scenario } from '../../src/scenario/scenario';
import { useStore } from '../../src/store/store';
import { startWith } from './fresh-store';

startWith(headerNotAllowed.scenario);

const verdict = () => screen.getByRole('heading', { level: 1 });
const withUrl =
  (url: string) =>
  (draft: Scenario): Scenario => ({ ...draft, request: { ...draft.request, url } });

describe('the verdict', () => {
  it('says first in one sentence what the browser did, and names the header', () => {
    render(<VerdictBand />);
    expect(verdict()).toHaveTextContent(/does not allow the header traceparent/);
  });

  it('says what to change', () => {
    render(<VerdictBand />);
    expect(screen.getByText('What to change').parentElement).toHaveTextContent(
      /Add traceparent to Access-Control-Allow-Headers/,
    );
  });

  it('follows the scenario, and is announced', () => {
    render(<VerdictBand />);
    act(() => useStore.getState().open(publicData.scenario));
    expect(verdict()).toHaveTextContent('The page can read the response.');
    expect(verdict()).toHaveAttribute('aria-live', 'polite');
  });

  it.each([
    ['no', headerNotAllowed],
    ['yes', blockedButRan],
  ])('says whether the server ran the request: %s', (ran, { scenario }) => {
    useStore.getState().open(scenario);
    render(<VerdictBand />);
    expect(screen.getByRole('status')).toHaveTextContent(`Server ran the request: ${ran}`);
  });
});

describe('why, in full', () => {
  const open = async (scenario: Scenario) => {
    useStore.getState().open(scenario);
    render(<VerdictBand />);
    await userEvent.click(screen.getByText('Why, in full'));
    await screen.findByText('In plain words');
  };

  it('says who has to act before it is opened', async () => {
    useStore.getState().open(blockedButRan.scenario);
    render(<VerdictBand />);
    expect(await screen.findByText('For the server to change')).toBeInTheDocument();
  });

  it('tells the cause in plain words, and by the letter with a link to the rule', async () => {
    await open(blockedButRan.scenario);
    expect(screen.getByText(/A page may read what its own origin answers/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'CORS check, step 2' })).toHaveAttribute(
      'href',
      'https://fetch.spec.whatwg.org/#concept-cors-check',
    );
  });

  it('says what script sees, and why it is no more', async () => {
    await open(blockedButRan.scenario);
    expect(screen.getByText('What script sees').nextElementSibling).toHaveTextContent(
      'fetch() rejects with a TypeError: no status, no headers, no body.',
    );
    expect(screen.getByText('Why no more').nextElementSibling).toHaveTextContent(/on purpose/);
  });

  it('warns of what a success may hide', async () => {
    await open(headerNotExposed.scenario);
    expect(screen.getByText('Worth watching').parentElement).toHaveTextContent(/Script does not see/);
    expect(screen.getByText(/to watch$/)).toBeInTheDocument();
  });

  it('says where it is not CORS', async () => {
    await open(localNetwork.scenario);
    expect(await screen.findByText('Not CORS')).toBeInTheDocument();
    expect(screen.getByText('Who has to act').nextElementSibling).toHaveTextContent('The person');
  });
});

describe('while a field cannot be understood', () => {
  it('keeps the verdict, says that it is the last one, and leads to the field', async () => {
    vi.stubGlobal('CSS', { escape: (text: string) => text });
    Element.prototype.scrollIntoView = () => {};
    render(
      <>
        <VerdictBand />
        <details>
          <summary>More</summary>
          <input data-path="request.url" aria-label="URL" />
        </details>
      </>,
    );
    const before = verdict().textContent;
    act(() => useStore.getState().edit(withUrl('https://')));
    expect(verdict()).toHaveTextContent(before ?? '');
    expect(screen.getByRole('status')).toHaveTextContent('This is the last scenario that could run.');

    await userEvent.click(screen.getByRole('button', { name: 'One field needs a look' }));
    expect(screen.getByLabelText('URL')).toHaveFocus();
    expect(screen.getByText('More').closest('details')).toHaveAttribute('open');
    vi.unstubAllGlobals();
  });

  it('says nothing more of it once the field is mended', () => {
    render(<VerdictBand />);
    act(() => useStore.getState().edit(withUrl('https://')));
    act(() => useStore.getState().edit(withUrl('https://bar.other/')));
    expect(screen.queryByText(/last scenario/)).toBeNull();
  });
});
