import type { NamesInstitutions } from '../institutions.ts';
import type { CardFacts, PaymentCore, ReversalReason } from '../payment.ts';
import type { BatchRecord, SettlementTotals } from '../settlement-records.ts';

/**
 * One question of the till to the bank and what came back, as far as the till knows it. The bank
 * speaks JSON under signatures (PROTOCOL P26); `wire-message.ts` says the same in ISO 8583.
 */
export type BankExchange = {
  /** When it was decided or sent, by the till's clock. */
  readonly atMs: number;
  /** The sale it is about; empty for what concerns the terminal. */
  readonly saleId: string;
  /** Why there is no answer that a host would give: a code of the registry; null while none is known. */
  readonly fault: string | null;
} & (
  | {
      readonly kind: 'authorisation';
      readonly payment: WirePayment;
      readonly carriesPin: boolean;
      readonly answer: CodedAnswer | null;
    }
  | {
      readonly kind: 'reversal';
      readonly payment: WirePayment;
      readonly reason: ReversalReason;
      readonly answer: CodedAnswer | null;
    }
  | {
      readonly kind: 'stored-payment';
      readonly payment: WirePayment;
      /** The chip's own yes; null where nobody at all has said yes. */
      readonly chip: { readonly code: string; readonly certificate: string } | null;
      readonly answer: CodedAnswer | null;
    }
  | {
      readonly kind: 'balance';
      readonly terminal: WireTerminal;
      readonly currency: string;
      readonly carriesPin: boolean;
      readonly answer: BalanceTold | null;
    }
  | {
      readonly kind: 'sign-on' | 'echo';
      readonly terminal: WireTerminal;
      readonly answer: ManagementAnswer | null;
    }
  /** The totals of a batch, as the two sides compare them (P22). */
  | {
      readonly kind: 'settlement';
      readonly terminal: WireTerminal;
      readonly totals: SidesTold;
      readonly answer: SettlementTold | null;
    }
  /** One record of what is sent where they differ; the till names it by its id. */
  | {
      readonly kind: 'settlement-record';
      readonly terminal: WireTerminal;
      readonly record: Pick<BatchRecord, 'kind' | 'amountMinor'>;
      readonly answer: TakenIn | null;
    }
  /** How many there were; what the bank names in its answer has no place in a terminal's message. */
  | {
      readonly kind: 'settlement-end';
      readonly terminal: WireTerminal;
      readonly count: number;
      readonly answer: CountTold | null;
    }
  | { readonly kind: UntoldKind; readonly isAnswered: boolean }
);

/** What a terminal of the field never says, or each acquirer in words of its own. */
export type UntoldKind =
  | 'sale-report'
  | 'cash-return'
  | 'void-number'
  | 'question'
  | 'slip-question'
  | 'signature'
  | 'pay-link'
  | 'pay-link-end';

/** What a message says of a payment; the sealed card is not among it. */
export interface WirePayment {
  readonly core: Omit<PaymentCore, 'sealedCard'>;
  /** Null where nobody has looked it up: requests carry it sealed only. */
  readonly card: Pick<CardFacts, 'maskedNumber' | 'entryMode' | 'verification' | 'expiry'> | null;
  /**
   * A void that takes a completion back: terminals have other words for that. Null where it may be
   * one: the till has no such sale, and heard of nothing that the void names.
   */
  readonly ofCompletion?: true | null;
}

export interface WireTerminal {
  readonly terminalId: string;
  readonly merchantId: string;
  /** Who signs on; empty where the message does not say. */
  readonly operatorId: string;
  readonly batchNumber: number;
}

export interface CodedAnswer extends NamesInstitutions {
  readonly code: string;
  readonly authorisationCode: string;
  readonly referenceNumber: string;
  /** Another amount than was asked for (code 10); else null. */
  readonly approvedMinor: number | null;
  /** The bank's signed clock; null where only the outcome was written down. */
  readonly bankTimeMs: number | null;
}

export interface BalanceTold {
  readonly code: string;
  /** Null where it was not told. */
  readonly balanceMinor: number | null;
  readonly bankTimeMs: number;
}

export interface ManagementAnswer {
  readonly batchNumber: number;
  readonly bankTimeMs: number;
}

/** What was taken and what was given back. */
export type SidesTold = Pick<SettlementTotals, 'debit' | 'credit'>;

/** The bank's own totals, and how they stand to the till's; `error`: the batch was closed by another. */
export interface SettlementTold {
  readonly result: 'balanced' | 'not-balanced' | 'error';
  readonly currency: string;
  readonly totals: SidesTold;
  readonly bankTimeMs: number;
}

export interface TakenIn {
  readonly bankTimeMs: number;
}

export interface CountTold extends TakenIn {
  /** Records that the bank has of this settlement. */
  readonly count: number;
}
