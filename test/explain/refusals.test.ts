import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../src/explain/refusals';
import { plain } from '../../src/explain/rich';
import type { LabProblemCode } from '../../src/witness/lab';

const CODES: Readonly<Record<LabProblemCode, string>> = {
  'page-file': '',
  port: '0',
  'page-port': '25',
  'too-many-sites': '4',
  'too-many-origins': '4',
  'needs-https': '',
  'mixed-content': '',
  'local-network': '',
  'blocked-by-the-client': '',
  'third-party-cookies': '',
  'host-cookie': '__Host-a=b',
  'clear-site-data': '',
  'javascript-url': '',
  'head-too-long': '49152',
  location: '../x',
  'form-again': '',
  'lab-origin': 'http://localhost:1',
};

describe('why the lab cannot play a scenario', () => {
  test.each(Object.entries(CODES))(
    '%s: is one or two sentences that name what is in the way',
    (code, detail) => {
      const words = plain(
        explainRefusal({ path: 'request.url', code: code as LabProblemCode, reason: 'prohibited', detail }),
      );
      expect(words).toMatch(/^[A-Z].+\.$/s);
      expect(words.length).toBeLessThan(220);
      if (detail !== '') expect(words).toContain(detail);
    },
  );

  test('what is wrong with a field is told as at the field', () => {
    const problem = { path: 'request.url', code: 'url', reason: 'missing', detail: '' } as const;
    expect(plain(explainRefusal(problem))).toBe('A URL goes here, such as https://bar.other/doc.');
  });
});
