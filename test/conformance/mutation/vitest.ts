import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

// What the engine's unit tests use of Vitest, for a run in which each is called many times, without Vitest around it.

type Body = (...args: unknown[]) => void;

/** The tests of the files loaded so far. */
export const collected: { readonly name: string; readonly run: Body }[] = [];

/** With a body last, options before it or a timeout behind it. */
type Declare = (name: string, ...rest: readonly unknown[]) => void;

function bodyIn(rest: readonly unknown[]): Body {
  const body = rest.find((each): each is Body => typeof each === 'function');
  if (!body) throw new Error('A test has a body');
  return body;
}

/** As in Vitest, a case that is an array is spread over the parameters. */
function withEach(declare: Declare) {
  const each =
    (cases: readonly unknown[]): Declare =>
    (name, ...rest) => {
      const body = bodyIn(rest);
      cases.forEach((one, i) => {
        declare(`${name} (${i + 1})`, () => (Array.isArray(one) ? body(...one) : body(one)));
      });
    };
  return Object.assign(declare, { each });
}

export const test = withEach((name, ...rest) => collected.push({ name, run: bodyIn(rest) }));
export const describe = withEach((_, ...rest) => bodyIn(rest)());

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
export const { expect } = chai;
