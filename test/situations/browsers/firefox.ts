import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, programOf, start, versionOf } from '../../conformance/browsers/browser';
import { preferenceLines, QUIET_PREFERENCES } from '../../conformance/browsers/firefox';
import { marionette } from '../../conformance/browsers/marionette';
import type { Play } from '../plays';
import type { Recorder, Witnessed } from '../recorder';
import { documentOf, HOME, type Stage } from '../stage';

/** Firefox by its Marionette protocol: its console service, and its network panel for the HAR. */
export async function openFirefox(stage: Stage): Promise<Recorder | string> {
  const program = programOf(['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']);
  if (program === null) return 'Firefox is missing: apt-get install firefox-esr';
  return {
    name: 'firefox',
    version: versionOf(program),
    witness: (play) => witness(program, stage, play),
    close: async () => {},
  };
}

async function witness(program: string, stage: Stage, play: Play): Promise<Witnessed> {
  const port = await freePort();
  let folder = '';
  const { end } = start(program, (at) => {
    folder = at;
    writeFileSync(join(at, 'user.js'), preferences(stage, port));
    writeFileSync(join(at, 'page.html'), documentOf(play));
    return ['--headless', '--no-remote', '--marionette', '--remote-allow-system-access', '--profile', at];
  });
  try {
    const firefox = await marionette(port);
    await firefox.send('WebDriver:NewSession', {
      acceptInsecureCerts: play.certificates !== 'refused',
    });
    const chrome = async (script: string): Promise<unknown> => {
      await firefox.send('Marionette:SetContext', { value: 'chrome' });
      const answered = await firefox.send('WebDriver:ExecuteAsyncScript', {
        script,
        args: [],
        scriptTimeout: 30_000,
      });
      return (answered as { value?: unknown }).value;
    };
    const go = async (url: string): Promise<void> => {
      await firefox.send('Marionette:SetContext', { value: 'content' });
      await firefox.send('WebDriver:Navigate', { url }).catch(() => undefined);
    };
    for (const url of play.before ?? []) await go(url);
    await chrome(OPEN_TOOLS);
    await go(play.page.startsWith('file:') ? `file://${folder}/page.html` : play.page);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const text = await chrome(READ_CONSOLE);
    const har = await chrome(READ_HAR);
    firefox.close();
    return {
      console: typeof text === 'string' ? text.replaceAll(folder, HOME) : '',
      ...(typeof har === 'string' && { har: har.replaceAll(folder, HOME) }),
    };
  } finally {
    await end();
  }
}

const OPEN_TOOLS = `
const [done] = arguments;
(async () => {
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const toolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'netmonitor' });
  window.corscopeApi = await toolbox.getNetMonitorAPI();
  Services.console.reset();
  done('open');
})().catch((error) => done(String(error)));
`;

/** What the console panel shows, as its "Copy All Messages" would. */
const READ_CONSOLE = `
const [done] = arguments;
(async () => {
  const { require } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs');
  const { gDevTools } = require('devtools/client/framework/devtools');
  const toolbox = await gDevTools.getToolboxForTab(gBrowser.selectedTab);
  const panel = await toolbox.selectTool('webconsole');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const { getElementText } = require('devtools/client/webconsole/utils/clipboard');
  done(getElementText(panel.hud.ui.outputNode.querySelector('.webconsole-output')));
})().catch((error) => done('failed ' + String(error) + error.stack));
`;

const READ_HAR = `
const [done] = arguments;
(async () => {
  const har = await window.corscopeApi.getHar();
  done(JSON.stringify(har, null, 1));
})().catch((error) => done(null));
`;

function preferences({ proxy }: Stage, port: number): string {
  return preferenceLines({
    ...QUIET_PREFERENCES,
    'dom.security.https_first': false,
    'marionette.port': port,
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxy,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxy,
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.no_proxies_on': '',
  });
}
