import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import { App } from '../../src/app/App';
import { headerNotAllowed } from '../../src/lessons/examples/header-not-allowed';
import { useStore } from '../../src/store/store';
import { startWith } from './fresh-store';

startWith(headerNotAllowed.scenario);

beforeAll(() => {
  // jsdom draws nothing, so it has no media either.
  window.matchMedia ??= (media: string) =>
    Object.assign(new EventTarget(), { matches: false, media }) as MediaQueryList;
});

describe('the screen', () => {
  it('shows the conversation at once, the verdict with it, and the rest after', async () => {
    render(<App />);
    expect(screen.getByRole('list', { name: 'What happens, in order' })).toBeVisible();
    expect(screen.queryByText('On the wire')).toBeNull();
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(/traceparent/);
    expect(await screen.findByText('On the wire')).toBeVisible();
  });

  it('has one main, one first heading, and a name for every region', async () => {
    render(<App />);
    await screen.findByText('On the wire');
    expect(screen.getAllByRole('main')).toHaveLength(1);
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    for (const region of screen.getAllByRole('region')) expect(region).toHaveAccessibleName();
  });

  it('lets the keyboard skip to the conversation', async () => {
    render(<App />);
    await userEvent.tab();
    const skip = screen.getByRole('link', { name: 'Skip to the conversation' });
    expect(skip).toHaveFocus();
    expect(document.querySelector(skip.getAttribute('href') ?? '')).toContainElement(
      screen.getByRole('list', { name: 'What happens, in order' }),
    );
  });

  it('changes the verdict as a field is typed in', async () => {
    render(<App />);
    const name = await screen.findByDisplayValue('traceparent');
    await userEvent.clear(name);
    await userEvent.type(name, 'X-Requested-With');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('The page can read the response.');
    expect(useStore.getState().draft.request.headers[0]?.[0]).toBe('X-Requested-With');
  });
});
