// One of the panels' pages in a real browser, with the security policy that it has in the editor and the editor's own colours, but
// without an editor: what the host would say is said by the test, and what the page says is kept.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../src/extension/panels/page-html.ts';
import { programs } from './runs.ts';
import themes from './panel-themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;

export const themeNames = Object.keys(themes) as Theme[];

const kindOf: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  contrast: 'vscode-high-contrast',
  'contrast-light': 'vscode-high-contrast-light',
};

const origin = 'https://panel.test';
const axe = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');

export interface PanelPageOptions {
  page: 'dashboard' | 'pull';
  theme?: Theme;
  width?: number;
  height?: number;
  language?: string;
  /** What the page has kept before. */
  kept?: unknown;
  /** The page's clock, milliseconds since the epoch. */
  now?: number;
}

export interface PanelPage extends AsyncDisposable {
  page: Page;
  /** As the host does. */
  send(messages: readonly unknown[]): Promise<void>;
  /** What the page has said and was not asked for yet. */
  said(): Promise<Record<string, unknown>[]>;
  /** Resolves with the last message of this kind and about this, as soon as there is one; what was said up to it is forgotten. */
  saidOf(kind: string, about?: Record<string, unknown>): Promise<Record<string, unknown>>;
  kept(): Promise<unknown>;
  /** What the security policy has refused, and errors of the page. */
  complaints: readonly string[];
  /** Breaches of accessibility, each in a line. */
  audit(): Promise<string[]>;
}

export async function openPanelPage(browser: Browser, options: PanelPageOptions): Promise<PanelPage> {
  const { page: name, theme = 'dark', width = 1280, height = 800, language = 'en', kept, now } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  if (now !== undefined) await page.clock.setFixedTime(now);
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname !== '/') return route.fulfill({ path: join(programs, 'webview', pathname.slice(1)) });
    const files = { script: `${origin}/${name}.js`, style: `${origin}/${name}.css` };
    const body = pageHtml({ ...files, cspSource: origin, language, title: 'NecroCode' });
    return route.fulfill({ contentType: 'text/html', body });
  });
  await page.addInitScript(actAsEditor, { kept, variables: themes[theme], kind: kindOf[theme] });
  await page.goto(`${origin}/`);
  const own = await page.evaluateHandle<PageWindow>('globalThis');
  const said = () => own.evaluate(({ panelSaid }) => panelSaid);
  return {
    ...{ page, complaints, said },
    async send(messages) {
      await own.evaluate((window, all) => all.forEach((message) => window.postMessage(message)), messages);
      await page.locator('#root > *').first().waitFor();
    },
    async saidOf(kind, about = {}) {
      const handle = await page.waitForFunction(sayingOf, { kind, ...about });
      return (await handle.jsonValue()) ?? {};
    },
    kept: () => own.evaluate(({ panelKept }) => panelKept),
    async audit() {
      await page.evaluate(readFileSync(axe, 'utf8'));
      const found = await own.evaluate(({ axe, document }) => axe.run(document, { resultTypes: ['violations'] }));
      return found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      );
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

type Saying = Record<string, unknown>;

/** What is used of the page's own window; the tests' program knows no browser. */
interface PageWindow {
  panelSaid: Saying[];
  panelKept: unknown;
  acquireVsCodeApi: () => object;
  postMessage(message: unknown): void;
  axe: { run(of: object, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
  document: {
    addEventListener(type: 'DOMContentLoaded', listener: () => void): void;
    documentElement: { style: { setProperty(name: string, value: string): void } };
    body: { classList: { add(name: string): void }; dataset: Record<string, string> };
  };
}

/** Runs in the page: the last message that says this, and the page has forgotten it then. */
function sayingOf(wanted: Saying): Saying | undefined {
  const { panelSaid } = globalThis as unknown as PageWindow;
  const at = panelSaid.findLastIndex((one) => Object.entries(wanted).every(([name, value]) => one[name] === value));
  return at === -1 ? undefined : panelSaid.splice(0, at + 1).at(-1);
}

interface Acting {
  kept: unknown;
  variables: Record<string, string>;
  kind: string;
}

/** Runs in the page, before its own script. */
function actAsEditor({ kept, variables, kind }: Acting): void {
  const window = globalThis as unknown as PageWindow;
  const { document } = window;
  window.panelSaid = [];
  window.panelKept = kept;
  window.acquireVsCodeApi = () => ({
    postMessage: (message: Saying) => window.panelSaid.push(message),
    getState: () => window.panelKept,
    setState: (state: unknown) => {
      window.panelKept = state;
    },
  });
  document.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    document.body.classList.add(kind);
    document.body.dataset['vscodeThemeKind'] = kind;
  });
}
