import type { CashRounding } from '../../shared/domain/cash.ts';
import { DEFAULT_CHIP_PARAMETERS } from '../../shared/domain/demo-merchant.ts';
import type { OfflinePolicy, TerminalParameters } from '../../shared/domain/parameters.ts';
import { TEST_CARDS } from '../../shared/domain/test-cards.ts';
import { present } from '../../shared/lib/assert.ts';
import { fromBase64 } from '../../shared/lib/bytes.ts';
import { canonicalJson } from '../../shared/lib/canonical-json.ts';
import { hmacHex } from '../security/hashing.ts';
import { readParameters } from '../store/terminal-store.ts';
import type { BookingPorts } from '../ports.ts';

export interface ParameterChanges {
  readonly offline?: Partial<OfflinePolicy>;
  readonly mostRecordsPerBatch?: number;
  readonly cashRounding?: CashRounding;
}

/** A new version of the merchant's parameters; versions only go up (P15). */
export async function changeParameters(
  ports: BookingPorts,
  merchantId: string,
  { offline, ...changes }: ParameterChanges,
): Promise<number> {
  const { version } = await rewriteParameters(ports, merchantId, (before) => ({
    ...before,
    ...changes,
    offline: { ...before.offline, ...offline },
  }));
  return version;
}

/** The version of the hot list then (P21). Null: no such merchant, or no card whose number is known. */
export async function setHotCard(
  ports: BookingPorts,
  merchantId: string,
  { cardId, isHot }: { readonly cardId: string; readonly isHot: boolean },
): Promise<number | null> {
  const card = TEST_CARDS.find(({ id }) => id === cardId);
  const merchant = await ports.database
    .selectFrom('merchants')
    .select('card_token_key')
    .where('id', '=', merchantId)
    .executeTakeFirst();
  if (card === undefined || merchant === undefined) return null;
  const tokenKey = present(fromBase64(merchant.card_token_key), 'card token key');
  const token = hmacHex(tokenKey, card.number);
  const { hotListVersion } = await rewriteParameters(ports, merchantId, (before) => {
    const others = before.hotCardTokens.filter((one) => one !== token);
    return { ...before, hotCardTokens: isHot ? [...others, token] : others };
  });
  return hotListVersion;
}

/**
 * Whether cards of an authority can be proved without a line, by the index of its key. The version
 * of the keys then; null: no such merchant, or no key of this index is known.
 */
export async function setAuthorityKey(
  ports: BookingPorts,
  merchantId: string,
  { index, isTrusted }: { readonly index: number; readonly isTrusted: boolean },
): Promise<number | null> {
  const key = DEFAULT_CHIP_PARAMETERS.authorityKeys.find((one) => one.index === index);
  const merchant = await ports.database
    .selectFrom('merchants')
    .select('id')
    .where('id', '=', merchantId)
    .executeTakeFirst();
  if (key === undefined || merchant === undefined) return null;
  const { keysVersion } = await rewriteParameters(ports, merchantId, (before) => {
    const others = before.chip.authorityKeys.filter((one) => one.index !== index);
    const authorityKeys = isTrusted ? [...others, key] : others;
    return { ...before, chip: { ...before.chip, authorityKeys } };
  });
  return keysVersion;
}

async function rewriteParameters(
  { database }: BookingPorts,
  merchantId: string,
  change: (before: TerminalParameters) => TerminalParameters,
): Promise<TerminalParameters> {
  return database.transaction().execute(async (db) => {
    // Locked first: two changes at once would both become the next version, and one would be lost.
    const merchant = db.selectFrom('parameters').where('merchant_id', '=', merchantId);
    await merchant.select('version').forUpdate().execute();
    const before = await readParameters(db, merchantId);
    const body = nextVersion(before, change(before));
    await db
      .updateTable('parameters')
      .set({ version: BigInt(body.version), body })
      .where('merchant_id', '=', merchantId)
      .execute();
    return body;
  });
}

/** Whoever changes the hot list or the keys need not think of their versions: tills compare them (P21). */
function nextVersion(before: TerminalParameters, after: TerminalParameters): TerminalParameters {
  const raised = (version: number, ...[was, is]: readonly [unknown, unknown]): number =>
    canonicalJson(was) === canonicalJson(is) ? version : version + 1;
  return {
    ...after,
    version: before.version + 1,
    hotListVersion: raised(before.hotListVersion, before.hotCardTokens, after.hotCardTokens),
    keysVersion: raised(before.keysVersion, before.chip.authorityKeys, after.chip.authorityKeys),
  };
}
