import type {
  AuthorisationAnswer,
  QueryAnswer,
  ReversalAnswer,
  UploadResult,
} from '../../shared/contracts/bank-api.ts';
import { institutionsIn } from '../../shared/domain/institutions.ts';
import { minor } from '../../shared/domain/money.ts';
import { namedBy } from './institutions.ts';
import type { StoredPayment } from './records.ts';

/**
 * Answers are made from the stored record alone and in a fixed order of members: asked again a
 * year later, the same bytes come back (F15, P1).
 */

/** "Invalid transaction": what a payment that was taken back hears when it comes (again). */
const TAKEN_BACK = '12';

export function authorisationAnswerOf(payment: StoredPayment): AuthorisationAnswer {
  const { id, authorisationCode, referenceNumber } = payment;
  const approved = payment.state === 'approved' || payment.state === 'posted';
  const takenBack = payment.state === 'reversed' || payment.state === 'tombstone';
  const yes = payment.askedMinor === null ? 'approved' : 'approved-in-part';
  return {
    id,
    outcome: approved ? yes : 'declined',
    code: takenBack ? TAKEN_BACK : payment.code,
    approvedMinor: minor(approved ? Number(payment.amountMinor) : 0),
    authorisationCode: approved ? authorisationCode : '',
    referenceNumber,
    issuerAuthentication: takenBack ? '' : payment.issuerAuthentication,
    ...(approved ? namedBy(payment.maskedNumber) : {}),
  };
}

export function uploadResultOf(payment: StoredPayment): UploadResult {
  const answer = authorisationAnswerOf(payment);
  const { id, code, authorisationCode, referenceNumber } = answer;
  return { id, code, authorisationCode, referenceNumber, message: '', ...institutionsIn(answer) };
}

export function refusedUpload(id: string, code: string, message: string): UploadResult {
  return { id, code, authorisationCode: '', referenceNumber: '', message };
}

/** Final whatever it says (P6). */
export function reversalAnswerOf(payment: StoredPayment): ReversalAnswer {
  const { id, state } = payment;
  switch (state) {
    case 'tombstone':
      return { id, outcome: 'tombstone', code: '00' };
    case 'declined':
    case 'refused':
      return { id, outcome: 'nothing-to-undo', code: '00' };
    case 'reversed':
    case 'approved':
    case 'posted':
      return { id, outcome: 'reversed', code: '00' };
  }
}

export function queryAnswerOf(payment: StoredPayment): QueryAnswer {
  const answer = authorisationAnswerOf(payment);
  const state = payment.state === 'tombstone' ? 'reversed' : payment.state;
  return {
    known: true,
    id: payment.id,
    state: answer.outcome === 'approved-in-part' ? answer.outcome : state,
    code: answer.code,
    approvedMinor: answer.approvedMinor,
    authorisationCode: answer.authorisationCode,
    referenceNumber: answer.referenceNumber,
    issuerAuthentication: answer.issuerAuthentication,
    ...institutionsIn(answer),
  };
}
