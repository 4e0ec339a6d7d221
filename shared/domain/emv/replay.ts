import { assert } from '../../lib/assert.ts';
import { fromHex, toHex } from '../../lib/bytes.ts';
import type { Minor } from '../money.ts';
import type { BlockCipher } from './block-cipher.ts';
import { beginTransaction, countersOf, type CardSession } from './card-applet.ts';
import { elementsOf, NEW_CARD_STATE, type CardState, type ChipApplication } from './chip-card.ts';
import { decideFirst } from './chip-decision.ts';
import type { ChipInputs } from './chip-inputs.ts';
import { chipRecordOf, type ChipRecord } from './chip-record.ts';
import { readCardData, type CardData } from './kernel/card-data.ts';
import { pinNeeded } from './kernel/cardholder.ts';
import type { KernelQuestion } from './kernel/kernel.ts';
import type { PinOutcome } from './kernel/settings.ts';
import type { CryptogramStep, DataAuthenticationStep, TraceStep } from './kernel/trace.ts';
import { nameOfTag, type DataElements } from './tags.ts';
import { decodeTlv, encodeTlv } from './tlv.ts';

/**
 * What would have been (P17): the decision of a past payment made again by the same kernel and the
 * same card, with other settings. It is a lesson: no money, no journal, nothing that anybody prints.
 *
 * Nobody but the card can make its cryptograms, so the card is run without its key: what it decides is
 * right, and of the bytes only those are shown that it has really given, where it is told the same.
 */
export interface WhatIf {
  readonly floorLimitMinor: Minor;
  /** Of small sales, in percent; rises to the second at the floor limit. */
  readonly sharePercent: number;
  readonly maxSharePercent: number;
  /** How often the card was used since its issuer last heard of it, this time included. */
  readonly usesSinceOnline: number;
  /** Yeses that the card has given by itself, and their sum: its own limits are held against them. */
  readonly offlineCount: number;
  readonly offlineAmountMinor: number;
  readonly isLineUsable: boolean;
}

/** A record that holds what it was made from; those of before do not. */
export type ReplayableRecord = ChipRecord & { readonly inputs: ChipInputs };

export function isReplayable(record: ChipRecord): record is ReplayableRecord {
  return record.inputs !== undefined;
}

/** Everything as it was: with it the replay gives exactly the record. */
export function asItWas({ inputs }: ReplayableRecord): WhatIf {
  const { settings, chip, isLineUsable } = inputs;
  const { sharePercent, maxSharePercent } = settings.randomSelection;
  const { transactionCounter, lastOnlineCounter, offlineCount, offlineAmountMinor } = chip.state;
  return {
    floorLimitMinor: settings.floorLimitMinor,
    sharePercent,
    maxSharePercent,
    usesSinceOnline: transactionCounter + 1 - lastOnlineCounter,
    offlineCount,
    offlineAmountMinor,
    isLineUsable,
  };
}

/** Null where the card would have answered with nothing that could be understood. */
export function replay(record: ReplayableRecord, whatIf: WhatIf): ChipRecord | null {
  const was = decided(record, asItWas(record));
  const would = decided(record, whatIf);
  if (was === null || would === null) return null;
  if (!isToldTheSame(was, would)) return { ...would.record, steps: would.record.steps.map(unsaid) };
  // The card is asked the very same: it gives what it gave, and so does the bank.
  return { ...would.record, steps: withGiven(would.record.steps, record.steps) };
}

interface Decided {
  readonly record: ChipRecord;
  /** The card's memory and what it was asked: the same in, the same out. */
  readonly memory: string;
  readonly asked: string;
}

function isToldTheSame(one: Decided, other: Decided): boolean {
  return one.memory === other.memory && one.asked === other.asked;
}

function decided(record: ReplayableRecord, whatIf: WhatIf): Decided | null {
  const { inputs } = record;
  const session = sessionOf(inputs, whatIf);
  const card = session && cardOf(inputs, session);
  if (session === null || card === null) return null;
  const question = questionOf(record, card, whatIf);
  const decision = decideFirst(NO_KEY, session, question, whatIf.isLineUsable);
  assert(decision.kind !== 'use-chip', 'a sale that was decided is not above the limit of a tap');
  if (decision.kind === 'card-fault') return null;
  const { done, code } = decision;
  const { verificationResults = new Uint8Array() } = done.elements;
  return {
    record: chipRecordOf(done, code, undefined, record.application),
    memory: JSON.stringify(session.state),
    asked: `${toHex(verificationResults)} ${code ?? ''} ${firstAsked(done.steps)}`,
  };
}

function firstAsked(steps: readonly TraceStep[]): string {
  return steps.find((one) => one.step === 'cryptogram')?.asked ?? '';
}

