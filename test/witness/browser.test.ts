import { expect, test } from 'vitest';
import { browserOf } from '../../src/witness/browser';

const MOZILLA = 'Mozilla/5.0 (X11; Linux x86_64)';
const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';

test.each([
  [`${MOZILLA} ${KHTML} Chrome/156.0.0.0 Safari/537.36`, 'chromium', 'Chrome', '156'],
  [`${MOZILLA} ${KHTML} HeadlessChrome/156.0.0.0 Safari/537.36`, 'chromium', 'Chrome', '156'],
  [`${MOZILLA} ${KHTML} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`, 'chromium', 'Edge', '156'],
  [`${MOZILLA} ${KHTML} Chrome/154.0.0.0 Safari/537.36 OPR/140.0.0.0`, 'chromium', 'Opera', '140'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox', 'Firefox', '153'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
    'webkit',
    'Safari',
    '26.1',
  ],
  [
    `${MOZILLA} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/60.5 Safari/605.1.15`,
    'webkit',
    'WebKitGTK',
    null,
  ],
  [`${IPHONE} CriOS/156.0.1.2 Mobile/15E148 Safari/604.1`, 'webkit', 'Chrome on iOS', '156'],
  [`${IPHONE} FxiOS/153.0 Mobile/15E148 Safari/605.1.15`, 'webkit', 'Firefox on iOS', '153'],
  ['curl/8.0', 'standard', null, null],
])('%s', (userAgent, profile, name, version) => {
  expect(browserOf(userAgent)).toEqual({ profile, name, version });
});
