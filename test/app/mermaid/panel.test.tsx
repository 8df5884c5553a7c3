import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MermaidPanel } from '../../../src/app/mermaid/MermaidPanel';
import { headerNotAllowed } from '../../../src/lessons/examples/header-not-allowed';
import { publicData } from '../../../src/lessons/examples/public-data';
import { useStore } from '../../../src/store/store';

const mermaid = vi.hoisted(() => ({ loaded: vi.fn(), initialize: vi.fn(), render: vi.fn() }));
vi.mock('mermaid', () => {
  mermaid.loaded();
  return { default: mermaid };
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><text>hello</text></svg>';

const open = () => userEvent.click(screen.getByText('Diagram source (Mermaid)'));
const draw = () => userEvent.click(screen.getByRole('button', { name: 'Draw it' }));

beforeEach(() => {
  act(() => useStore.getState().open(headerNotAllowed.scenario));
  mermaid.render.mockReset().mockResolvedValue({ svg: SVG });
  mermaid.initialize.mockReset();
  URL.createObjectURL = () => 'blob:picture';
  URL.revokeObjectURL = () => {};
});

describe('the Mermaid panel', () => {
  it('shows the source at once, without Mermaid', async () => {
    render(<MermaidPanel />);
    await open();
    expect(screen.getByText(/^sequenceDiagram/)).toHaveTextContent('p1->>p2: OPTIONS /search?q=tea');
    expect(screen.getByRole('button', { name: 'Copy the diagram source' })).toBeVisible();
    expect(mermaid.loaded).not.toHaveBeenCalled();
  });

  it('follows the scenario', async () => {
    render(<MermaidPanel />);
    await open();
    act(() => useStore.getState().open(publicData.scenario));
    expect(screen.getByText(/^sequenceDiagram/)).not.toHaveTextContent('OPTIONS');
  });

  it('draws the source when asked, in strict mode, as an image', async () => {
    render(<MermaidPanel />);
    await open();
    await draw();
    const picture = await screen.findByRole('img', { name: /drawn by Mermaid/ });
    expect(picture).toHaveAttribute('src', 'blob:picture');
    expect(picture).toHaveAttribute('width', '40');
    expect(mermaid.initialize).toHaveBeenCalledWith(expect.objectContaining({ securityLevel: 'strict' }));
    expect(mermaid.render).toHaveBeenCalledWith(
      expect.any(String),
      expect.stringContaining('OPTIONS /search?q=tea'),
    );
    expect(screen.getByRole('button', { name: 'Save SVG' })).toBeVisible();
  });

  it('says in words what Mermaid could not make sense of', async () => {
    mermaid.render.mockRejectedValue(new Error('Parse error on line 3'));
    render(<MermaidPanel />);
    await open();
    await draw();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Mermaid could not draw this:Parse error on line 3',
    );
  });

  it('shows no picture that is not well-formed', async () => {
    mermaid.render.mockResolvedValue({ svg: '<svg xmlns="http://www.w3.org/2000/svg"><br></svg>' });
    render(<MermaidPanel />);
    await open();
    await draw();
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.queryByRole('img')).toBeNull();
  });
});
