import { formatTypedCode, parseTypedCode } from './typed-code.ts';

/**
 * Roles of the field: 99 sees to the till itself (download, parameters, readiness) and sells
 * nothing, 00 decides, 01 and up sell (P28).
 */
export type OperatorRole = 'administrator' | 'supervisor' | 'cashier';

const ADMINISTRATOR_NUMBER = '99';
const SUPERVISOR_NUMBER = '00';

/** The number is the role, as on a terminal: nobody can be given one that does not fit. */
export function roleOfNumber(operatorId: string): OperatorRole {
  if (operatorId === ADMINISTRATOR_NUMBER) return 'administrator';
  return operatorId === SUPERVISOR_NUMBER ? 'supervisor' : 'cashier';
}

export function maySell(role: OperatorRole): boolean {
  return role !== 'administrator';
}

/**
 * What a cashier may do alone, unless the bank's list says otherwise (A28): take something off a price,
 * and take goods off the counter again. Without the right a supervisor's PIN is asked for each time.
 */
export const RIGHTS = ['discount', 'delete'] as const;

export type Right = (typeof RIGHTS)[number];

/** As the bank lists somebody; `mayNot` absent: has every right. */
export interface RightHolder {
  readonly role: OperatorRole;
  readonly mayNot?: readonly Right[];
}

/** A supervisor decides, whatever a list says. */
export function hasRight({ role, mayNot = [] }: RightHolder, right: Right): boolean {
  return role === 'supervisor' || !mayNot.includes(right);
}

/**
 * Start codes: with one, an operator sets the PIN at a till. 80 bits cannot be guessed from what the
 * till is told of it, and each till takes a code once.
 */
export const START_CODE_BYTES = 10;
export const START_CODE_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

export function formatStartCode(random: Uint8Array): string {
  return formatTypedCode([...random]);
}

/** What bank and till take the hash of: a code opens one number of one merchant. Null: no code. */
export function startCodeText(
  merchantId: string,
  operatorId: string,
  typed: string,
): string | null {
  const hex = parseTypedCode(typed, START_CODE_BYTES);
  return hex === null ? null : `start-code:${merchantId}:${operatorId}:${hex}`;
}
