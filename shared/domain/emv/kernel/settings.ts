import type { Minor } from '../../money.ts';

/** What the bank gives a terminal for its decisions (P17), hex as the books write it. */
export interface TerminalSettings {
  readonly country: string;
  readonly currency: string;
  /** 22: attended, online with offline capability (EMV Book 4, A1). */
  readonly terminalType: string;
  readonly terminalVersion: string;
  /** Tag 9F33: what it can read, how it can verify a holder, how it can authenticate a card. */
  readonly capabilities: string;
  readonly floorLimitMinor: Minor;
  readonly randomSelection: RandomSelection;
  readonly contactless: ContactlessLimits;
  readonly actionDenial: string;
  readonly actionOnline: string;
  readonly actionDefault: string;
}

/** Below the threshold a fixed share, above it a share that rises to the maximum at the floor limit. */
export interface RandomSelection {
  readonly thresholdMinor: Minor;
  readonly sharePercent: number;
  readonly maxSharePercent: number;
}

export interface ContactlessLimits {
  readonly noPinLimitMinor: Minor;
  readonly transactionLimitMinor: Minor;
}

/** One sale, as the kernel sees it. Time and chance are handed in. */
export interface KernelTransaction {
  readonly amountMinor: Minor;
  /** Of the same card in the sale before, 0 where it was another card. */
  readonly lastAmountMinor: Minor;
  /** Local, `YYMMDD`. */
  readonly date: string;
  readonly entryMode: 'chip' | 'contactless';
  readonly isHot: boolean;
  readonly isForcedOnline: boolean;
  /** Nothing is paid: what is on the card is asked, with its PIN (TERMINAL 2a: balance). */
  readonly isEnquiry?: boolean;
  /** The amount is held and not taken: online and with a PIN, however little it is. */
  readonly isHold?: boolean;
  /** 4 bytes that nobody can predict. */
  readonly unpredictableNumber: string;
  /** 1 to 99, drawn for this transaction. */
  readonly draw: number;
}

/** What came of asking for a PIN; `not-asked` where no method needs one. */
export type PinOutcome =
  | 'not-asked'
  | 'entered'
  | 'not-entered'
  | 'right'
  | 'wrong'
  | 'tries-exceeded'
  | 'no-pin-pad';
