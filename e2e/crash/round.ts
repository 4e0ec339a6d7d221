import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { BATCHES } from '../batches.ts';
import { AUTHORISATIONS, type Cable, type HeldMoment } from '../cable.ts';
import type { ElectronTill } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import type { Dice } from '../sim/dice.ts';
import type { RunningBank } from '../whole-way/running-bank.ts';
import type { Basket, Cashier } from './cashier.ts';
import { aboutMoney, sendAgain, type SentAgain } from '../send-again.ts';
import { within } from '../within.ts';
import { Observer, type Hit, type Phase, type Target } from './phases.ts';
import { prepareVictim, type Victim, type VictimName } from './victims.ts';

export interface Stage {
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly bank: RunningBank;
  readonly cashier: Cashier;
  readonly dice: Dice;
}

export interface Aim {
  readonly target: Target;
  readonly victim: VictimName;
  /** Of the sale whose slip is to be struck. */
  readonly tender: 'cash' | 'card';
}

export interface RoundPlayed {
  readonly hit: Hit;
  readonly again: SentAgain;
}

/** Some sales between two kills: what is killed has something to lose. */
const MOST_QUIET_SALES = 2;
/** Far into a held moment, as a slow bank makes it … */
const LATEST_IN_HELD_MS = 60;
/** … and the time from the journal's fsync to the request: a few milliseconds. */
const LATEST_AFTER_INTENT_MS = 1;
const LATEST_AFTER_SLIP_MS = 20;
const LONGEST_OUTAGE_MS = 1_500;
const HINT_EVERY_MS = 250;
const MOMENT_LIMIT_MS = 30_000;
const NEVER_CAME = 'the moment that was to be struck never came';

/** Sales, one kill in the middle of one, and everything running again. */
export async function playRound(stage: Stage, aim: Aim): Promise<RoundPlayed> {
  const { cable, cashier, machine, dice } = stage;
  const quiet = dice.between(1, MOST_QUIET_SALES);
  for (let i = 0; i < quiet; i += 1) await cashier.sell(machine.till);
  const victim = await prepareVictim(aim.victim, machine, stage.bank);
  const hit = await strikeAt(stage, aim, victim);
  // A line may deliver twice, and what the till took for lost may turn up long after (F15, P6).
  const again = await sendAgain(cable, aboutMoney(cable.takeExchanges()));
  return { hit, again };
}

function strikeAt(stage: Stage, { target, tender }: Aim, victim: Victim): Promise<Hit> {
  if (target === 'draining') return strikeDrain(stage, victim);
  if (target === 'slip') return strikeSlip(stage, tender, victim);
  return strikePayment(stage, target, victim);
}

/** The customer has paper in the hand; the till dies before it has done anything else. */
async function strikeSlip(stage: Stage, tender: Aim['tender'], victim: Victim): Promise<Hit> {
  const { machine, cable, cashier, dice } = stage;
  await machine.till.waitUntilOnline();
  const observer = new Observer(cable, machine);
  // Whoever sells stands before a dead screen soon; what was read before that is in the log.
  cashier.sell(machine.till, tender).catch(() => undefined);
  await until(() => observer.hasSlip(), 'no slip came out of the printer');
  await wait(dice.between(0, LATEST_AFTER_SLIP_MS));
  const hit = strike(observer, 'slip', victim);
  await goOn(stage, victim, null, () => Promise.resolve());
  return hit;
}

