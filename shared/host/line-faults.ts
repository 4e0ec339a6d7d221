import { apiError } from '../contracts/bank-api.ts';
import { factsOf, isErrorCode, type ErrorCode } from '../contracts/error-codes.ts';
import type { LineCause, LineFault } from '../contracts/line-answer.ts';
import { isWellFormedThroughout } from '../lib/canonical-json.ts';
import type { HttpAnswer } from './ports.ts';

/** A portal's page, a proxy's error, a forgery: it counts as offline, never as an answer (F22). */
export function notTheBank(answer: HttpAnswer): LineFault {
  const gateway = answer.status >= 500;
  return lineFault(gateway ? 'bank-unavailable' : 'line-not-the-bank', {
    cause: gateway ? 'bank' : 'portal',
    retryAfterMs: retryAfterOf(answer),
    detail: `status ${answer.status} without the bank's signature`,
  });
}

/**
 * The bank's own signed no. Below 500 nothing was done, but for "in progress". A reason that does not
 * go with the status is none: a bank that broke may not be read as one that refused.
 */
export function refusal(answer: HttpAnswer): LineFault {
  const parsed = apiError.safeParse(jsonOf(answer.body));
  const named = parsed.success ? parsed.data.error.code : '';
  const isReason = isErrorCode(named) && factsOf(named).status === answer.status;
  const code = isReason ? named : 'bank-internal';
  return lineFault(code, {
    mayHaveArrived: answer.status >= 500 || answer.status === 409 || answer.status === 429,
    retryAfterMs: retryAfterOf(answer),
    detail: parsed.success ? parsed.data.error.message : `status ${answer.status}`,
  });
}

function retryAfterOf({ headers }: HttpAnswer): number | null {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : null;
}

export function codeOfCause(cause: LineCause, mayHaveArrived: boolean): ErrorCode {
  if (mayHaveArrived) return 'line-no-answer';
  if (cause === 'own-network') return 'line-own-network';
  if (cause === 'internet') return 'line-internet';
  if (cause === 'forced') return 'line-forced-offline';
  return 'line-bank-unreachable';
}

export function lineFault(code: ErrorCode, facts: Partial<LineFault>): LineFault {
  return { code, mayHaveArrived: true, cause: 'bank', retryAfterMs: null, detail: '', ...facts };
}

/** Undefined for what is no JSON, or holds half a character: that could not be written down (P4). */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Bytes hold whole characters only; half of one comes as an escape.
    return text.includes('\\u') && !isWellFormedThroughout(value) ? undefined : value;
  } catch {
    return undefined;
  }
}
