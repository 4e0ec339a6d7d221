import fc from 'fast-check';
import { isErrorCode } from '../../shared/contracts/error-codes.ts';
import { CLEAR_LINE } from '../../shared/contracts/line-conditions.ts';
import type { IpcChannel } from '../../shared/contracts/ipc-contract.ts';
import { present } from '../../shared/lib/assert.ts';
import { anyLetter, writtenLetter, type Letter } from '../abuse/window-letters.ts';
import { WindowMemory } from '../abuse/window-memory.ts';
import { speak } from '../abuse/window-speech.ts';
import { crookedPostings } from '../books.ts';
import type { ElectronTill } from '../electron-till.ts';
import { expect, test } from '../fixtures.ts';
import { restOperators } from '../rested-operators.ts';
import { SHELF } from '../shelf.ts';

const WATER = SHELF.water.barcode;
const LETTERS = Number(process.env['TWINTILL_WINDOW_LETTERS'] ?? '300');
const SEED = Number(process.env['TWINTILL_ABUSE_SEED'] ?? '1');
/** Said to a bank that is another one, or to a host that has left, nothing of this till goes on. */
const LEAVES: ReadonlySet<IpcChannel> = new Set(['moveToBank', 'close']);
/** Several at once, as an attacker or a broken window would. */
const AT_ONCE = 5;

const ANSWER = { ok: expect.any(Boolean) as unknown };

test('P28 P9 I9 whatever a window says through Electron: answered as data, and the till sells on', async ({
  bank,
  machine,
  terminal,
  till,
}) => {
  test.setTimeout(120_000 + LETTERS * 200);
  const bugs = await bugsOf(machine);
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.waitUntilAllSent();
  const bodies = (await machine.journal()).map(({ body }) => body);
  const merchantId = present(
    bodies.find((body) => body.kind === 'sale'),
    'a sale',
  ).sale.merchantId;
  const { terminalId } = terminal;
  const memory = new WindowMemory({ terminalId, merchantId, bankUrl: bank.ready.url, bodies });
  const letters = fc
    .sample(anyLetter, { numRuns: LETTERS, seed: SEED })
    .filter(({ channel }) => !LEAVES.has(channel));

  let yes = 0;
  for (let from = 0; from < letters.length; from += AT_ONCE) {
    const group = letters.slice(from, from + AT_ONCE);
    const heard = await Promise.all(group.map((letter) => saidIn(machine, memory, letter)));
    yes += heard.filter(Boolean).length;
    expect(bugs, JSON.stringify(group).slice(0, 1_500)).toEqual([]);
    const clear = { text: JSON.stringify(CLEAR_LINE), thing: null };
    await speak(machine.till.page, 'setLineConditions', clear);
  }
  expect(yes).toBeGreaterThan(letters.length / 10);

  // The test reads Chinese from here on again.
  const words = { text: JSON.stringify({ language: 'zh-CN', theme: 'light' }), thing: null };
  await speak(machine.till.page, 'saveSettings', words);
  await machine.kill();
  await restOperators(machine.folder);
  const again = await machine.start();
  await again.waitUntilOpen();
  // Whoever has locked it: a supervisor opens it.
  if (await again.lock.isLocked()) await again.lock.signIn('00');
  const sold = (await machine.steps()).length;
  await again.sell([WATER], { by: 'cash' });
  expect((await machine.steps()).slice(sold)).toContain('completed');
  expect(await crookedPostings(bank)).toEqual([]);
});

test('P28 a window that is not the till’s says anything it likes: refused by its sender, and noted', async ({
  machine,
  till,
}) => {
  await till.waitUntilAllSent();
  const opened = machine.app.waitForEvent('window');
  await machine.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/dist/electron/preload.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload } });
    await stranger.loadURL('data:text/html,<title>a stranger</title>');
  });
  const stranger = await opened;
  const journal = (await machine.journal()).length;
  const letters = fc.sample(anyLetter, { numRuns: 60, seed: SEED });
  for (const letter of letters) {
    const heard = await speak(stranger, letter.channel, { text: '{}', thing: null });
    expect(heard).toMatchObject({ answer: { ok: false, error: { code: 'message-refused' } } });
  }
  const noted = async () => {
    const bodies = (await machine.journal()).slice(journal).map(({ body }) => body);
    return new Set(bodies.flatMap((body) => (body.kind === 'notice' ? [body.detail] : [])));
  };
  // Nobody waits for a note: the answer may be there before it is on the disk.
  const about = new Set(letters.map(({ channel }) => `${channel}: sender`));
  await expect.poll(noted).toEqual(about);
});

/** Whether the host said yes. */
async function saidIn(
  machine: ElectronTill,
  memory: WindowMemory,
  letter: Letter,
): Promise<boolean> {
  const good = memory.good(letter);
  const heard = await speak(machine.till.page, letter.channel, writtenLetter(good, letter));
  const story = JSON.stringify({ letter, heard }).slice(0, 1_500);
  // What cannot be copied into another process has not left the window.
  if ('thrown' in heard) {
    expect(heard.thrown, story).toMatch(/could not be cloned|contextBridge/);
    return false;
  }
  expect(heard.answer, story).toMatchObject(ANSWER);
  const { ok, value, error } = heard.answer as {
    readonly ok: boolean;
    readonly value?: unknown;
    readonly error?: { readonly code: string; readonly detail: string };
  };
  if (ok) {
    if (letter.damage.length === 0 && letter.odd === null)
      memory.heard(letter.channel, good, value);
    return true;
  }
  expect(isErrorCode(String(error?.code)), story).toBe(true);
  expect(error?.detail, story).not.toMatch(/node_modules|\.ts:\d|^\s+at /m);
  return false;
}

/** What the program logs about itself as a bug behind its gate; it grows while the test goes on. */
async function bugsOf({ app }: ElectronTill): Promise<readonly string[]> {
  const bugs: string[] = [];
  app.on('console', (message) => {
    if (message.text().includes('bug behind')) bugs.push(message.text());
  });
  return bugs;
}
