import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEMO_MERCHANT } from '../../shared/domain/demo-merchant.ts';
import { bookedSales, missingNumbers, ownerlessMoney } from '../books.ts';
import { playInBrokenCopy } from '../broken-copy.ts';
import { Cable } from '../cable.ts';
import { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { playCommand, type OnBreakOff } from '../play-command.ts';
import { isSound, reckon, type Reckoning } from '../reckoning.ts';
import { withFewColours } from '../shots/small-png.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { countDay } from './day-books.ts';
import { playDay } from './day-story.ts';
import { HELP, readOptions, type DemoOptions } from './options.ts';
import { planSales } from './plan.ts';
import { playStory } from './story.ts';
import { playWeek } from './week-story.ts';

/**
 * `npm run demo`: the mission through the real app and the real bank, on throw-away data. The last
 * line is counted by joining the slips that came out of the printer with the bank's own rows.
 */
const ROOT = resolve(import.meta.dirname, '..', '..');
const say = (line: string): void => console.log(line);

interface Theatre {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly machine: ElectronTill;
}

async function play(options: DemoOptions, onBreakOff: OnBreakOff): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-demo-'));
  onBreakOff(() => rm(folder, { recursive: true, force: true }));
  const bank = await RunningBank.start();
  onBreakOff(() => bank.endAtOnce());
  const cable = await Cable.plug(bank.ready.url);
  const machine = new ElectronTill({
    folder,
    bankUrl: cable.url,
    activationCode: bank.ready.demoActivationCode,
  });
  onBreakOff(() => machine.endAtOnce());
  const theatre = { bank, cable, machine };
  try {
    switch (options.story) {
      case 'day':
        return await playWholeDay(theatre, options);
      case 'week':
        return await playWholeWeek(theatre, options);
      case 'line':
        return await playLine(theatre, options);
    }
  } finally {
    await machine.close();
    await cable.unplug();
    await bank.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function playLine(theatre: Theatre, options: DemoOptions): Promise<boolean> {
  say(`demo: ${options.sales} sales, seed ${options.seed}`);
  const picture = async (till: TillPage, name: string): Promise<void> => {
    if (!options.record) return;
    const taken = await till.page.screenshot({ animations: 'disabled', caret: 'hide' });
    await writeFile(join(ROOT, 'docs', 'screens', `${name}.png`), withFewColours(taken));
  };
  const sales = planSales(options.sales, options.seed);
  const failure = await brokeOff(playStory({ ...theatre, say, picture }, sales));
  const counted = await count(theatre.bank, theatre.machine, options);
  if (failure !== null) say(failure);
  say(closingLine(counted));
  return failure === null && isSound(counted) && counted.sold === options.sales;
}

/** Each slip as it came out, the bank's books, and what is left when the day is over. */
async function playWholeDay(theatre: Theatre, options: DemoOptions): Promise<boolean> {
  const { bank, machine } = theatre;
  const { terminalId } = DEMO_MERCHANT;
  say(`day: seed ${options.seed}`);
  const failure = await brokeOff(playDay({ ...theatre, terminalId, say }, options.seed));
  const slips = await machine.slips();
  for (const { lines } of slips) say(`\n${lines.join('\n')}`);
  const ledger = askLedger(bank);
  say(`\nnpm run bank -- ledger --json: ${options.verbose ? ledger : summaryOf(ledger)}`);
  const problems = await bank.problems();
  const counted = await countDay(bank, terminalId, slips);
  const open = [...counted.open, ...problems];
  for (const one of open) say(`open: ${one}`);
  if (failure !== null) say(failure);
  const { transactions, settledMinor, ledgerMinor } = counted;
  const isEven = settledMinor === ledgerMinor;
  const equals = isEven ? 'settled = ledger' : `settled ${settledMinor}, ledger ${ledgerMinor}`;
  say(`day: ${transactions} transactions, ${equals}, ${open.length} open`);
  return failure === null && isEven && settledMinor > 0 && open.length === 0;
}

/** The books after seven days, and no card number in what they have left (F40). */
async function playWholeWeek(theatre: Theatre, options: DemoOptions): Promise<boolean> {
  const { bank, machine } = theatre;
  say(`week: seed ${options.seed}`);
  const failure = await brokeOff(playWeek({ ...theatre, say }, options.seed));
  const counted = await countDay(bank, DEMO_MERCHANT.terminalId, await machine.slips());
  const open = [...counted.open, ...(await bank.problems())];
  for (const one of open) say(`open: ${one}`);
  if (failure !== null) say(failure);
  const isEven = counted.settledMinor === counted.ledgerMinor;
  say(
    `week: ${counted.transactions} transactions, settled ${counted.settledMinor}, ledger ${counted.ledgerMinor}, ${open.length} open`,
  );
  return failure === null && isEven && counted.settledMinor > 0 && open.length === 0;
}

async function brokeOff(story: Promise<void>): Promise<string | null> {
  try {
    await story;
    return null;
  } catch (error) {
    return `the story broke off: ${inShort(error)}`;
  }
}

async function count(
  bank: RunningBank,
  machine: ElectronTill,
  { verbose }: DemoOptions,
): Promise<Reckoning> {
  const ledger = askLedger(bank);
  say(`npm run bank -- ledger --json: ${verbose ? ledger : summaryOf(ledger)}`);
  const terminal = { terminalId: DEMO_MERCHANT.terminalId };
  const missing = await missingNumbers(bank, terminal);
  if (missing.length > 0) say(`numbers that the bank has not got: ${missing.join(', ')}`);
  const ownerless = await ownerlessMoney(bank, terminal);
  const counted = reckon(await machine.slips(), await bookedSales(bank, terminal), ownerless);
  for (const kind of ['lost', 'double', 'differing', 'strange'] as const) {
    if (counted[kind].length > 0) say(`${kind}: ${counted[kind].join(', ')}`);
  }
  return counted;
}

function askLedger(bank: RunningBank): string {
  const args = ['bank-api/cli.ts', 'ledger', '--json', '--ready-file', bank.readyFile];
  const asked = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (asked.status !== 0) throw new Error(`the bank's ledger cannot be read: ${asked.stderr}`);
  return asked.stdout;
}

/** How many of what the answer lists; the whole of it is for `--verbose`. */
function summaryOf(ledger: string): string {
  const view = JSON.parse(ledger) as Readonly<Record<string, unknown>>;
  const parts = Object.entries(view).map(([name, value]) =>
    Array.isArray(value) ? `${value.length} ${name}` : name,
  );
  return parts.join(', ');
}

/** A slip whose amount the bank has not got is lost money, whatever else the bank has of its sale. */
function closingLine({ sold, atBank, lost, differing, double }: Reckoning): string {
  const missing = lost.length + differing.length;
  return `demo: ${sold} sold, ${atBank} at the bank, ${missing} lost, ${double.length} double`;
}

/** What was waited for and where the story stood, without the long log of the waiting. */
function inShort(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = '', ...more] = error.message.split('\n').filter((line) => line.trim() !== '');
  const inStory = (error.stack ?? '').split('\n').filter((line) => line.includes('/e2e/'));
  return [first, ...more.slice(0, 4), ...inStory.slice(0, 4)].map((line) => line.trim()).join('; ');
}

await playCommand({
  name: 'demo',
  withoutElectron: 'and the story is played in it or not at all',
  help: HELP,
  readOptions,
  play: async (options, onBreakOff) => {
    const { fault, sales, seed } = options;
    const script = ['e2e/demo/demo.ts', '--sales', String(sales), '--seed', String(seed)];
    if (fault !== null) return playInBrokenCopy(fault, script, say);
    return (await play(options, onBreakOff)) ? 0 : 1;
  },
});
