import { describe, expect, it } from 'vitest';
import { masked } from '../../../src/app/run/report';
import { scenario, server } from '../../lab/harness';

describe('a report', () => {
  const SECRETS = ['abc123secret', 's3cr3tcookie', 'hunter2', 'sess10n', 'k3y', 'rawcookie', 'stored1'];
  const original = scenario({
    request: {
      url: 'https://user:hunter2@bar.other/',
      headers: [
        ['Authorization', 'Bearer abc123secret'],
        ['X-API-Key', 'k3y'],
        ['X-Plain', 'stays'],
        ['Cookie', 'a=s3cr3tcookie; b=s3cr3tcookie'],
      ],
    },
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

  it('has no value of authorization or cookies, and no password', () => {
    const text = JSON.stringify(masked(original));
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });

  it('keeps all that decides: names, schemes, attributes', () => {
    const { request, servers, cookies } = masked(original);
    expect(request.headers).toEqual([
      ['Authorization', 'Bearer masked'],
      ['X-API-Key', 'masked'],
      ['X-Plain', 'stays'],
      ['Cookie', 'a=masked; b=masked'],
    ]);
    expect(request.url).toBe('https://masked@bar.other/');
    expect(servers[0]?.response.cookies).toEqual(['sid=masked; Secure']);
    expect(servers[0]?.raw.response.lines).toBe('Set-Cookie: r=masked; HttpOnly\nVary: Origin');
    expect(cookies[0]?.cookie).toBe('pageAccess=masked; Secure; SameSite=None');
  });
});
