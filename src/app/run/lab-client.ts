import type { Scenario } from '../../scenario/scenario';
import type { LabAccess, Playing, Progress, Refused } from '../../witness/lab';

/** No lab answers here: this is the site without one. */
export class NoLabError extends Error {}

/** There was a lab, and it does not answer any more, or does not know what it is asked for. */
export class LabGoneError extends Error {}

/** The lab's control API. What it throws besides: an `AbortError` where the signal says so. */
export interface LabClient {
  readonly add: (scenario: Scenario, signal: AbortSignal) => Promise<Playing | Refused>;
  readonly progress: (id: string, signal: AbortSignal) => Promise<Progress>;
  /** Never throws: what is not forgotten now is so after a while. */
  readonly forget: (id: string) => void;
}

/** Finds the lab that belongs to this page; throws a `NoLabError` where there is none. */
export async function findLab(): Promise<LabClient> {
  const access = await findAccess();
  return {
    add: async (scenario, signal) => {
      const response = await ask(access, 'POST', '', signal, JSON.stringify(scenario));
      if (response.status !== 201 && response.status !== 422) throw new LabGoneError();
      return (await response.json()) as Playing | Refused;
    },
    progress: async (id, signal) => {
      const response = await ask(access, 'GET', `/${id}`, signal);
      if (!response.ok) throw new LabGoneError();
      return (await response.json()) as Progress;
    },
    forget: (id) => {
      ask(access, 'DELETE', `/${id}`).catch(() => undefined);
    },
  };
}

async function findAccess(): Promise<LabAccess> {
  try {
    const response = await fetch('./__lab.json');
    const access: unknown = response.ok ? await response.json() : null;
    if (isAccess(access)) return access;
  } catch {
    // Not there, or a page of the site in its place.
  }
  throw new NoLabError();
}

function isAccess(value: unknown): value is LabAccess {
  if (typeof value !== 'object' || value === null) return false;
  const { control, token } = value as Partial<Record<keyof LabAccess, unknown>>;
  return typeof control === 'string' && typeof token === 'string';
}

async function ask(
  { control, token }: LabAccess,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  signal?: AbortSignal,
  body?: string,
): Promise<Response> {
  const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    return await fetch(`${control}/lab/scenarios${path}`, {
      method,
      headers,
      credentials: 'omit',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new LabGoneError();
  }
}
