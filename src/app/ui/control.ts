import { useId } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { headersOfField } from '../../explain/controls';
import type { FieldPath, Problem, Scenario } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { textAt, writeAt } from './place';

/** How a control changes the draft, when it is more than writing the text where it belongs. */
export type Change = (draft: Scenario, text: string) => Scenario;

/** The text at a place of the draft, as typed, and how to change it. */
export function useText(path: FieldPath, change?: Change): readonly [string, (text: string) => void] {
  const text = useStore((state) => textAt(state.draft, path));
  const set = (next: string) =>
    useStore.getState().edit((draft) => (change ? change(draft, next) : writeAt(draft, path, next)), path);
  return [text, set];
}

/** Changes the draft. */
export function edit(change: (draft: Scenario) => Scenario, group?: FieldPath): void {
  useStore.getState().edit(change, group);
}

/** Whether a place is one of `paths` or lies within one. */
export function isWithin(place: FieldPath, paths: readonly FieldPath[]): boolean {
  return paths.some((path) => place === path || place.startsWith(`${path}.`));
}

/** What is wrong at one place. */
export function useProblems(path: FieldPath): readonly Problem[] {
  return useStore(useShallow((state) => state.problems.filter((problem) => problem.path === path)));
}

/** What is wrong within some places, their parts included. */
export function useProblemsWithin(paths: readonly FieldPath[]): readonly Problem[] {
  return useStore(useShallow((state) => state.problems.filter((problem) => isWithin(problem.path, paths))));
}

/** Whether some places, or something within or around them, are lit from elsewhere. */
export function useLit(paths: readonly FieldPath[]): boolean {
  return useStore(
    ({ lit }) =>
      lit?.fields.some((field) => isWithin(field, paths) || paths.some((path) => isWithin(path, [field]))) ??
      false,
  );
}

/** Handlers that light the headers a control produces while it is pointed at or has the focus. */
export function lighting(path: FieldPath) {
  const on = () => useStore.getState().light({ fields: [path], headers: headersOfField(path) });
  const off = () => {
    const { lit, light } = useStore.getState();
    if (lit?.fields.includes(path)) light(null);
  };
  return { onPointerEnter: on, onPointerLeave: off, onFocus: on, onBlur: off };
}

/** The ids that tie a control to its help and its problems. */
export function useControlIds() {
  const id = useId();
  return { id, help: `${id}-help`, problem: `${id}-problem` };
}

/** The attributes that tie a control to the texts about it. */
export function describedBy(
  ids: { readonly help: string; readonly problem: string },
  has: { readonly help: boolean; readonly problem: boolean },
) {
  const texts = [has.help ? ids.help : '', has.problem ? ids.problem : '']
    .filter((id) => id !== '')
    .join(' ');
  return {
    'aria-describedby': texts === '' ? undefined : texts,
    'aria-invalid': has.problem ? ('true' as const) : undefined,
  };
}
