import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { present } from '../../shared/lib/assert.ts';
import { BATCHES } from '../batches.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import type { Told } from '../crash/told.ts';
import { ElectronTill, type Slip } from '../electron-till.ts';
import type { VerdictKind } from '../page-models/payment-page.ts';
import type { Paid, TillPage } from '../page-models/till-page.ts';
import type { OnBreakOff } from '../play-command.ts';
import { SHELF } from '../shelf.ts';
import type { BankPast } from './bank-past.ts';
import { diskHistory } from './disk-events.ts';
import type { DiskEvent } from './disk-model.ts';
import { readCalls } from './recorded-calls.ts';
import { expectSameDisk, TILL } from './till-disk.ts';

/** What stood on the screen, and since when. */
export type ToldAt = Told & { readonly atUs: number };

/** A state of the bank: never earlier than `fromUs`, and at the latest at `untilUs`. */
export interface BankMoment {
  readonly moment: number;
  readonly fromUs: number;
  readonly untilUs: number;
}

/** A till that sold online, without a line and in cash, with everything it did to its disk. */
export interface Recording {
  readonly events: readonly DiskEvent[];
  readonly told: readonly ToldAt[];
  readonly bank: readonly BankMoment[];
  /** What came out of the printer: paper needs no power. */
  readonly slips: readonly Slip[];
  /** Before it the till was set up. */
  readonly salesFromUs: number;
  readonly endUs: number;
}

export interface RecordedSite {
  readonly folder: string;
  readonly cable: Cable;
  readonly past: BankPast;
  readonly activationCode: string;
  readonly onBreakOff: OnBreakOff;
}

const CHANGING_THE_BANK = [AUTHORISATIONS, BATCHES, '/v1/reversals', '/v1/sign-on'];
/** All other paths only ask, or were used up before the first sale. */
const ASKING = ['/v1/echo', '/v1/activate', '/v1/parameters', '/v1/watermark'];
const COMPLETE_LIMIT_MS = 20_000;
const US_PER_MS = 1_000;

export async function record(site: RecordedSite): Promise<Recording> {
  const { folder, cable, activationCode } = site;
  const disk = join(folder, 'disk');
  const traceFolder = join(folder, 'trace');
  await mkdir(disk, { recursive: true });
  await mkdir(traceFolder);
  const machine = new ElectronTill({
    folder: join(disk, TILL),
    bankUrl: cable.url,
    activationCode,
    traceFolder,
  });
  site.onBreakOff(() => machine.endAtOnce());
  try {
    const till = await machine.start();
    await till.waitUntilOnline();
    await till.waitUntilAllSent();
    const bank = await followBank(site);
    const salesFromUs = Date.now() * US_PER_MS;
    const told = await sellAllKinds(till, cable);
    const slips = await machine.slips();
    const recorder = await recorderOf(machine);
    await machine.kill();
    await untilEnded(recorder);
    const calls = await readCalls(traceFolder, disk);
    const history = diskHistory(calls, disk);
    await expectSameDisk(history, disk);
    const { events } = history;
    expectKnownPaths(cable);
    const endUs = present(events.at(-1), 'the last thing it did to its disk').endUs + 1;
    return { events, told, bank, slips, salesFromUs, endUs };
  } finally {
    await machine.close();
    for (const path of CHANGING_THE_BANK) cable.answer(path, null);
  }
}

/** Remembers the bank before the first sale, and after each exchange that changes its books. */
async function followBank({ cable, past }: RecordedSite): Promise<readonly BankMoment[]> {
  const moments: BankMoment[] = [{ moment: await past.remember(), fromUs: 0, untilUs: 0 }];
  for (const path of CHANGING_THE_BANK) {
    cable.answer(path, async (_exchange, ask) => {
      const fromUs = Date.now() * US_PER_MS;
      const answer = await ask();
      const moment = await past.remember();
      moments.push({ moment, fromUs, untilUs: (Date.now() + 1) * US_PER_MS });
      return answer;
    });
  }
  return moments;
}

async function sellAllKinds(till: TillPage, cable: Cable): Promise<readonly ToldAt[]> {
  const eyes = await openEyes(till);
  const told: ToldAt[] = [];
  const sell = async (kind: keyof typeof SHELF, paid: Paid): Promise<void> => {
    const { barcode, priceMinor } = SHELF[kind];
    await till.sell([barcode], paid);
    const seen = present(eyes[told.length], 'what the screen said');
    told.push({
      ...seen,
      saleNumber: await till.payment.readSaleNumber(),
      amountMinor: priceMinor,
    });
    await till.payment.nextSale();
  };
  await sell('water', { by: 'card', cardId: 'good-tap' });
  await sell('noodles', { by: 'cash' });
  await till.waitUntilAllSent();
  await cable.cut();
  await till.waitUntilOffline();
  await sell('noodles', { by: 'promise', cardId: 'good-chip' });
  await sell('water', { by: 'cash' });
  await cable.mend();
  await till.waitUntilAllSent();
  return told;
}

type Seen = Pick<ToldAt, 'said' | 'atUs'>;

/** Notes each verdict at the moment at which it comes into the page: before anybody can read it. */
async function openEyes({ page }: TillPage): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  // The window's clock gives whole milliseconds: the one that has begun is taken as over.
  await page.exposeFunction('noteVerdict', (said: VerdictKind, atMs: number) =>
    seen.push({ said, atUs: (atMs + 1) * US_PER_MS }),
  );
  await page.evaluate(() => {
    const { noteVerdict } = window as unknown as {
      noteVerdict: (said: string, atMs: number) => void;
    };
    let before: Element | null = null;
    new MutationObserver(() => {
      const now = document.querySelector('[data-verdict]');
      if (now !== null && now !== before) {
        noteVerdict(now.getAttribute('data-verdict') ?? '', Date.now());
      }
      before = now;
    }).observe(document.body, { childList: true, subtree: true });
  });
  return seen;
}

/** The process that watches the till: it ends when it has written everything down. */
async function recorderOf({ app }: ElectronTill): Promise<number> {
  const status = await readFile(`/proc/${app.process().pid}/status`, 'utf8');
  const pid = Number(/^TracerPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
  if (pid === 0) throw new Error('nobody records what the till does');
  return pid;
}

async function untilEnded(pid: number): Promise<void> {
  const givenUpAtMs = Date.now() + COMPLETE_LIMIT_MS;
  while (existsSync(`/proc/${pid}`)) {
    if (Date.now() > givenUpAtMs) throw new Error('the recording does not come to its end');
    await wait(50);
  }
}

function expectKnownPaths({ exchanges }: Cable): void {
  const known = new Set([...CHANGING_THE_BANK, ...ASKING]);
  const unknown = exchanges.map(({ path }) => path).filter((path) => !known.has(path));
  if (unknown.length > 0) throw new Error(`the bank was not followed at ${unknown.join(', ')}`);
}
