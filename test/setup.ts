import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { loadJudge } from '../src/store/judge';

// Testing Library cleans up by itself only where `afterEach` is a global, which it is not here.
afterEach(cleanup);

// As on a page whose first picture stands.
await loadJudge();

// Parts of the screen load lazily, which takes a busy machine longer than the second that is usual.
configure({ asyncUtilTimeout: 15_000 });
