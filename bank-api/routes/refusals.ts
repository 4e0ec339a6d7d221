import type { FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { apiError, type ApiError } from '../../shared/contracts/bank-api.ts';
import { factsOf, type ErrorCode } from '../../shared/contracts/error-codes.ts';
import { present } from '../../shared/lib/assert.ts';
import { isLockedOut, isUnstorable } from '../store/database.ts';

/** Refused while reading the body, where Fastify only lets an exception through. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly refusal: 'request-malformed' | 'body-too-large';

  constructor(code: 'request-malformed' | 'body-too-large', message: string) {
    super(message);
    this.refusal = code;
  }
}

export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: readonly string[];
}

/** Documents the one shape of every refusal. */
export const REFUSALS = { '4xx': apiError, '5xx': apiError } as const;

/** What an exception on the way to a handler, or in it, means to the caller. */
export function refusal(error: unknown): Refusal {
  if (error instanceof BodyError) return refuse(error.refusal, error.message);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const details = error.validation.map(
      (issue) => `${issue.instancePath || '(body)'}: ${issue.message ?? 'does not fit'}`,
    );
    return { ...refuse('request-malformed', 'the request does not fit the contract'), details };
  }
  if (isLockedOut(error))
    return refuse('in-progress', 'an earlier request is still being worked on');
  if (isUnstorable(error)) return refuse('request-malformed', 'a value that cannot be stored');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return refuse('body-too-large', 'above the limit of this address');
  if (code.startsWith('FST_ERR_')) {
    const message = error instanceof Error ? error.message : code;
    return refuse('request-malformed', message);
  }
  // The text of an unexpected error may hold anything: it goes to the log, not over the line.
  return refuse('bank-internal', 'the bank failed; the outcome must be asked for');
}

function refuse(code: ErrorCode, message: string): Refusal {
  return { status: statusOf(code), code, message };
}

export function statusOf(code: ErrorCode): number {
  return present(factsOf(code).status, `HTTP status of ${code}`);
}

export function refusalBody(
  code: ErrorCode,
  message: string,
  details?: readonly string[],
): ApiError {
  const text = message.slice(0, 500);
  return {
    error:
      details === undefined
        ? { code, message: text }
        : { code, message: text, details: details.slice(0, 20).map((line) => line.slice(0, 300)) },
  };
}

/** Ends the request with the registry's status and the contract's shape. */
export function sendRefusal(
  reply: FastifyReply,
  code: ErrorCode,
  message: string,
  details?: readonly string[],
): FastifyReply {
  if (code === 'too-many-requests') void reply.header('retry-after', '60');
  if (code === 'in-progress') void reply.header('retry-after', '1');
  return reply
    .code(statusOf(code))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(refusalBody(code, message, details)));
}