async function strikePayment(
  stage: Stage,
  phase: Exclude<Phase, 'draining'>,
  victim: Victim,
): Promise<Hit> {
  const { machine, cable, cashier, dice } = stage;
  const { till } = machine;
  await till.waitUntilOnline();
  const basket = await cashier.fill(till);
  const observer = new Observer(cable, machine);
  const where = phase === 'in-flight' ? 'request' : 'answer';
  const held = phase === 'intent' ? null : cable.hold(AUTHORISATIONS, where);
  const pressing = press(till, basket, victim);
  // It is waited for after the kill; until then its failure must not end this program.
  pressing.catch(() => undefined);
  if (held === null) await until(() => observer.hasStep('intent'), 'no intent in the journal');
  else await soon(held.reached);
  await wait(dice.between(0, held === null ? LATEST_AFTER_INTENT_MS : LATEST_IN_HELD_MS));
  const hit = strike(observer, phase, victim);
  await pressing;
  await goOn(stage, victim, held, () => cashier.finish(till, basket.dueMinor));
  return hit;
}

/** A queue of one sale or of some that were made without a line; the kill falls into its batch. */
async function strikeDrain(stage: Stage, victim: Victim): Promise<Hit> {
  const { machine, cable, cashier, dice } = stage;
  const { till } = machine;
  await till.waitUntilOnline();
  await till.waitUntilAllSent();
  const isOffline = dice.chance(0.5);
  if (isOffline) {
    await cable.cut();
    await till.waitUntilOffline();
    await cashier.sell(till, 'card');
  }
  const observer = new Observer(cable, machine);
  const held = cable.hold(BATCHES, dice.chance(0.5) ? 'request' : 'answer');
  await cashier.sell(till, 'cash');
  await cable.mend();
  await hintUntil(held.reached, till);
  await wait(dice.between(0, LATEST_IN_HELD_MS));
  const hit = strike(observer, 'draining', victim);
  await goOn(stage, victim, held, () => Promise.resolve());
  return hit;
}

/** Nothing may come between looking and killing. */
function strike(observer: Observer, target: Target, victim: Victim): Hit {
  const hit = observer.phase(target);
  victim.kill();
  return hit;
}

/** The held message is lost, delivered at once or delivered late; meanwhile the dead come back. */
async function goOn(
  { cashier, dice }: Stage,
  victim: Victim,
  held: HeldMoment | null,
  finish: () => Promise<void>,
): Promise<void> {
  const fate = dice.pick([
    ['lost', 1],
    ['at once', 1],
    ['late', victim.tillLives ? 0 : 1],
  ] as const);
  if (fate === 'lost') held?.drop();
  if (fate === 'at once') held?.passOn();
  const back = victim.bringBack(dice.between(0, LONGEST_OUTAGE_MS));
  // Whoever still stands at a living till goes on there; the bank comes back behind it.
  const finished = victim.tillLives ? finish() : Promise.resolve();
  // Both to their ends: a round that has failed must leave nothing behind that starts processes.
  await Promise.allSettled([back, finished]);
  await finished;
  await cashier.comeBack(await back);
  if (fate === 'late') held?.passOn();
}

/** A card is laid down; the window may die before the click is over. */
async function press(till: TillPage, { cardId }: Basket, victim: Victim): Promise<void> {
  const pressed = till.payment.payByCard(cardId);
  await (victim.tillLives ? pressed : pressed.catch(() => undefined));
}

/** Looks at every turn of the loop: the moment is over in some milliseconds. */
async function until(isThere: () => boolean, failure: string): Promise<void> {
  const givenUpAtMs = Date.now() + MOMENT_LIMIT_MS;
  while (!isThere()) {
    if (Date.now() > givenUpAtMs) throw new Error(failure);
    await turn();
  }
}

/** A till that was without a line pauses between its tries, longer and longer. */
async function hintUntil(moment: Promise<unknown>, till: TillPage): Promise<void> {
  const isThere = moment.then(() => true);
  const givenUpAtMs = Date.now() + MOMENT_LIMIT_MS;
  while (!(await Promise.race([isThere, wait(HINT_EVERY_MS, false)]))) {
    if (Date.now() > givenUpAtMs) throw new Error(NEVER_CAME);
    await till.hintAtLine();
  }
}

function soon(moment: Promise<unknown>): Promise<unknown> {
  return within(MOMENT_LIMIT_MS, moment, NEVER_CAME);
}
