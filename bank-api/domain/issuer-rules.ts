import type { CardAccount, OpenedCard } from './records.ts';

/** Wrong PINs in a row after which the issuer stops listening (code 75). */
export const MAX_WRONG_PINS = 3;

export interface IssuerQuestion {
  readonly card: Pick<OpenedCard, 'checkDigitValid' | 'isPinUnreadable' | 'pinHash'>;
  readonly account: CardAccount | undefined;
  readonly amountMinor: bigint;
  readonly issuerDown: boolean;
  /** False: the card did not take part in this transaction, or not for the first time (P17). */
  readonly chipGenuine: boolean;
  /** Whether less than the whole would be of use: nobody stands there to pay the rest of a promise. */
  readonly mayBePart: boolean;
  readonly nowMs: number;
}

export interface IssuerVerdict {
  /** Response code of the UnionPay table; 00 is yes, 10 yes to a part, A2 A4 A5 A6 a defective yes. */
  readonly code: string;
  /** What it says yes to; all of it, the part that is there, or nothing. */
  readonly approvedMinor: bigint;
  readonly wrongPins: number;
}

/**
 * What the issuer says, first reason wins: form, reachability, card, person, money. A PIN that was
 * typed must be the right one, also where none was needed (a tap above the no-PIN limit). A wrong
 * one counts even when the money would not have been there either; a right one clears the count.
 */
export function judgeCard(question: IssuerQuestion): IssuerVerdict {
  const { card, account, amountMinor, issuerDown, chipGenuine, nowMs } = question;
  const wrongPins = account?.wrongPins ?? 0;
  const say = (code: string, wrong = wrongPins, approvedMinor = 0n): IssuerVerdict => ({
    code,
    approvedMinor,
    wrongPins: wrong,
  });
  if (!card.checkDigitValid) return say('14');
  // The pad's keys are not ours any more: it signs on again (99). Nobody typed a wrong PIN.
  if (card.isPinUnreadable === true) return say('99');
  if (issuerDown) return say('91');
  if (account === undefined) return say('14');
  if (!chipGenuine) return say('59');
  if (account.standing === 'stolen') return say('43');
  if (account.expiry < monthOf(nowMs)) return say('54');
  if (account.standing === 'restricted') return say('62');
  if (wrongPins >= MAX_WRONG_PINS) return say('75');
  const asksPin = account.verification === 'online-pin' || card.pinHash !== null;
  if (asksPin && card.pinHash !== account.pinHash) {
    if (card.pinHash === null) return say('55');
    return say(wrongPins + 1 >= MAX_WRONG_PINS ? '75' : '55', wrongPins + 1);
  }
  if (amountMinor > account.limitMinor) return say('61', 0);
  const freeMinor = spendable(account);
  if (amountMinor <= freeMinor) return say(yesTo(amountMinor, account), 0, amountMinor);
  const isPart = question.mayBePart && account.approvesInPart && freeMinor > 0n;
  return isPart ? say('10', 0, freeMinor) : say('51', 0);
}

/** What a card may still spend: not what is held on it. */
export function spendable({ availableMinor, heldMinor }: CardAccount): bigint {
  return availableMinor - heldMinor;
}

/** Done, and to be confirmed with the other bank: money like any other until then. */
const DEFECTIVE = ['A2', 'A4', 'A5', 'A6'] as const;

/** Whether the issuer has said yes, to all of it or to a part. */
export function isYes(code: string): boolean {
  return code === '00' || code === '10' || DEFECTIVE.some((one) => one === code);
}

/** So that a course can have each of them: the amount's last digit says which, A2 where it names none. */
function yesTo(amountMinor: bigint, { yesIsDefective }: CardAccount): string {
  // Of nothing, as a balance is asked, there is nothing to confirm.
  if (!yesIsDefective || amountMinor <= 0n) return '00';
  return DEFECTIVE.find((code) => BigInt(code.slice(1)) === amountMinor % 10n) ?? DEFECTIVE[0];
}

/** ISO `YYYY-MM`, so that text order is time order; a card is good to the end of its month. */
function monthOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 7);
}
