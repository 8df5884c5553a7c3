import { describe, expect, it } from 'vitest';
import { masked, reportOf } from '../../../src/app/run/report';
import type { Finding } from '../../../src/witness/finding';
import { scenario, server } from '../../lab/harness';

describe('a report', () => {
  const SECRETS = [
    ...['abc123secret', 's3cr3tcookie', 'hunter2', 'sess10n', 'k3y', 'rawcookie', 'stored1'],
    ...['q7uery', 'acc3ss', 'b0dy', 'earl1er'],
  ];
  const original = scenario({
    request: {
      url: 'https://user:hunter2@bar.other/?access_token=q7uery&page=2',
      body: { kind: 'string', text: '{"password":"b0dy","name":"Ada"}', type: '' },
      headers: [
        ['Authorization', 'Bearer abc123secret'],
        ['X-API-Key', 'k3y'],
        ['X-Access-Token', 'acc3ss'],
        ['X-Plain', 'stays'],
        ['Cookie', 'a=s3cr3tcookie; b=s3cr3tcookie'],
      ],
    },
    earlier: [{ seconds: 1, request: { headers: [['Authorization', 'Bearer earl1er']] } }],
    servers: [
      server('https://bar.other', {
        response: {
          cookies: ['sid=sess10n; Secure'],
          headers: [['Set-Cookie', 'x=sess10n; Path=/']],
          location: 'https://user:hunter2@other.example/',
        },
        raw: {
          preflight: { status: '204', lines: 'Vary: Origin' },
          response: { status: '200', lines: 'Set-Cookie: r=rawcookie; HttpOnly\nVary: Origin' },
        },
      }),
    ],
    cookies: [{ url: 'https://bar.other/', cookie: 'pageAccess=stored1; Secure; SameSite=None' }],
  });

  it('has no token, no value of a cookie, and no password, wherever they stand', () => {
    const text = JSON.stringify(masked(original));
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('has no secret in a body that differs, and says that it is of the body', () => {
    const differing = {
      browser: { profile: 'chromium', name: 'Chrome', version: '156' },
      playing: { id: 'id', places: [], changes: [] },
      predicted: { runs: [] },
      observed: { runs: [], userAgent: '' },
      reasons: [],
      fitting: [],
      differences: [
        {
          field: 'requests.0.body',
          predicted: '--x\r\n\r\npassword=b0dy\r\n--x--\r\n',
          observed: 'k=abc123secret',
        },
      ],
    } as unknown as Finding;
    const report = reportOf(differing, original);
    for (const secret of ['b0dy', 'abc123secret']) expect(report).not.toContain(secret);
    expect(report).toContain('| Request 1, body |');
  });

  it('keeps all that decides: names, schemes, attributes', () => {
    const { request, servers, cookies } = masked(original);
    expect(request.headers).toEqual([
      ['Authorization', 'Bearer ***'],
      ['X-API-Key', '***'],
      ['X-Access-Token', '***'],
      ['X-Plain', 'stays'],
      ['Cookie', 'a=***; b=***'],
    ]);
    expect(request.url).toBe('https://***:***@bar.other/?access_token=***&page=2');
    expect(request.body.text).toBe('{"password":"***","name":"Ada"}');
    expect(servers[0]?.response.cookies).toEqual(['sid=***; Secure']);
    expect(servers[0]?.raw.response.lines).toBe('Set-Cookie: r=***; HttpOnly\nVary: Origin');
    expect(cookies[0]?.cookie).toBe('pageAccess=***; Secure; SameSite=None');
  });
});
