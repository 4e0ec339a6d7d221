import type { ChipApplication } from '../../shared/domain/emv/chip-card.ts';
import type { ChipInputs } from '../../shared/domain/emv/chip-inputs.ts';
import type { ChipRecord } from '../../shared/domain/emv/chip-record.ts';
import type { CryptogramStep } from '../../shared/domain/emv/kernel/trace.ts';
import type { Payment } from '../../shared/domain/payment.ts';
import type { TestCardFace } from '../../shared/domain/test-card-faces.ts';
import { PARAMETERS } from './bank-identity.ts';

/** A decision as the journal tells it, beside what is on that card. */
export interface Decided {
  readonly payment: Payment;
  readonly chip: ChipRecord;
  readonly inputs: ChipInputs;
  readonly first: CryptogramStep;
  /** After the bank's answer, or without a line. */
  readonly second: CryptogramStep | undefined;
  readonly face: TestCardFace;
  readonly data: ChipApplication;
}

/** TVR (EMV Book 3, C5), its five bytes as one number. */
const NOT_PROVED = 0x80_00_00_00_00n;
const HOT = 0x10_00_00_00_00n;
const EXPIRED = 0x00_40_00_00_00n;
const TOO_EARLY = 0x00_20_00_00_00n;
const NEW_CARD = 0x00_08_00_00_00n;
const NOT_VERIFIED = 0x00_00_80_00_00n;
const NO_TRIES = 0x00_00_20_00_00n;
const NO_PIN = 0x00_00_08_00_00n;
const PIN_FOR_BANK = 0x00_00_04_00_00n;
const FLOOR = 0x00_00_00_80_00n;
const LOWER = 0x00_00_00_40_00n;
const UPPER = 0x00_00_00_20_00n;
const DRAWN = 0x00_00_00_10_00n;
const FORCED = 0x00_00_00_08_00n;

/** How much each is worth: a card gives what it was asked for, or less (EMV Book 3, 10.8). */
const WORTH = ['AAC', 'ARQC', 'TC'];
/** The bank was asked, or has answered. */
const AT_BANK = ['authorizing', 'unknown', 'approved', 'approved-in-part', 'declined'];

const { chip: TERMINAL, offline, noPinLimitMinor } = PARAMETERS;
const bitsIn = (hex: string): bigint => BigInt(`0x${hex}`);

/** Made once more by the books of the field (TERMINAL 3, P17): in what the journal says otherwise. */
export function misjudged(decided: Decided): string[] {
  const { payment, chip, inputs, first, second } = decided;
  const { transaction, isLineUsable } = inputs;
  const { core, card, status } = payment;
  const results = resultsBy(decided);
  const asked = askedFirst(decided, results);
  const code = codeBy(decided);
  const facts: readonly (readonly [boolean, string])[] = [
    [transaction.amountMinor !== core.amountMinor, 'another amount was decided about'],
    [transaction.draw < 1 || transaction.draw > 99, 'nothing was drawn'],
    [card.verification !== verifiedBy(decided), `its holder was verified by ${card.verification}`],
    [bitsIn(chip.verificationResults) !== results, `TVR ${chip.verificationResults} is wrong`],
    [first.asked !== asked, `${first.asked} was asked, not ${asked}`],
    [!isLess(first) || (second !== undefined && !isLess(second)), 'the card gave more than asked'],
    [!mayGive(decided), 'a card approves by itself above its own limits'],
    [chip.code !== code, `it is called ${chip.code ?? 'open'}, and is ${code ?? 'open'}`],
    [AT_BANK.includes(status.state) && !isLineUsable, 'the bank is asked without a line'],
    [AT_BANK.includes(status.state) && first.given !== 'ARQC', 'without a question of its card'],
    [isBelievedInVain(decided), 'the card has said no to the bank’s yes'],
    ...promises(decided, results),
  ];
  return facts.flatMap(([isSo, what]) => (isSo ? [what] : []));
}

function resultsBy(decided: Decided): bigint {
  const { inputs, face, data } = decided;
  const { transaction, isLineUsable, chip } = inputs;
  const { amountMinor, lastAmountMinor, date } = transaction;
  const { transactionCounter, lastOnlineCounter } = chip.state;
  const month = `20${date.slice(0, 2)}-${date.slice(2, 4)}`;
  const since = transactionCounter + 1 - lastOnlineCounter;
  const facts: readonly (readonly [boolean, bigint])[] = [
    [data.dynamicKey === null, NOT_PROVED],
    [face.account.standing === 'stolen', HOT],
    [month > face.expiry, EXPIRED],
    [month < (face.goodFrom ?? ''), TOO_EARLY],
    [lastOnlineCounter === 0, NEW_CARD],
    [true, holderBits(decided)],
    [amountMinor + lastAmountMinor >= offline.floorLimitMinor, FLOOR],
    [since > data.lowerOfflineLimit || since < 1, LOWER],
    [since > data.upperOfflineLimit || since < 1, UPPER],
    [isDrawn(inputs), DRAWN],
    [isLineUsable, FORCED],
  ];
  return facts.reduce((all, [isSo, bits]) => (isSo ? all | bits : all), 0n);
}

/** Only below the floor limit; above the threshold the share rises to its maximum there. */
function isDrawn({ transaction: { amountMinor, draw } }: Decided['inputs']): boolean {
  const { thresholdMinor, sharePercent, maxSharePercent } = TERMINAL.randomSelection;
  if (amountMinor >= offline.floorLimitMinor) return false;
  const above = Math.max(0, amountMinor - thresholdMinor);
  const span = offline.floorLimitMinor - thresholdMinor;
  return (draw - sharePercent) * span <= (maxSharePercent - sharePercent) * above;
}

