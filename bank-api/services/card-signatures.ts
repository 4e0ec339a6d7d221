import type { SignatureUpload } from '../../shared/contracts/signature-api.ts';
import { judgeSignature, type SignatureVerdict } from '../domain/card-signatures.ts';
import type { BookingPorts } from '../ports.ts';
import { contentHash } from '../security/hashing.ts';
import { retried } from '../store/database.ts';
import { readSigned, writeSignature } from '../store/signature-tables.ts';
import { recordSecurityEvent, type KnownTerminal } from '../store/terminal-store.ts';

/** Looked up, judged and kept in one commit: of two copies at once the second finds the first (F17). */
export async function keepSignature(
  { database, clock }: Pick<BookingPorts, 'database' | 'clock'>,
  terminal: KnownTerminal,
  upload: SignatureUpload,
): Promise<SignatureVerdict> {
  const { merchantId, terminalId } = terminal;
  const request = { ...upload, contentHash: contentHash(upload) };
  const atMs = clock.nowMs();
  const verdict = await retried(() =>
    database.transaction().execute(async (db) => {
      const books = await readSigned(db, merchantId, upload.paymentId);
      const judged = judgeSignature(request, terminalId, books, atMs);
      if (judged.type === 'keep') {
        await writeSignature(db, terminal, upload, {
          contentHash: request.contentHash,
          keptAtMs: judged.keptAtMs,
        });
      }
      return judged;
    }),
  );
  if (verdict.type === 'refused' && verdict.code === 'core-differs') {
    const detail = `another signature of payment ${upload.paymentId}`;
    await recordSecurityEvent(database, {
      kind: 'core-differs',
      atMs,
      merchantId,
      terminalId,
      detail,
    });
  }
  return verdict;
}
