import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Header, HeaderList } from '../../src/engine/http';
import type { Addresses } from '../../src/lab/addresses';
import type { Scenario } from '../../src/scenario/scenario';
import { comparableBody, isCompared } from '../../src/witness/compare';
import type { Observed, Seen } from '../../src/witness/observed';
import type { RecordedRequest } from '../../src/witness/record';
import { PUBLIC_HOSTS } from './browsers/browser';
import type { Performance } from './conductor';
import type { BrowserName } from './judge';

/** What one browser did with the scenarios of a count and a seed. */
export interface Recording {
  readonly browser: BrowserName;
  readonly version: string;
  readonly userAgent: string;
  readonly count: number;
  readonly seed: number;
  /** Of the scenarios, to tell when others are generated now. */
  readonly digest: string;
  readonly hosts: readonly string[];
  readonly names: readonly string[];
  /** The numbers of the scenarios in which the browser did otherwise than the standard says. */
  readonly explained: readonly number[];
  readonly plays: readonly Play[];
}

/** A scenario's number, what script saw, each request as method, URL, the headers that are compared and the body, and the console. */
export type Play = readonly [
  at: number,
  runs: readonly Seen[],
  requests: readonly (readonly [method: string, url: string, headers: HeaderList, body: string | null])[],
  printed: readonly string[],
];

/** Addresses that are the same in every recording. */
export function recordedAddresses({ hosts, names }: Pick<Recording, 'hosts' | 'names'>): Addresses {
  return {
    hosts,
    names,
    publicHosts: PUBLIC_HOSTS,
    domain: 'localhost',
    http: [18001, 18002, 18003, 18004],
    https: [18201, 18202, 18203, 18204],
    closed: [18101, 18102, 18103, 18104],
  };
}

/** The id under which a scenario is mapped in a recording. */
export function recordedId(at: number): string {
  return at.toString(36);
}

export function digestOf(scenarios: readonly Scenario[]): string {
  return createHash('sha256').update(JSON.stringify(scenarios)).digest('base64');
}

/** The plays of a performance on the addresses of recordings. */
export function playsOf({ played }: Performance, addresses: Addresses): Play[] {
  const fixed = recordedAddresses({ names: [], ...addresses });
  const ports = new Map<string, string>();
  for (const kind of ['http', 'https', 'closed'] as const) {
    for (const [i, port] of addresses[kind].entries()) ports.set(String(port), String(fixed[kind][i]));
  }
  return [...played]
    .sort((a, b) => a.at - b.at)
    .map(({ at, id, observed, record, printed }): Play => {
      const requests = record.map((request) => [
        request.method,
        request.url,
        request.headers
          .map(([name, value]): Header => [name.toLowerCase(), value.replace(/(boundary=).+/, '$1')])
          .filter(([name]) => isCompared(name)),
        comparableBody(request),
      ]);
      const text = JSON.stringify([at, observed.runs, requests, printed])
        .replaceAll(`~${id}`, `~${recordedId(at)}`)
        .replaceAll(`-${id}.localhost`, `-${recordedId(at)}.localhost`)
        .replace(/:(\d{4,5})(?!\d)/g, (whole, port: string) =>
          ports.has(port) ? `:${ports.get(port)}` : whole,
        );
      return JSON.parse(text) as Play;
    });
}

/** A play in the form in which it was observed. */
export function observedIn([, runs, requests, printed]: Play): {
  readonly observed: Observed;
  readonly record: readonly RecordedRequest[];
  readonly printed: readonly string[];
} {
  const record = requests.map(([method, url, headers, text], at): RecordedRequest => {
    const answer = { type: 'failure', failure: 'reset' } as const;
    return { at, method, target: url.replace(/^\w+:\/\/[^/]*/, ''), url, headers, body: text ?? '', answer };
  });
  return { observed: { runs, userAgent: '' }, record, printed };
}

function fileOf(browser: BrowserName): string {
  return fileURLToPath(new URL(`recordings/${browser}.json.gz`, import.meta.url));
}

export function saveRecording(recording: Recording): number {
  const { plays, ...about } = recording;
  // A line each: what is alike is near.
  const lines = [about, ...plays].map((line) => JSON.stringify(line));
  const bytes = gzipSync(lines.join('\n'), { level: 9 });
  writeFileSync(fileOf(recording.browser), bytes);
  return bytes.length;
}

/** Throws where there is none. */
export function loadRecording(browser: BrowserName): Recording {
  const [about = '{}', ...plays] = gunzipSync(readFileSync(fileOf(browser)))
    .toString()
    .split('\n');
  return { ...JSON.parse(about), plays: plays.map((line) => JSON.parse(line) as Play) } as Recording;
}