function sessionOf({ chip, cardData }: ChipInputs, whatIf: WhatIf): CardSession | null {
  const { lastOnlineCounter } = chip.state;
  const state: CardState = {
    ...NEW_CARD_STATE,
    ...chip.state,
    transactionCounter: Math.max(0, lastOnlineCounter + whatIf.usesSinceOnline - 1),
    offlineCount: whatIf.offlineCount,
    offlineAmountMinor: whatIf.offlineAmountMinor,
  };
  const profile = elementsIn(cardData).interchangeProfile ?? new Uint8Array(2);
  const card = { ...KEYLESS, interchangeProfile: toHex(profile), limits: chip.limits };
  return beginTransaction(card, state, chip.pin);
}

/** As it was read, but for the counters; its number is not there, and nothing is decided by it. */
function cardOf({ cardData }: ChipInputs, session: CardSession): CardData | null {
  const { interchangeProfile, ...records } = elementsIn(cardData);
  const children = elementsOf({ ...records, cardNumber: fromHex('00') });
  const bytes = encodeTlv([{ tag: 0x70, children }]);
  const profile = interchangeProfile === undefined ? {} : { interchangeProfile };
  const read = readCardData([{ bytes, isSigned: false }], { ...profile, ...countersOf(session) });
  return read.ok ? read.value : null;
}

function elementsIn(hex: string): DataElements {
  const read = decodeTlv(fromHex(hex));
  if (!read.ok) return {};
  const named = read.value.flatMap((element) => {
    const name = nameOfTag(element.tag);
    return name !== undefined && 'value' in element ? [[name, element.value] as const] : [];
  });
  return Object.fromEntries(named);
}

function questionOf(
  { inputs, steps }: ReplayableRecord,
  card: CardData,
  whatIf: WhatIf,
): KernelQuestion {
  const { floorLimitMinor, sharePercent, maxSharePercent, isLineUsable } = whatIf;
  const { thresholdMinor } = inputs.settings.randomSelection;
  const randomSelection = { thresholdMinor, sharePercent, maxSharePercent };
  const settings = { ...inputs.settings, floorLimitMinor, randomSelection };
  const isMoved = isLineUsable !== inputs.isLineUsable;
  // Whoever can be asked is asked: a line forces the bank's word, no line takes the force away.
  const forced = isMoved ? { isForcedOnline: isLineUsable } : {};
  const transaction = { ...inputs.transaction, ...forced };
  const asked = { card, settings, transaction };
  const isForBank = isMoved && pinNeeded(asked) === 'online-pin';
  const typed: PinOutcome = isLineUsable ? 'entered' : 'not-entered';
  return {
    ...asked,
    pin: isForBank ? typed : inputs.pin,
    dataAuthentication: authenticated(steps)?.outcome ?? 'not-done',
  };
}

function authenticated(steps: readonly TraceStep[]): DataAuthenticationStep | undefined {
  return steps.find((one) => one.step === 'data-authentication');
}

/** What the card would have said in bytes, nobody but the card can know. */
function unsaid(step: TraceStep): TraceStep {
  return step.step === 'cryptogram' ? { ...step, cryptogram: null } : step;
}

/** The card's bytes where it gave them; and what came after, once the bank had answered. */
function withGiven(
  steps: readonly TraceStep[],
  recorded: readonly TraceStep[],
): readonly TraceStep[] {
  const given = recorded.filter((one) => one.step === 'cryptogram');
  const bytesOf = ({ which, asked, given: type }: CryptogramStep) =>
    given.find((one) => one.which === which && one.asked === asked && one.given === type)
      ?.cryptogram ?? null;
  const filled = steps.map((step) =>
    step.step === 'cryptogram' ? { ...step, cryptogram: bytesOf(step) } : step,
  );
  return [...filled, ...recorded.slice(steps.length)];
}

/** A cipher that enciphers nothing: what a card decides is decided before it computes. */
const NO_KEY: BlockCipher = {
  algorithm: 'aes',
  under: () => ({
    encrypt: (block) => new Uint8Array(block.length),
    decrypt: (block) => new Uint8Array(block.length),
  }),
};

/** The program of the chip, without anything that makes it one card among others. */
const KEYLESS: Omit<ChipApplication, 'interchangeProfile' | 'limits'> = {
  cardNumber: '',
  cardSequence: '',
  expiry: '',
  goodFrom: '',
  applicationId: '',
  label: '',
  algorithm: 'aes',
  masterKey: '00'.repeat(16),
  keyIndex: 1,
  usageControl: '',
  verificationMethods: '',
  actionDenial: '',
  actionOnline: '',
  actionDefault: '',
  lowerOfflineLimit: 0,
  upperOfflineLimit: 0,
  dynamicKey: null,
};
