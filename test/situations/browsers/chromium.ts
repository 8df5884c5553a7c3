import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser, launchFlags } from '../../../scripts/browser.mjs';
import { freePort, start, versionOf } from '../../conformance/browsers/browser';
import type { Play } from '../plays';
import type { Recorder, Witnessed } from '../recorder';
import { documentOf, HOME, hostsOf, type Stage } from '../stage';

/**
 * Chromium, and its own developer tools in a second tab: what they would export, copy and save is what is kept. The
 * tools come with the browser, and are asked by the names their modules export.
 */
export async function openChromium(stage: Stage): Promise<Recorder | string> {
  const program = await findBrowser();
  if (program === undefined)
    return 'Chromium is missing: npx playwright install chromium, or apt-get install chromium';
  return {
    name: 'chromium',
    version: versionOf(program),
    witness: async (play) => {
      for (let time = 1; ; time += 1) {
        const { seen, missed } = await witness(program, stage, play);
        // On a slow machine the tools hear of nothing before they are all there.
        if (missed.length === 0) return seen;
        if (time === TRIES) throw new Error(`The tools did not hear of ${missed.join(', ')}`);
      }
    },
    close: async () => {},
  };
}

/** How often a play is played until the tools hear of all of it. */
const TRIES = 6;

async function witness(
  program: string,
  stage: Stage,
  play: Play,
): Promise<{ readonly seen: Witnessed; readonly missed: readonly string[] }> {
  const port = await freePort();
  const rules = hostsOf(play).flatMap((host) => {
    const url = new URL(`http://${host}`);
    const name = url.hostname;
    return url.port === ''
      ? [`MAP ${name}:80 127.0.0.1:${stage.ports.http}`, `MAP ${name}:443 127.0.0.1:${stage.ports.https}`]
      : [`MAP ${name}:${url.port} 127.0.0.1:${stage.ports.http}`];
  });
  const files = mkdtempSync(join(tmpdir(), 'corscope-page-'));
  const { end } = start(program, (folder) => [
    '--headless=new',
    ...launchFlags(),
    `--user-data-dir=${folder}`,
    `--remote-debugging-port=${port}`,
    `--remote-allow-origins=http://127.0.0.1:${port}`,
    `--host-resolver-rules=${rules.join(',')}`,
    ...(play.certificates === 'refused' ? [] : ['--ignore-certificate-errors']),
    ...(play.blocked === undefined
      ? []
      : [
          `--load-extension=${blockerIn(files, play.blocked)}`,
          '--disable-features=DisableLoadExtensionCommandLineSwitch',
        ]),
    'about:blank',
  ]);
  try {
    await answers(port);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const [context] = browser.contexts();
    if (!context) throw new Error('Chromium shows no window');
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const tools = await context.newPage();
    const address = `127.0.0.1:${port}/devtools/`;
    await tools.goto(
      `http://${address}devtools_app.html?ws=${address}page/${targetInfo.targetId}&panel=console`,
    );
    await tools.waitForFunction(`(${attached})()`, undefined, { timeout: 20_000 });
    await page.waitForTimeout(1000);
    for (const url of play.before ?? []) await page.goto(url);
    const url = play.page.startsWith('file:') ? onDisk(files, play) : play.page;
    await page.goto(url);
    await page.waitForTimeout(1500);
    const seen = await toolsTell(tools, play, files);
    await browser.close();
    const urls = [url.replace(files, HOME), ...asked(play)];
    return { seen, missed: urls.filter((each) => !seen.har?.includes(JSON.stringify(each))) };
  } finally {
    await end();
    rmSync(files, { recursive: true, force: true });
  }
}

