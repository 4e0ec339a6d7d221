import type { OperatorList } from '../../shared/contracts/operator-list.ts';
import {
  formatStartCode,
  RIGHTS,
  roleOfNumber,
  START_CODE_BYTES,
  START_CODE_LIFE_MS,
  startCodeText,
  type Right,
} from '../../shared/domain/operators.ts';
import { present } from '../../shared/lib/assert.ts';
import type { BookingPorts } from '../ports.ts';
import { sha256Hex } from '../security/hashing.ts';
import type { BankDatabase, BankTransaction } from '../store/database.ts';

type OperatorPorts = Pick<BookingPorts, 'database' | 'clock' | 'random'>;

export interface NamedOperator {
  readonly merchantId: string;
  readonly operatorId: string;
}

/** As it goes to the tills, signed with the answer (P21, P28). */
export async function readOperatorList(
  db: BankDatabase,
  merchantId: string,
): Promise<OperatorList> {
  const { operators_version: version } = await db
    .selectFrom('merchants')
    .select('operators_version')
    .where('id', '=', merchantId)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('operators')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .orderBy('id')
    .execute();
  const operators = rows.map((row) => {
    const { id, name, role, start_code_hash, start_code_expires_at_ms } = row;
    const mayNot = RIGHTS.filter((right) => !row[COLUMN_OF[right]]);
    return {
      id,
      name,
      role,
      startCode:
        start_code_hash === null
          ? null
          : { hash: start_code_hash, expiresAtMs: Number(start_code_expires_at_ms) },
      ...(mayNot.length === 0 ? {} : { mayNot }),
    };
  });
  return { version: Number(version), operators };
}

const COLUMN_OF = { discount: 'may_discount', delete: 'may_delete' } as const satisfies Readonly<
  Record<Right, string>
>;

/** A cashier may do this alone from now on, or asks a supervisor each time (A28). */
export async function setRight(
  { database }: OperatorPorts,
  { merchantId, operatorId }: NamedOperator,
  right: Right,
  isAllowed: boolean,
): Promise<boolean> {
  return changeList(database, merchantId, async (db) => {
    const changed = await db
      .updateTable('operators')
      .set({ [COLUMN_OF[right]]: isAllowed })
      .where('merchant_id', '=', merchantId)
      .where('id', '=', operatorId)
      .where('role', '=', 'cashier')
      .returning('id')
      .executeTakeFirst();
    return changed !== undefined;
  });
}

/** A new operator, or another name for a known one; the number says the role. */
export async function setOperator(
  { database }: OperatorPorts,
  { merchantId, operatorId }: NamedOperator,
  name: string,
): Promise<boolean> {
  return changeList(database, merchantId, async (db) => {
    await db
      .insertInto('operators')
      .values({ merchant_id: merchantId, id: operatorId, name, role: roleOfNumber(operatorId) })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet({ name }))
      .execute();
    return true;
  });
}

/** From the next sign-on of each till on, who is removed cannot sign in; the bank refuses at once. */
export async function removeOperator(
  { database }: OperatorPorts,
  { merchantId, operatorId }: NamedOperator,
): Promise<boolean> {
  return changeList(database, merchantId, async (db) => {
    const removed = await db
      .deleteFrom('operators')
      .where('merchant_id', '=', merchantId)
      .where('id', '=', operatorId)
      .returning('id')
      .executeTakeFirst();
    return removed !== undefined;
  });
}

/** A fresh code, shown once and stored as a hash only; the one before it dies. Null: nobody's. */
export async function issueStartCode(
  { database, clock, random }: OperatorPorts,
  { merchantId, operatorId }: NamedOperator,
): Promise<string | null> {
  const code = formatStartCode(random.bytes(START_CODE_BYTES));
  const text = present(startCodeText(merchantId, operatorId, code), 'a code of our own making');
  const isIssued = await changeList(database, merchantId, async (db) => {
    const known = await db
      .updateTable('operators')
      .set({
        start_code_hash: sha256Hex(text),
        start_code_expires_at_ms: BigInt(clock.nowMs() + START_CODE_LIFE_MS),
      })
      .where('merchant_id', '=', merchantId)
      .where('id', '=', operatorId)
      .returning('id')
      .executeTakeFirst();
    return known !== undefined;
  });
  return isIssued ? code : null;
}

/** One change at a time, each with a version of its own; false: there was nothing to change. */
async function changeList(
  database: BankDatabase,
  merchantId: string,
  change: (db: BankTransaction) => Promise<boolean>,
): Promise<boolean> {
  return database.transaction().execute(async (db) => {
    const merchants = db.selectFrom('merchants').where('id', '=', merchantId);
    const merchant = await merchants.select('id').forUpdate().executeTakeFirst();
    if (merchant === undefined || !(await change(db))) return false;
    await db
      .updateTable('merchants')
      .set(({ eb }) => ({ operators_version: eb('operators_version', '+', 1n) }))
      .where('id', '=', merchantId)
      .execute();
    return true;
  });
}
