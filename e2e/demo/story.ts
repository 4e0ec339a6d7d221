import { setTimeout as wait } from 'node:timers/promises';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { present } from '../../shared/lib/assert.ts';
import { AUTHORISATIONS, type Cable } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import { aboutMoney, sendAgain } from '../send-again.ts';
import type { PlannedSale } from './plan.ts';

export interface Stage {
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly say: (line: string) => void;
  /** Takes a picture for the README, when that was asked for. */
  readonly picture: (till: TillPage, name: string) => Promise<void>;
}

const POLL_MS = 20;
const SLIP_LIMIT_MS = 20_000;

/**
 * The mission, played by a cashier's hands: sells with the line, loses it in the middle of an
 * authorisation, goes on without, is killed in the middle of a sale, starts again, gets the line
 * back. Everything the story does, it does at the screen, the cable or the power switch.
 */
export async function playStory(stage: Stage, sales: readonly PlannedSale[]): Promise<void> {
  const { cable, machine, say } = stage;
  let till = await machine.start();
  await till.waitUntilOnline();
  for (const [i, sale] of sales.entries()) {
    if (sale.moment === 'cut') say('the line is cut in the middle of the next authorisation');
    if (sale.moment === 'killed') say('the program is killed in the middle of the next sale');
    till = await playSale(stage, till, sale, i + 1);
  }
  await till.goTo('queue');
  await stage.picture(till, 'queue-offline-zh');
  say('the line is mended');
  await cable.mend();
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  await stage.picture(till, 'queue-sent-zh');
  say('everything that waited has been sent');
  await sendEverythingAgain(stage);
}

async function playSale(
  stage: Stage,
  till: TillPage,
  sale: PlannedSale,
  number: number,
): Promise<TillPage> {
  for (const barcode of sale.barcodes) await till.register.scan(barcode);
  if (number === 1) await stage.picture(till, 'register-online-zh');
  await till.register.startPaying();
  if (sale.moment === 'killed') return dieInTheMiddle(stage, till, number);
  if (sale.tender === 'cash') await till.payment.payCash('exact');
  else await payByCard(stage, till, sale);
  await till.payment.seesVerdict(expectedVerdict(sale));
  const { words, ink } = await till.payment.readVerdict();
  await till.payment.seesSlipPrinted();
  if (sale.moment === 'cut') await stage.picture(till, 'payment-provisional-zh');
  const slip = present((await stage.machine.slips()).at(-1), 'the slip');
  stage.say(
    `${String(number).padStart(3)}  ${slip.saleNumber}  ${yuan(slip.amountMinor)}  ` +
      `${tenderName(sale)}  screen: ${words} (${ink})  slip ${slip.saleId}`,
  );
  await till.payment.nextSale();
  return till;
}

async function payByCard(stage: Stage, till: TillPage, sale: PlannedSale): Promise<void> {
  const { cable } = stage;
  if (sale.moment === 'cut') {
    // The bank has committed; the till will never read that it has (P7).
    const answer = cable.hold(AUTHORISATIONS, 'answer');
    await till.payment.payByCard(sale.cardId);
    await answer.reached;
    await cable.cut();
    answer.drop();
  } else await till.payment.payByCard(sale.cardId);
  if (sale.moment !== 'online') await till.payment.acceptPromise();
}

/** The slip is out, and that is the last that this process does. */
async function dieInTheMiddle(stage: Stage, till: TillPage, number: number): Promise<TillPage> {
  const { machine, say } = stage;
  const before = (await machine.slips()).length;
  await till.payment.payCash('exact');
  const givenUpAtMs = Date.now() + SLIP_LIMIT_MS;
  while ((await machine.slips()).length === before) {
    if (Date.now() > givenUpAtMs) throw new Error('no slip came out of the sale that was to die');
    await wait(POLL_MS);
  }
  await machine.kill();
  const slip = present((await machine.slips()).at(-1), 'the slip');
  say(
    `${String(number).padStart(3)}  ${slip.saleNumber}  ${yuan(slip.amountMinor)}  ` +
      `cash  SIGKILL as the slip came out  slip ${slip.saleId}`,
  );
  const again = await machine.start();
  await again.waitUntilOpen();
  await again.waitUntilOffline();
  return again;
}

async function sendEverythingAgain({ cable, say }: Stage): Promise<void> {
  const heard = cable.exchanges.filter(({ answer }) => answer?.status === 200);
  const { sent, accepted } = await sendAgain(cable, aboutMoney(heard));
  say(`sent a second time: ${sent} requests, ${accepted} answered 200 as before`);
}

function expectedVerdict({ tender, moment }: PlannedSale) {
  if (tender === 'cash') return 'cash';
  return moment === 'online' ? 'approved' : 'provisional';
}

function tenderName({ tender, cardId }: PlannedSale): string {
  if (tender === 'cash') return 'cash';
  return `card ${TEST_CARDS.find(({ id }) => id === cardId)?.nameEn ?? cardId}`;
}

function yuan(amountMinor: number): string {
  const digits = String(amountMinor).padStart(3, '0');
  return `¥${digits.slice(0, -2)}.${digits.slice(-2)}`.padStart(9);
}
