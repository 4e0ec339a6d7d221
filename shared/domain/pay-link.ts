import { schemeByNumber } from './card-scheme.ts';
import type { NamesInstitutions } from './institutions.ts';
import type { Payment, PaymentCore } from './payment.ts';

/**
 * A pay link (P13): a payment that the till prepares for a refused promise, and the customer makes on
 * a page of the bank. It becomes a payment of the sale only with the bank's signed word that it is
 * paid; until then it keeps every other way of taking this money shut (I2).
 *
 *   asked ──▶ open ──▶ paid       the bank has said so; the loss is recovered
 *     │         └────▶ closed     withdrawn, too old, or not possible: the loss is open as before
 *     └──────────────▶ closed
 *
 * `asked` and `open` are the same to everybody but the screen: what is at the bank is not known for
 * certain, and is asked about under the same id, after a crash too.
 */
export interface PayLink {
  /** The payment that the customer makes: its id is the link's, and it supersedes the refused one. */
  readonly core: PaymentCore;
  /** The card tender whose promise was refused. */
  readonly tenderId: string;
  readonly operatorId: string;
  readonly madeAtMs: number;
  readonly status: PayLinkStatus;
}

export type PayLinkStatus =
  | { readonly state: 'asked'; readonly sinceMs: number }
  | {
      readonly state: 'open';
      /** When the bank said last that nobody has paid. */
      readonly atMs: number;
      readonly url: string;
      readonly expiresAtMs: number;
    }
  | { readonly state: 'paid'; readonly atMs: number }
  | { readonly state: 'closed'; readonly atMs: number; readonly why: PayLinkEnd };

/** `refused`: the bank would not read it, and has not taken its number either. */
export type PayLinkEnd = 'withdrawn' | 'expired' | 'not-possible' | 'refused';

/** What a signed answer of the bank, or its refusal, makes of a link. */
export type PayLinkTold =
  | { readonly state: 'open'; readonly url: string; readonly expiresAtMs: number }
  | ({
      readonly state: 'paid';
      readonly authorisationCode: string;
      readonly referenceNumber: string;
      readonly maskedNumber: string;
      /** Of a defective success. */
      readonly watchCode?: string;
    } & NamesInstitutions)
  | { readonly state: 'closed'; readonly why: PayLinkEnd };

interface WithLinks {
  readonly payLinks?: readonly PayLink[];
}

export type OpenPayLink = PayLink & {
  readonly status: Extract<PayLinkStatus, { state: 'asked' | 'open' }>;
};

function isOpenLink(link: PayLink): link is OpenPayLink {
  return link.status.state === 'asked' || link.status.state === 'open';
}

/** Whether its customer has paid is the bank's to say: these are asked about. */
export function openLinks({ payLinks = [] }: WithLinks): readonly OpenPayLink[] {
  return payLinks.filter(isOpenLink);
}

/** The one of this tender; there is never a second. */
export function openLinkOf(sale: WithLinks, tenderId: string): OpenPayLink | null {
  return openLinks(sale).find((link) => link.tenderId === tenderId) ?? null;
}

/** As a day end counts it: asked, and no answer, neither in the totals nor dropped (P23, F36). */
export function openPayment({ core, tenderId, madeAtMs }: OpenPayLink): Payment {
  const status = { state: 'unknown', sinceMs: madeAtMs } as const;
  return { id: core.id, core, tenderId, card: noCard(''), createdAtMs: madeAtMs, status };
}

/** No card was in this shop: there is nothing to know of it but what the bank tells. */
export function noCard(maskedNumber: string): Payment['card'] {
  const unread = { cardToken: '', scheme: schemeByNumber(maskedNumber), expiry: '' };
  return { maskedNumber, ...unread, entryMode: 'link', verification: 'none' };
}
