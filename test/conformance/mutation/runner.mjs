// A test runner for Stryker. A mutant is held against the recorded plays first, then against the engine's unit tests, all in
// one process: only the few mutants of what runs at load need their modules anew.

import { basename, join } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { createServer, isRunnableDevEnvironment } from 'vite';
import { isWithin } from './ranges.mjs';

/** @typedef {import('@stryker-mutator/api/test-runner').MutantRunOptions} MutantRunOptions */
/** @typedef {import('@stryker-mutator/api/test-runner').MutantRunResult} MutantRunResult */
/** @typedef {import('./suite.ts').Check} Check */
/** @typedef {import('./suite.ts').Prepared} Prepared */

/** A check that comes by a mutant so many times as often as without it is taken never to end; at least as often as `floor`. */
const ENDLESS = { times: 20, floor: 400 };

/**
 * What instrumented code looks at, and writes to.
 * @type {{
 *   activeMutant?: string | undefined,
 *   currentTestId?: string | undefined,
 *   hitCount?: number | undefined,
 *   hitLimit?: number,
 *   mutantCoverage?: import('@stryker-mutator/api/core').MutantCoverage,
 * }}
 */
const instrumented = Reflect.get(globalThis, '__stryker__') ?? {};
Reflect.set(globalThis, '__stryker__', instrumented);

/** @type {import('./ranges.mjs').Ranges} */
const noted = JSON.parse(process.env.CORSCOPE_NOTED ?? '{}');

class SuitesRunner {
  /** @type {Check[]} */
  checks = [];
  /** @type {Prepared | undefined} */
  prepared;
  /** How many of the checks, the first ones, are of recorded plays. */
  recorded = 0;
  /** The checks that come by a mutant, quickest first. @type {Map<string, number[]>} */
  covering = new Map();
  /** The most often a check comes by a mutant. @type {Map<string, number>} */
  hits = new Map();
  /** Of all checks that do not hold before anything is changed. @type {Map<string, string>} */
  broken = new Map();
  /** Milliseconds of each group of checks. @type {Map<string, number>} */
  times = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // This runs in the sandbox, wherever this file was loaded from.
    const standIn = join(process.cwd(), 'test', 'conformance', 'mutation', 'vitest.ts');
    this.vite = await createServer({
      configFile: false,
      logLevel: 'error',
      appType: 'custom',
      server: { middlewareMode: true, hmr: false, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
      resolve: { alias: [{ find: /^vitest$/, replacement: standIn }] },
    });
    instrumented.mutantCoverage = { static: {}, perTest: {} };
    const suite = await this.load();
    this.atLoad = { ...instrumented.mutantCoverage.static };
    // What prepares the plays is not under test.
    instrumented.currentTestId = 'prepare';
    this.prepared = suite.preparePlays();
    instrumented.currentTestId = undefined;
    const { recordedChecks, unitChecks } = await this.load();
    const recorded = recordedChecks(this.prepared);
    this.recorded = recorded.length;
    this.checks = [...recorded, ...(await unitChecks())];
    this.cover();
  }

  /** The modules anew, beside those loaded before, which go on with their own state. @returns {Promise<typeof import('./suite.ts')>} */
  async load() {
    const ssr = this.vite?.environments.ssr;
    if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error('Vite runs nothing here');
    ssr.runner.clearCache();
    return ssr.runner.import('/test/conformance/mutation/suite.ts');
  }

