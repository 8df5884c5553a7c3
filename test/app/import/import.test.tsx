import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ImportButton } from '../../../src/app/import/ImportButton';
import ImportNote from '../../../src/app/import/ImportNote';
import { useImportedNote } from '../../../src/app/import/imported-note';
import { publicData } from '../../../src/lessons/examples/public-data';
import { useStore } from '../../../src/store/store';
import { startWith } from '../fresh-store';

startWith(publicData.scenario);

/** jsdom has no modal dialogs: this is what the browser does, as far as it matters here. */
beforeEach(() => {
  useImportedNote.setState({ imported: null });
  Object.assign(HTMLDialogElement.prototype, {
    showModal: vi.fn(function (this: HTMLDialogElement) {
      this.open = true;
    }),
    close: vi.fn(function (this: HTMLDialogElement) {
      this.open = false;
      this.dispatchEvent(new Event('close'));
    }),
  });
});

const CALL =
  "fetch('https://api.example/orders', { method: 'PUT', headers: { 'X-Api-Key': 'abcdef123456' } })";

function pasteOn(target: Element, text: string): boolean {
  return fireEvent.paste(target, { clipboardData: { files: [], getData: () => text } });
}

async function bring(text: string): Promise<HTMLElement> {
  render(<ImportButton />);
  await userEvent.click(screen.getByRole('button', { name: 'Bring what you have' }));
  const field = await screen.findByRole('textbox', { name: 'Paste what you have' });
  fireEvent.change(field, { target: { value: text } });
  return field;
}