/** A tap needs nothing up to the limit, a PIN above it and where money is held (P17); a chip says itself. */
function methodOf({ payment: { core, card }, face }: Decided): TestCardFace['verification'] {
  if (card.entryMode !== 'contactless') return face.verification;
  const isFree = core.amountMinor <= noPinLimitMinor && core.kind === 'purchase';
  return isFree ? 'none' : 'online-pin';
}

function verifiedBy(decided: Decided): Payment['card']['verification'] {
  const method = methodOf(decided);
  if (method === 'online-pin') return method;
  return method === 'pin-by-card' && decided.inputs.pin === 'right' ? 'offline-pin' : 'none';
}

function holderBits(decided: Decided): bigint {
  const { inputs } = decided;
  switch (methodOf(decided)) {
    case 'online-pin':
      return inputs.isLineUsable ? PIN_FOR_BANK : NOT_VERIFIED | NO_PIN;
    case 'pin-by-card':
      return inputs.pin === 'right' ? 0n : NOT_VERIFIED | NO_TRIES;
    default:
      return 0n;
  }
}

/** Terminal action analysis: what either side names is enough (EMV Book 3, 10.7). */
function askedFirst({ data }: Decided, results: bigint): string {
  const isNamed = (...masks: string[]) => masks.some((mask) => (bitsIn(mask) & results) !== 0n);
  if (isNamed(data.actionDenial, TERMINAL.actionDenial)) return 'AAC';
  return isNamed(data.actionOnline, TERMINAL.actionOnline) ? 'ARQC' : 'TC';
}

const isLess = ({ asked, given }: CryptogramStep): boolean =>
  given === null || WORTH.indexOf(given) <= WORTH.indexOf(asked);

/** Z1 Y1 at once, Z3 Y3 where nobody could be asked; a tap is over by then (P7). */
function codeBy({ first, second, inputs, payment }: Decided): ChipRecord['code'] {
  if (first.given === 'TC') return 'Y1';
  if (first.given !== 'ARQC') return 'Z1';
  if (inputs.isLineUsable || payment.card.entryMode === 'contactless') return null;
  return second?.given === 'TC' ? 'Y3' : 'Z3';
}

/** The card's own risk management (EMV Book 3, 10.8), by what it remembers and what is written on it. */
function mayGive({ first, second, inputs, data, payment: { core } }: Decided): boolean {
  const { state } = inputs.chip;
  const count = state.offlineCount + 1;
  const amountMinor = state.offlineAmountMinor + core.amountMinor;
  const { lowerCount, upperCount, lowerAmountMinor, upperAmountMinor } = data.limits;
  const isAlone = first.given === 'TC' || (!inputs.isLineUsable && second?.given === 'TC');
  if (!isAlone) return true;
  if (first.given === 'TC') {
    const isLow = count <= lowerCount && amountMinor <= lowerAmountMinor;
    if (!isLow || state.lastOnlineNotCompleted) return false;
  }
  const isLow = count <= upperCount && amountMinor <= upperAmountMinor;
  return isLow && state.pinTriesLeft > 0 && !state.goOnlineNext;
}

/** Heard and not believed, a yes of the bank goes back (P6). */
function isBelievedInVain({ inputs, second, payment: { status } }: Decided): boolean {
  const isYes = status.state === 'approved' || status.state === 'approved-in-part';
  return isYes && inputs.isLineUsable && second !== undefined && second.given !== 'TC';
}

/** What may be promised without the bank: a certificate of the chip, or a tap that nothing speaks against (P18). */
function promises(decided: Decided, results: bigint): (readonly [boolean, string])[] {
  const { chip, first, second, inputs, data, payment } = decided;
  const { status, card } = payment;
  const { code } = chip;
  const isNo = code === 'Z1' || code === 'Z3';
  const isNamed = (bits: bigint): boolean => (results & bits) !== 0n;
  const denied = bitsIn(data.actionDefault) | bitsIn(TERMINAL.actionDefault);
  const last = second ?? first;
  const noMoney: readonly (readonly [boolean, string])[] = [
    [isNo !== (status.state === 'offline-declined'), `${code ?? 'open'} is no ${status.state}`],
    [status.state === 'offline-declined' && status.code !== code, 'another no is told'],
  ];
  if (status.state !== 'offline-approved' && status.state !== 'stored') return [...noMoney];
  return [
    ...noMoney,
    [inputs.isLineUsable, 'it is promised though the bank could be asked'],
    [isNamed(HOT | EXPIRED | TOO_EARLY), 'a card that nobody may take is promised for'],
    [isNamed(NOT_VERIFIED), 'whoever held the card, it is promised for'],
    [status.state === 'stored' && card.entryMode !== 'contactless', 'a chip was not asked twice'],
    ...(status.state === 'offline-approved'
      ? ([
          [status.code !== code, 'another yes is told'],
          [last.given !== 'TC', 'there is no certificate'],
          [last.cryptogram !== status.certificate, 'another certificate is kept'],
          [code === 'Y1' && isNamed(FLOOR | UPPER | DRAWN), 'its issuer was to be asked'],
          [code === 'Y3' && isNamed(denied), 'a mask forbids it without the bank'],
        ] as const)
      : []),
  ];
}
