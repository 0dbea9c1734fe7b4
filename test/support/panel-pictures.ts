// Takes pictures of the panels in every theme, width and language, for the eyes of whoever changes them:
//   node test/support/panel-pictures.ts <folder> [name…]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';
import { dashboardMessages, largePlan, runningChat, type Language } from './panel-fixtures.ts';
import { openPanelPage, themeNames, type Theme } from './panel-page.ts';
import { chatPull, pullMessages } from './panel-pull-fixtures.ts';

interface Picture {
  name: string;
  page: 'dashboard' | 'pull';
  theme: Theme;
  language: Language;
  width: number;
  height: number;
  messages: () => Promise<readonly unknown[]>;
  kept?: object;
  isWhole?: boolean;
}

const now = 24 * 60_000;
const view = { repository: '/work/chat', spec_id: 'chat-app' };
const texts = {
  kind: 'task_text',
  text: {
    task_id: '2.4',
    description:
      'Messages travel over one WebSocket per person. The server keeps their order within a room and tells who was away what they have missed.',
    acceptance: ['A message reaches everybody in the room within a second', 'The order is the same for all'],
    files: ['src/server/socket/**', 'src/server/rooms.ts'],
    verify: ['npm test'],
  },
};

const wide = { width: 1280, height: 820 };
const narrow = { width: 460, height: 1400, isWhole: true };
const running = (language: Language) => async () => [
  ...(await dashboardMessages(runningChat(language), { language })),
  texts,
];
const usual = { theme: 'dark' as const, language: 'en' as const, ...wide };

const pictures: Picture[] = [
  ...themeNames.map((theme): Picture => ({
    ...usual,
    name: `dashboard-${theme}`,
    page: 'dashboard',
    theme,
    messages: running('en'),
  })),
  {
    ...usual,
    name: 'dashboard-task',
    page: 'dashboard',
    messages: running('en'),
    kept: { ...view, selected: '2.4', shows_critical: true },
  },
  {
    ...usual,
    name: 'dashboard-table',
    page: 'dashboard',
    messages: running('en'),
    kept: { ...view, shows: 'table', selected: '1.3' },
  },
  {
    ...usual,
    name: 'dashboard-filter',
    page: 'dashboard',
    theme: 'light',
    messages: running('en'),
    kept: { ...view, states: ['running', 'failed'] },
  },
  {
    ...usual,
    name: 'dashboard-ja',
    page: 'dashboard',
    language: 'ja',
    messages: running('ja'),
    kept: { ...view, selected: '2.4' },
  },
  { ...usual, name: 'dashboard-narrow', page: 'dashboard', ...narrow, messages: running('en') },
  {
    ...usual,
    name: 'dashboard-narrow-ja',
    page: 'dashboard',
    language: 'ja',
    theme: 'light',
    ...narrow,
    messages: running('ja'),
  },
  {
    ...usual,
    name: 'dashboard-large',
    page: 'dashboard',
    messages: () => dashboardMessages(largePlan(10_000), { spec_id: 'large' }),
  },
  {
    ...usual,
    name: 'dashboard-300',
    page: 'dashboard',
    messages: () => dashboardMessages(largePlan(300), { spec_id: 'large' }),
  },
  ...themeNames.map((theme): Picture => ({
    ...usual,
    name: `pull-${theme}`,
    page: 'pull',
    theme,
    height: 1000,
    messages: async () => pullMessages(chatPull()),
  })),
  {
    ...usual,
    name: 'pull-ja',
    page: 'pull',
    theme: 'light',
    language: 'ja',
    height: 1000,
    messages: async () => pullMessages(chatPull('ja'), { language: 'ja' }),
  },
  { ...usual, name: 'pull-narrow', page: 'pull', ...narrow, messages: async () => pullMessages(chatPull()) },
  {
    ...usual,
    name: 'pull-merged',
    page: 'pull',
    messages: async () =>
      pullMessages(chatPull('en', { state: 'merged', merged_by: 'mika', comments: [] }), { isTrusted: false }),
  },
];

const [folder = '', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
await using browser = await launchBrowser();
for (const { name, messages, isWhole = false, ...options } of pictures) {
  if (names.length > 0 && !names.some((wanted) => name.startsWith(wanted))) continue;
  await using panel = await openPanelPage(browser, { ...options, now });
  const startedAt = performance.now();
  await panel.send(await messages());
  const shownMs = Math.round(performance.now() - startedAt);
  await panel.page.waitForTimeout(300);
  await panel.page.screenshot({ path: join(folder, `${name}.png`), fullPage: isWhole });
  const breaches = await panel.audit();
  console.log(name, `${shownMs} ms`, ...panel.complaints, ...breaches);
}
