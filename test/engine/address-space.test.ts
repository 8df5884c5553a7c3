import { describe, expect, test } from 'vitest';
import { hostAddressSpace, isIpAddress, isLoopback } from '../../src/engine/address-space';

describe('how near a host is', () => {
  test.each([
    [
      'loopback',
      ['127.0.0.0', '127.255.255.255', '[::1]', '[::ffff:7f00:1]', 'localhost', 'a.localhost', 'localhost.'],
    ],
    ['loopback', ['0.0.0.0', '[::]', '[::ffff:0:0]', '198.18.0.0', '198.19.255.255']],
    [
      'local',
      [
        '10.0.0.0',
        '10.255.255.255',
        '0.0.0.1',
        '0.255.255.255',
        '172.16.0.0',
        '172.31.255.255',
        '192.168.0.0',
        '192.168.255.255',
      ],
    ],
    ['local', ['169.254.0.0', '169.254.255.255', '100.64.0.0', '100.127.255.255', '[::ffff:a00:1]']],
    [
      'local',
      [
        '[fc00::]',
        '[fdff:ffff::1]',
        '[fe80::]',
        '[febf:ffff::1]',
        '[feff::1]',
        '[2001:db8:1::1]',
        'printer.local',
        'printer.local.',
      ],
    ],
    ['public', ['126.255.255.255', '128.0.0.0', '1.0.0.0', '[::2]', 'xlocalhost', 'localhost.example']],
    [
      'public',
      ['9.255.255.255', '11.0.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
    ],
    [
      'public',
      [
        '169.253.255.255',
        '169.255.0.0',
        '100.63.255.255',
        '100.128.0.0',
        '[::ffff:cb00:7105]',
        '[::ffff:7f00:1:5]',
        '[::ffff:0:7f00:1]',
      ],
    ],
    ['public', ['[fbff::]', '[fe00::]', '[fe7f::]', '[ff00::]', '[fc::1]', '[2001:db9::1]', 'fd12.example']],
    ['public', ['127.0.0.1e0', '127.1e0', '198.17.255.255', '198.20.0.0', '[3fff:1000::1]']],
    ['public', ['xfd12.example', 'printer.localx', 'foo.example', '']],
  ] as const)('%s: %s', (space, hosts) => {
    expect(hosts.map(hostAddressSpace)).toEqual(hosts.map(() => space));
  });

  test('what has no address, or another’s, leads to the machine itself, but is not trusted as it is', () => {
    expect(['0.0.0.0', '[::]', '[::ffff:7f00:1]', '198.18.0.1'].map(isLoopback)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(['127.0.0.1', '[::1]', 'localhost'].map(isLoopback)).toEqual([true, true, true]);
    expect(['10.0.0.1', 'foo.example'].map(isLoopback)).toEqual([false, false]);
  });

  test('an address is no name, whatever a name begins or ends with', () => {
    expect(['10.1.22.33', '[fd12::1]'].map(isIpAddress)).toEqual([true, true]);
    expect(['10.example', 'foo.example1', '1e3', '127.0.0.1e0', ''].map(isIpAddress)).toEqual(
      new Array(5).fill(false),
    );
  });
});
