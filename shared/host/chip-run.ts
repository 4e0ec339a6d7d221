import { beginTransaction, countersOf, type CardSession } from '../domain/emv/card-applet.ts';
import { fileLocatorOf, type CardState, type ChipApplication } from '../domain/emv/chip-card.ts';
import { decideFirst, type ChipApplet } from '../domain/emv/chip-decision.ts';
import { chipInputsOf, type ChipInputs } from '../domain/emv/chip-inputs.ts';
import type { ChipName, ChipNo, ChipYes } from '../domain/emv/chip-record.ts';
import type { RsaKey } from '../domain/emv/data-authentication.ts';
import { locatedRecords } from '../domain/emv/file-locator.ts';
import { readCardData, type CardData, type ReadRecord } from '../domain/emv/kernel/card-data.ts';
import { pinNeeded } from '../domain/emv/kernel/cardholder.ts';
import type { KernelDone } from '../domain/emv/kernel/kernel.ts';
import type {
  KernelTransaction,
  PinOutcome,
  TerminalSettings,
} from '../domain/emv/kernel/settings.ts';
import type { CardFacts } from '../domain/payment.ts';
import { fromHex } from '../lib/bytes.ts';
import type { ChipCrypto } from './chip-crypto.ts';

/**
 * A card of the tray and the terminal's kernel, one command after the other (EMV Book 3, section 10).
 * Nothing in here waits, so that what a card remembers and what it has answered are one thing.
 */
export interface ChipRun {
  readonly crypto: ChipCrypto;
  readonly settings: TerminalSettings;
  readonly authorityKeys: Readonly<Record<number, RsaKey>>;
  readonly chip: ChipApplication;
  readonly applet: ChipApplet;
  readonly transaction: KernelTransaction;
  readonly isLineUsable: boolean;
  /** What came of the PIN pad for this payment. */
  readonly pin: PinTyped;
}

type PinMethod = ReturnType<typeof pinNeeded>;

/** `sealed`: for the bank alone to open. */
export type PinTyped = 'nothing' | 'sealed' | 'right' | 'tries-exceeded';

/** Read, and asked nothing yet: it has counted, and may still be pulled out. */
interface InsertedCard {
  readonly session: CardSession;
  readonly card: CardData;
}

export type ChipOutcome =
  /** The card has counted to its end, or its answers are none that a terminal may believe. */
  | { readonly kind: 'not-read'; readonly why: string }
  | { readonly kind: 'use-chip' }
  | { readonly kind: 'pin-needed'; readonly checkedBy: 'bank' | 'card' }
  | ChipAnswer;

export interface ChipAnswer {
  readonly kind: 'answered';
  /** Null: its issuer must be asked. */
  readonly code: ChipYes | ChipNo | null;
  readonly verification: CardFacts['verification'];
  readonly done: KernelDone;
  readonly session: CardSession;
  readonly inputs: ChipInputs;
  readonly application: ChipName;
}

export function runFirst(run: ChipRun, state: CardState): ChipOutcome {
  const inserted = insert(run, state);
  if (typeof inserted === 'string') return { kind: 'not-read', why: inserted };
  const { settings, transaction, crypto, isLineUsable, applet } = run;
  const { card } = inserted;
  const method = pinNeeded({ card, settings, transaction });
  const checkedBy = pinStillToBeTyped(method, run, state);
  if (checkedBy !== null) return { kind: 'pin-needed', checkedBy };
  const proof = crypto.proveCard?.({ ...run, session: inserted.session, card });
  const session = proof?.session ?? inserted.session;
  const dataAuthentication = proof?.outcome ?? 'not-done';
  const pin = pinOutcome(method, run, state);
  const question = { card, settings, transaction, pin, dataAuthentication };
  const decision = decideFirst(crypto.cipher, session, question, isLineUsable, applet);
  switch (decision.kind) {
    case 'use-chip':
      return decision;
    case 'card-fault':
      return { kind: 'not-read', why: decision.fault };
    case 'decided': {
      const chip = { state, limits: run.chip.limits, pin: session.pin };
      const inputs = chipInputsOf(question, isLineUsable, chip);
      const { applicationId: id, label, cardSequence: sequence } = run.chip;
      const about = { verification: verificationOf(method, pin), inputs };
      return { ...decision, ...about, kind: 'answered', application: { id, label, sequence } };
    }
  }
}

function insert({ chip, applet, pin }: ChipRun, state: CardState): InsertedCard | string {
  const session = beginTransaction(chip, state, CHECKED[pin]);
  if (session === null) return 'the card has counted to its end';
  const located = locatedRecords(fileLocatorOf(chip));
  if (!located.ok) return located.error;
  const records = located.value.map(({ file, record, isSigned }): ReadRecord => ({
    bytes: applet.recordOf(chip, file, record),
    isSigned,
  }));
  const known = { interchangeProfile: fromHex(chip.interchangeProfile), ...countersOf(session) };
  const card = readCardData(records, known);
  return card.ok ? { session, card: card.value } : card.error;
}

/** What the card remembers of VERIFY in this transaction. */
const CHECKED: Readonly<Record<PinTyped, CardSession['pin']>> = {
  nothing: 'not-checked',
  sealed: 'not-checked',
  right: 'right',
  'tries-exceeded': 'wrong',
};

function verificationOf(method: PinMethod, pin: PinOutcome): CardFacts['verification'] {
  if (method === 'online-pin') return method;
  return pin === 'right' ? 'offline-pin' : 'none';
}

/** A card whose PIN is blocked is not asked: it would say no whatever was typed. */
function pinStillToBeTyped(
  method: PinMethod,
  { isLineUsable, pin }: ChipRun,
  { pinTriesLeft }: CardState,
): 'bank' | 'card' | null {
  if (method === 'online-pin') return isLineUsable && pin !== 'sealed' ? 'bank' : null;
  return method === 'pin-by-card' && pin === 'nothing' && pinTriesLeft > 0 ? 'card' : null;
}

function pinOutcome(
  method: PinMethod,
  { isLineUsable, pin }: ChipRun,
  { pinTriesLeft }: CardState,
): PinOutcome {
  if (method === null) return 'not-asked';
  if (method === 'online-pin') return isLineUsable ? 'entered' : 'not-entered';
  return pin === 'right' && pinTriesLeft > 0 ? 'right' : 'tries-exceeded';
}
