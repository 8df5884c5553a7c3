import type { Importer } from '../findings';
import { consoleMessages } from './console';
import { curl } from './curl';
import { curlVerbose } from './curl-verbose';
import { har } from './har';
import { headers } from './headers';
import { javascript } from './javascript';
import { powershell } from './powershell';

/** Every importer, the most particular first. A new one is a file, and a line here. */
export const IMPORTERS: readonly Importer[] = [
  har,
  powershell,
  curlVerbose,
  curl,
  consoleMessages,
  headers,
  javascript,
];