  /** Runs each check once, to see which mutants it comes by. */
  cover() {
    const { perTest = {} } = instrumented.mutantCoverage ?? {};
    const taken = this.checks.map(({ group, run }, i) => {
      const id = `check ${i}`;
      instrumented.currentTestId = id;
      const started = performance.now();
      try {
        run();
      } catch (error) {
        this.broken.set(group, String(error));
      }
      const time = performance.now() - started;
      this.times.set(group, (this.times.get(group) ?? 0) + time);
      for (const [mutant, hits] of Object.entries(perTest[id] ?? {})) {
        this.hits.set(mutant, Math.max(hits, this.hits.get(mutant) ?? 0));
        const known = this.covering.get(mutant);
        if (known) known.push(i);
        else this.covering.set(mutant, [i]);
      }
      delete perTest[id];
      return time;
    });
    instrumented.currentTestId = undefined;
    /** @param {number} i */
    const cost = (i) => (i < this.recorded ? -1 : (taken[i] ?? 0));
    for (const indices of this.covering.values()) indices.sort((a, b) => cost(a) - cost(b));
  }

  async dryRun() {
    /** @type {Record<string, Record<string, number>>} */
    const perTest = Object.fromEntries([...this.times.keys()].map((group) => [group, {}]));
    for (const [mutant, indices] of this.covering) {
      for (const group of new Set(indices.map((i) => this.checks[i]?.group ?? ''))) {
        const hits = perTest[group];
        if (hits) hits[mutant] = 1;
      }
    }
    const tests = [...this.times].map(([id, timeSpentMs]) => {
      const failureMessage = this.broken.get(id);
      const about = { id, name: id, timeSpentMs };
      return failureMessage === undefined
        ? { ...about, status: /** @type {const} */ (TestStatus.Success) }
        : { ...about, status: /** @type {const} */ (TestStatus.Failed), failureMessage };
    });
    const mutantCoverage = { static: this.atLoad ?? {}, perTest };
    return { status: /** @type {const} */ (DryRunStatus.Complete), tests, mutantCoverage };
  }

  /** @param {MutantRunOptions} options @returns {Promise<MutantRunResult>} */
  async mutantRun({ activeMutant: { id, fileName, location }, mutantActivation }) {
    // No play can tell what is noted only.
    const least = isWithin(noted[basename(fileName)], location) ? this.recorded : 0;
    instrumented.activeMutant = id;
    instrumented.hitCount = 0;
    instrumented.hitLimit = Math.max(ENDLESS.floor, ENDLESS.times * (this.hits.get(id) ?? 0));
    // Parsed URLs are remembered, so what parses them counts from the start, too.
    if (mutantActivation === 'static' || basename(fileName) === 'origin.ts') return this.runFresh(least);
    const indices = this.covering.get(id) ?? [];
    const result = firstKiller(indices.flatMap((i) => (i < least ? [] : (this.checks[i] ?? []))));
    instrumented.activeMutant = undefined;
    return result;
  }

  /** Runs all checks, on modules that are loaded with the mutant at work. @param {number} least the first of them */
  async runFresh(least) {
    const [play] = this.checks;
    const unit = this.checks[this.recorded];
    let group = play?.group ?? '';
    let result;
    try {
      const suite = await this.load();
      const recorded = this.prepared ? suite.recordedChecks(this.prepared) : [];
      result = firstKiller(recorded.slice(least));
      group = unit?.group ?? '';
      instrumented.hitCount = 0;
      if (result.status === MutantRunStatus.Survived) result = firstKiller(await suite.unitChecks());
    } catch (error) {
      result = killed(group, error);
    }
    instrumented.activeMutant = undefined;
    return result;
  }

  async dispose() {
    await this.vite?.close();
  }
}

/** @param {readonly Check[]} checks @returns {MutantRunResult} */
function firstKiller(checks) {
  for (const { group, name, run } of checks) {
    instrumented.hitCount = 0;
    try {
      run();
    } catch (error) {
      return killed(group, `${name}: ${error}`);
    }
  }
  return { status: MutantRunStatus.Survived, nrOfTests: checks.length };
}

/** @param {string} group @param {unknown} why @returns {MutantRunResult} */
function killed(group, why) {
  return { status: MutantRunStatus.Killed, killedBy: [group], failureMessage: String(why), nrOfTests: 1 };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'suites', SuitesRunner)];
