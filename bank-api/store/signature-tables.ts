import type { SignatureUpload } from '../../shared/contracts/signature-api.ts';
import type { KeptSignature, SignedPayment } from '../domain/card-signatures.ts';
import type { BankTransaction } from './database.ts';
import type { KnownTerminal } from './terminal-store.ts';

/** What a cardholder has signed is evidence, as little rewritten as money is (P2). */
export const CARD_SIGNATURES = [
  `create table card_signatures (
    merchant_id text not null,
    payment_id uuid not null,
    sale_id uuid not null,
    operator_id text not null,
    signed_at_ms bigint not null,
    kept_at_ms bigint not null,
    content_hash text not null check (length(content_hash) = 64),
    strokes jsonb not null,
    primary key (merchant_id, payment_id),
    foreign key (merchant_id, payment_id) references transactions (merchant_id, id))`,
  `create trigger append_only before update or delete or truncate on card_signatures
    for each statement execute function refuse_change()`,
  `revoke update, delete, truncate on card_signatures from public, current_user`,
];

export async function readSigned(
  db: BankTransaction,
  merchantId: string,
  paymentId: string,
): Promise<{ readonly payment: SignedPayment | null; readonly kept: KeptSignature | null }> {
  const payment = await db
    .selectFrom('transactions')
    .select(['kind', 'terminal_id', 'sale_id'])
    .where('merchant_id', '=', merchantId)
    .where('id', '=', paymentId)
    .executeTakeFirst();
  const kept = await db
    .selectFrom('card_signatures')
    .select(['content_hash', 'kept_at_ms'])
    .where('merchant_id', '=', merchantId)
    .where('payment_id', '=', paymentId)
    .executeTakeFirst();
  return {
    payment:
      payment === undefined
        ? null
        : { kind: payment.kind, terminalId: payment.terminal_id, saleId: payment.sale_id },
    kept:
      kept === undefined
        ? null
        : { contentHash: kept.content_hash, keptAtMs: Number(kept.kept_at_ms) },
  };
}

export async function writeSignature(
  db: BankTransaction,
  { merchantId }: Pick<KnownTerminal, 'merchantId'>,
  { paymentId, saleId, operatorId, signedAtMs, strokes }: SignatureUpload,
  { contentHash, keptAtMs }: KeptSignature,
): Promise<void> {
  await db
    .insertInto('card_signatures')
    .values({
      merchant_id: merchantId,
      payment_id: paymentId,
      sale_id: saleId,
      operator_id: operatorId,
      signed_at_ms: BigInt(signedAtMs),
      kept_at_ms: BigInt(keptAtMs),
      content_hash: contentHash,
      strokes: JSON.stringify(strokes),
    })
    .execute();
}
