// How long a simulation takes in Node, and how that grows. The bar: 20 µs for a preflighted request, linear growth.

import { Bench } from 'tinybench';
import type { Header } from '../../src/engine/http';
import { defaultRequest, defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import type { Scenario } from '../../src/scenario/scenario';
import { simulate } from '../../src/scenario/simulate';

const libraries = createLibraries();

const simple: Scenario = defaultScenario;

const preflighted: Scenario = {
  ...defaultScenario,
  request: {
    ...defaultRequest,
    url: 'https://bar.other/doc',
    method: 'POST',
    headers: [
      ['X-PINGOTHER', 'pingpong'],
      ['Content-Type', 'text/xml'],
    ],
    body: { kind: 'string', text: '<person/>', type: '' },
  },
  servers: [allowing('https://bar.other', ['x-pingother', 'content-type'])],
};

function allowing(origin: string, headers: readonly string[]) {
  const server = defaultServer(origin);
  return { ...server, policy: { ...server.policy, origins: 'any' as const, methods: ['PUT'], headers } };
}

/** A chain through `hops` paths of one server; the last answers. */
function chain(hops: number): Scenario {
  const server = allowing('https://bar.other', []);
  const servers = Array.from({ length: hops }, (_, i) => ({
    ...server,
    path: `/${i}`,
    response: { ...server.response, status: '302', location: `/${i + 1}` },
  }));
  return {
    ...defaultScenario,
    request: { ...defaultRequest, url: 'https://bar.other/0' },
    servers: [...servers, { ...server, path: `/${hops}` }],
  };
}

/** As many headers of the author's own on the request as the server allows and sends. */
function manyHeaders(count: number): Scenario {
  const headers = Array.from({ length: count }, (_, i): Header => [`x-header-${i}`, 'value']);
  const server = allowing(
    'https://bar.other',
    headers.map(([name]) => name),
  );
  return {
    ...defaultScenario,
    request: { ...defaultRequest, url: 'https://bar.other/doc', method: 'PUT', headers },
    servers: [{ ...server, response: { ...server.response, headers } }],
  };
}

const cases: readonly (readonly [name: string, scenario: Scenario])[] = [
  ['simple GET', simple],
  ['preflighted POST', preflighted],
  ['5 redirects', chain(5)],
  ['10 redirects', chain(10)],
  ['20 redirects', chain(20)],
  ['10 headers', manyHeaders(10)],
  ['100 headers', manyHeaders(100)],
  ['1,000 headers', manyHeaders(1000)],
];

const bench = new Bench({ time: 1000, warmupTime: 300 });
for (const [name, scenario] of cases) {
  const last = simulate(scenario, libraries).runs.at(-1);
  if (last?.outcome.type !== 'response') throw new Error(`${name}: the scenario is meant to work`);
  bench.add(name, () => {
    simulate(scenario, libraries);
  });
}
await bench.run();

const micros = new Map<string, number>();
for (const task of bench.tasks) {
  const result = task.result;
  if (!('latency' in result)) throw new Error(`${task.name} gave no time`);
  micros.set(task.name, result.latency.p50 * 1000);
}
for (const [name, median] of micros)
  console.log(`${name.padEnd(18)} ${median.toFixed(1).padStart(9)} µs median`);

const growth = (small: string, large: string, factor: number): void => {
  const times = (micros.get(large) ?? 0) / (micros.get(small) ?? 1);
  console.log(`${small} to ${large}: ${factor} times the work, ${times.toFixed(1)} times the time`);
};
growth('10 redirects', '20 redirects', 2);
growth('100 headers', '1,000 headers', 10);