describe('bringing something', () => {
  it('says what it is as soon as it is pasted, and changes nothing until it is opened', async () => {
    await bring(CALL);
    expect(await screen.findByRole('heading', { name: 'This is a fetch() call.' })).toBeInTheDocument();
    expect(useStore.getState().draft).toBe(publicData.scenario);

    await userEvent.click(screen.getByRole('button', { name: 'Open it' }));
    expect(useStore.getState().draft.request).toMatchObject({
      url: 'https://api.example/orders',
      method: 'PUT',
      headers: [['X-Api-Key', '***']],
    });
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    useStore.getState().undo();
    expect(useStore.getState().draft).toBe(publicData.scenario);
  });

  it('shows what is known, guessed, missing and masked', async () => {
    await bring(CALL);
    const part = async (title: string) =>
      (await screen.findByRole('heading', { name: title })).parentElement as HTMLElement;
    expect(await part('Known')).toHaveTextContent('MethodPUT');
    expect(await part('Guessed')).toHaveTextContent(/The page/);
    expect(await part('Still to say')).toHaveTextContent(/What does the server answer\?/);
    expect(await part('Masked')).toHaveTextContent('X-Api-Key: ***');
    expect(document.querySelector('section[aria-live]')).not.toHaveTextContent('abcdef123456');
  });

  it('says where a snippet stops being JavaScript, and keeps what is on the screen', async () => {
    await bring("fetch('https://a.example/', {\n method: })");
    const result = await screen.findByText(/This is not JavaScript/);
    expect(result).toHaveTextContent('Line 2, column 10');
    expect(screen.getByText('What is on the screen stays as it is.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Open it' })).not.toBeInTheDocument();
    expect(useStore.getState().draft).toBe(publicData.scenario);
  });

  it('lets one of several requests be chosen, and filters them', async () => {
    const calls = Array.from({ length: 120 }, (_, i) => `fetch('https://api.example/${i}');`).join('\n');
    await bring(calls);
    const list = await screen.findByRole('group', { name: 'The requests in it' });
    await waitFor(() => expect(within(list).getAllByRole('radio')).toHaveLength(50));
    expect(screen.getByText('1 to 50 of 120')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(await screen.findByText('51 to 100 of 120')).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox', { name: 'Show only' }), '/77');
    await waitFor(() => expect(within(list).getAllByRole('radio')).toHaveLength(1));
    await userEvent.click(within(list).getByRole('radio', { name: /\/77/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Open it' }));
    expect(useStore.getState().draft.request.url).toBe('https://api.example/77');
  });

  it('gives samples to try', async () => {
    const field = await bring('');
    await userEvent.click(await screen.findByRole('button', { name: 'Try one: A console message' }));
    expect(field).toHaveFocus();
    expect(
      await screen.findByRole('heading', { name: 'This is a message of Chrome’s console.' }),
    ).toBeVisible();
  });

  it.each(['A console message', 'Code', 'Copy as fetch, copy as cURL', 'Headers'])(
    'the sample %s can be opened',
    async (what) => {
      await bring('');
      await userEvent.click(await screen.findByRole('button', { name: `Try one: ${what}` }));
      await userEvent.click(await screen.findByRole('button', { name: 'Open it' }));
      expect(useStore.getState().draft.request.url).toBe('https://api.example/orders');
      expect(useStore.getState().problems).toEqual([]);
    },
  );
});

describe('anywhere on the page', () => {
  it('what is pasted outside a field opens with it', async () => {
    render(
      <>
        <p>Somewhere</p>
        <ImportButton />
      </>,
    );
    expect(pasteOn(screen.getByText('Somewhere'), CALL)).toBe(false);
    expect(await screen.findByRole('textbox', { name: 'Paste what you have' })).toHaveValue(CALL);
    expect(await screen.findByRole('heading', { name: 'This is a fetch() call.' })).toBeInTheDocument();
  });

  it.each([
    ['in a field', <input key="field" aria-label="Target" />, CALL],
    [
      'that is hardly anything',
      <p key="text" role="note" aria-label="Target">
        Somewhere
      </p>,
      'GET',
    ],
  ])('a paste %s stays with it', (_where, target, text) => {
    render(
      <>
        {target}
        <ImportButton />
      </>,
    );
    expect(pasteOn(screen.getByLabelText('Target'), text)).toBe(true);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('a file that is dropped is read', async () => {
    render(
      <>
        <p>Somewhere</p>
        <ImportButton />
      </>,
    );
    const har = JSON.stringify({
      log: {
        entries: [
          {
            request: {
              method: 'GET',
              url: 'https://api.example/',
              headers: [{ name: 'Origin', value: 'https://app.example' }],
            },
            response: { status: 200, headers: [] },
          },
        ],
      },
    });
    const file = new File([har], 'session.har');
    // jsdom's files give their bytes, but not as a stream.
    file.stream ??= () => new Blob([har]).stream();
    const dataTransfer = { types: ['Files'], files: [file], getData: () => '' };
    fireEvent.dragOver(screen.getByText('Somewhere'), { dataTransfer });
    expect(screen.getByText('Drop it to see what a browser makes of it')).toBeInTheDocument();
    fireEvent.drop(screen.getByText('Somewhere'), { dataTransfer });
    expect(screen.queryByText('Drop it to see what a browser makes of it')).not.toBeInTheDocument();
    expect(await screen.findByText('From the file session.har.')).toBeInTheDocument();
  });
});

describe('the note about what was opened', () => {
  it('leads to the fields that are guessed and missing, and goes when it is read', async () => {
    render(
      <>
        <ImportNote />
        <input aria-label="URL of the page" data-path="page.url" />
      </>,
    );
    await bring(CALL);
    await userEvent.click(await screen.findByRole('button', { name: 'Open it' }));
    const note = await screen.findByRole('complementary', { name: 'About what was opened' });
    await userEvent.click(within(note).getByText(/things? to say/));
    HTMLElement.prototype.scrollIntoView ??= () => undefined;
    await userEvent.click(within(note).getAllByRole('button', { name: 'The page' })[0] as HTMLElement);
    expect(screen.getByLabelText('URL of the page')).toHaveFocus();
    await userEvent.click(within(note).getByRole('button', { name: 'Got it' }));
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
  });

  it('goes when something else is opened', async () => {
    render(<ImportNote />);
    await bring(CALL);
    await userEvent.click(await screen.findByRole('button', { name: 'Open it' }));
    expect(screen.getByRole('complementary')).toBeInTheDocument();
    useStore.getState().open(publicData.scenario);
    await waitFor(() => expect(screen.queryByRole('complementary')).not.toBeInTheDocument());
  });
});
