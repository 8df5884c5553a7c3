import { expect, test } from 'vitest';
import { defaultRequest } from '../../src/scenario/defaults';
import { requestsOf } from '../../src/scenario/requests';

test('requests are sent oldest first, each with the seconds until the next, and the scenario’s own last', () => {
  const request = { ...defaultRequest, method: 'DELETE' };
  const put = { seconds: 5, request: { method: 'PUT' } };
  expect(requestsOf({ request, earlier: [60, put] })).toEqual([
    { request, seconds: 60 },
    { request: { ...request, method: 'PUT' }, seconds: 5 },
    { request, seconds: 0 },
  ]);
});

test('an earlier request is like the scenario’s own in all that it does not say', () => {
  const request = { ...defaultRequest, headers: [['X-A', '1'] as const] };
  const earlier = [{ seconds: 0, request: { credentials: 'include' as const } }];
  expect(requestsOf({ request, earlier })[0]?.request).toEqual({ ...request, credentials: 'include' });
});