/** Whether the tools hear of the page's requests and messages: what they asked for before, they have once this is answered. */
const attached = `async () => {
  const SDK = await import('/devtools/core/sdk/sdk.js');
  const { Settings } = await import('/devtools/core/common/common.js');
  const { NetworkLog } = await import('/devtools/models/logs/logs.js');
  const { ConsoleView } = await import('/devtools/panels/console/console.js');
  try {
    // Without it they forget, on a slow machine, what was asked while the page was changing.
    Settings.Settings.instance().moduleSetting('network-log.preserve-log').set(true);
    NetworkLog.NetworkLog.instance();
    ConsoleView.ConsoleView.instance();
    const target = SDK.TargetManager.TargetManager.instance().primaryPageTarget();
    if (!target.model(SDK.NetworkManager.NetworkManager)) return false;
    await target.networkAgent().invoke_enable({});
    await target.logAgent().invoke_enable();
    await target.runtimeAgent().invoke_enable();
    return true;
  } catch {
    return false; // They are not there yet.
  }
}`;

/** URLs that stand in a play's document, and so are asked for. */
function asked(play: Play): readonly string[] {
  const urls = documentOf(play).match(/(?<=(fetch\(|src=|url\(|')['"]?)https?:[^'"]+/g) ?? [];
  return urls.filter((url) => play.servers.some(({ origin }) => url.startsWith(`${origin}/`)));
}

/** What the tools would export as HAR, copy as cURL and as fetch, and save of the console. */
async function toolsTell(tools: Page, play: Play, files: string): Promise<Witnessed> {
  const told = await tools.evaluate<{
    har: object;
    console: readonly string[];
    requests: readonly { url: string; preflight: boolean; curl: string; fetch: string }[];
  }>(`(async () => {
    const { NetworkLog } = await import('/devtools/models/logs/logs.js');
    const { Log } = await import('/devtools/models/har/har.js');
    const { ConsoleView } = await import('/devtools/panels/console/console.js');
    const { NetworkLogView } = await import('/devtools/panels/network/network.js');
    const all = NetworkLog.NetworkLog.instance().requests();
    const har = await Log.Log.build(all, { sanitize: ${play.har !== 'with secrets'} });
    const view = ConsoleView.ConsoleView.instance();
    const View = NetworkLogView.NetworkLogView;
    const requests = [];
    for (const request of all) {
      requests.push({
        url: request.url(),
        preflight: request.isPreflightRequest(),
        curl: await View.generateCurlCommand(request, 'unix'),
        fetch: await View.prototype.generateFetchCall.call({}, request, 0),
      });
    }
    return { har: { log: har }, console: view.visibleViewMessages.map((message) => message.toExportString()), requests };
  })()`);
  const asked = told.requests.findLast(
    ({ url, preflight }) =>
      !preflight && url !== play.page && !url.startsWith('data:') && !url.startsWith('file:'),
  );
  return {
    console: told.console.join('\n').replaceAll(files, HOME),
    har: JSON.stringify(told.har, null, 1).replaceAll(files, HOME),
    ...(asked && { curl: asked.curl, fetch: asked.fetch }),
  };
}

/** An extension that blocks what contains one of these, written into a folder. */
function blockerIn(files: string, filters: readonly string[]): string {
  const folder = join(files, 'blocker');
  mkdirSync(folder, { recursive: true });
  const rules = filters.map((urlFilter, i) => ({
    id: i + 1,
    action: { type: 'block' },
    condition: { urlFilter, resourceTypes: ['xmlhttprequest', 'image', 'script'] },
  }));
  const manifest = {
    manifest_version: 3,
    name: 'Blocker',
    version: '1',
    permissions: ['declarativeNetRequest'],
    declarative_net_request: { rule_resources: [{ id: 'rules', enabled: true, path: 'rules.json' }] },
  };
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}

function onDisk(folder: string, play: Play): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, new URL(play.page).pathname.slice(1));
  writeFileSync(path, documentOf(play));
  return `file://${path}`;
}

async function answers(port: number): Promise<void> {
  for (let time = 0; time < 100; time += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/json/version`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('Chromium does not start');
}
