import fc from 'fast-check';

const wished = process.env.CORSCOPE_SEED;

// The same cases on every machine, so that a test tells of a change and not of luck; `CORSCOPE_SEED` picks others.
fc.configureGlobal({ seed: wished === undefined ? 2026 : Number(wished) });
