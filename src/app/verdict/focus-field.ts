import type { FieldPath } from '../../scenario/scenario';

const FOCUSABLE = 'input, select, textarea, button, summary, [tabindex]';

/**
 * Moves the focus to the control of a field: the element whose `data-path` is the path or the nearest one above
 * it, or whose id is `field-` and the path with dashes. False where the screen shows no such control.
 */
export function focusField(path: FieldPath): boolean {
  for (let here = path; here !== ''; here = here.slice(0, Math.max(0, here.lastIndexOf('.')))) {
    const found =
      document.querySelector(`[data-path="${CSS.escape(here)}"]`) ??
      document.getElementById(`field-${here.replaceAll('.', '-')}`);
    if (found instanceof HTMLElement) {
      focusIn(found);
      return true;
    }
  }
  return false;
}

function focusIn(element: HTMLElement): void {
  for (
    let around = element.closest('details');
    around;
    around = around.parentElement?.closest('details') ?? null
  ) {
    around.open = true;
  }
  const control = element.matches(FOCUSABLE) ? element : element.querySelector<HTMLElement>(FOCUSABLE);
  const target = control ?? element;
  if (!control) element.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'center' });
}
