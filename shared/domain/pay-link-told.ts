import { institutionsIn } from './institutions.ts';
import { noCard, type PayLink, type PayLinkTold } from './pay-link.ts';
import type { Payment } from './payment.ts';
import { closeFamily } from './recovery.ts';
import type { Sale } from './sale.ts';

/** The sale with a link that is being asked for. */
export function withPayLink(sale: Sale, link: PayLink): Sale {
  return { ...sale, payLinks: [...(sale.payLinks ?? []), link] };
}

/** `leaving`: keys of the queue's rows that nobody has to decide about any more (P13). */
export function withPayLinkTold(
  sale: Sale,
  linkId: string,
  told: PayLinkTold,
  atMs: number,
): { readonly sale: Sale; readonly leaving: readonly string[] } {
  const link = sale.payLinks?.find(({ core }) => core.id === linkId);
  const isOver = link?.status.state === 'paid' || link?.status.state === 'closed';
  // What is final stays so, whatever comes late.
  if (link === undefined || isOver) return { sale, leaving: [] };
  const status = statusAfter(told, atMs);
  const payLinks = sale.payLinks?.map((one) => (one === link ? { ...one, status } : one)) ?? [];
  const after = { ...sale, payLinks };
  if (told.state !== 'paid') return { sale: after, leaving: [] };
  const paid = withPayment(after, link, told, atMs);
  return closeFamily(paid, linkId, { type: 'recovered', atMs, byPaymentId: linkId });
}

function statusAfter(told: PayLinkTold, atMs: number): PayLink['status'] {
  switch (told.state) {
    case 'open':
      return { ...told, atMs };
    case 'paid':
      return { state: 'paid', atMs };
    case 'closed':
      return { ...told, atMs };
  }
}

/** A payment of this till like any other: the last try of the tender, and the one that counts. */
function withPayment(
  sale: Sale,
  { core, tenderId, madeAtMs }: PayLink,
  told: Extract<PayLinkTold, { state: 'paid' }>,
  atMs: number,
): Sale {
  const { authorisationCode, referenceNumber, maskedNumber, watchCode } = told;
  const payment: Payment = {
    id: core.id,
    tenderId,
    core,
    card: noCard(maskedNumber),
    createdAtMs: madeAtMs,
    status: {
      state: 'approved',
      atMs,
      authorisationCode,
      referenceNumber,
      ...(watchCode === undefined ? {} : { watchCode }),
      ...institutionsIn(told),
    },
  };
  const tenders = sale.tenders.map((tender) =>
    tender.id === tenderId && tender.kind === 'card'
      ? { ...tender, paymentIds: [...tender.paymentIds, core.id] }
      : tender,
  );
  return { ...sale, tenders, payments: [...sale.payments, payment] };
}
