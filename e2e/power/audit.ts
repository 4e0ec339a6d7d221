import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Verification } from '../../bank-api/admin/ledger-view.ts';
import type { Cable } from '../cable.ts';
import { Cashier } from '../crash/cashier.ts';
import { settleAccount } from '../crash/count.ts';
import { TellingLog } from '../crash/told.ts';
import { within } from '../within.ts';
import { ElectronTill, type Slip } from '../electron-till.ts';
import type { OnBreakOff } from '../play-command.ts';
import { Dice } from '../sim/dice.ts';
import type { NewTerminal, RunningBank } from '../whole-way/running-bank.ts';
import type { BankPast } from './bank-past.ts';
import type { Cut } from './cuts.ts';
import { putOnDisk, TILL } from './till-disk.ts';

/** Which of the two copies the cut has left; each alone must be enough (P9, P10). */
export const COPIES = ['both', 'journal', 'database'] as const;
export type Copies = (typeof COPIES)[number];

export interface AuditSite {
  readonly folder: string;
  readonly bank: RunningBank;
  readonly past: BankPast;
  readonly cable: Cable;
  readonly terminal: NewTerminal;
  readonly slips: readonly Slip[];
  readonly onBreakOff: OnBreakOff;
}

const AUDIT_LIMIT_MS = 120_000;
const GONE: Readonly<Record<Copies, readonly string[]>> = {
  both: [],
  journal: [`${TILL}/IndexedDB`],
  database: [`${TILL}/till-journal`, `${TILL}/till-sentinel`],
};

/** Power on again: the till starts from what is left, meets its bank, and everything is counted. */
export async function auditCut(
  site: AuditSite,
  cut: Cut,
  copies: Copies,
): Promise<readonly string[]> {
  const place = await mkdtemp(join(site.folder, 'cut-'));
  const folder = join(place, TILL);
  const { url: bankUrl } = site.cable;
  const { activationCode } = site.terminal;
  const machine = new ElectronTill({ folder, bankUrl, activationCode });
  site.onBreakOff(() => machine.endAtOnce());
  try {
    await putOnDisk(cut.tree, place);
    for (const path of GONE[copies]) await rm(join(place, path), { recursive: true, force: true });
    await layOutSlips(site.slips, cut, folder);
    await site.past.goBackTo(cut.bankMoment);
    const log = new TellingLog(join(place, 'told.ndjson'));
    for (const { atUs: _, ...told } of cut.told) log.add(told);
    const audited = comeBackAndCount(site, machine, log, copies);
    return await within(AUDIT_LIMIT_MS, audited, 'the till did not come back');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await machine.close();
    await rm(place, { recursive: true, force: true });
  }
}

async function comeBackAndCount(
  { bank, terminal }: AuditSite,
  machine: ElectronTill,
  log: TellingLog,
  copies: Copies,
): Promise<readonly string[]> {
  const heard: string[] = [];
  const cashier = new Cashier(new Dice(1, 'audit'), log, (line) => heard.push(line.trim()));
  const till = await machine.start();
  await cashier.comeBack(till);
  await till.waitUntilAllSent();
  const { faults } = await settleAccount(bank, terminal, machine, log);
  const books = (await bank.admin('verify')) as Verification;
  const isLocked = await till.statusBar
    .getByText(till.words.say('frame', 'readerLocked'), { exact: false })
    .isVisible();
  const found = [
    ...faults,
    ...books.problems,
    ...(await missingInJournal(machine, log)),
    // With both copies left an honest disk gives no reason for suspicion.
    ...(copies === 'both' && isLocked ? ['cards are locked, and nothing is missing'] : []),
  ];
  return found.length === 0 ? [] : [...found, ...heard];
}

/** The sale is there: on this machine as well, not at the bank alone. */
async function missingInJournal(machine: ElectronTill, log: TellingLog): Promise<string[]> {
  const numbers = (await machine.journal()).flatMap(({ body }) =>
    body.kind === 'sale' ? [body.sale.number] : [],
  );
  return log
    .sold()
    .filter(({ saleNumber }) => !numbers.includes(saleNumber))
    .map(({ saleNumber }) => `not in the journal: ${saleNumber}`);
}

async function layOutSlips(slips: readonly Slip[], { atUs }: Cut, folder: string): Promise<void> {
  const printed = slips.filter(({ printedAtMs }) => (printedAtMs + 1) * 1_000 <= atUs);
  await mkdir(join(folder, 'slips'), { recursive: true });
  for (const slip of printed) {
    const name = `${String(slip.slipNumber).padStart(6, '0')}.json`;
    await writeFile(join(folder, 'slips', name), `${JSON.stringify(slip)}\n`);
  }
}
