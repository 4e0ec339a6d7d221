import type { AuthorisationAnswer, AuthorisationRequest } from '../shared/contracts/bank-api.ts';
import { BankPen } from './bank-pen.ts';
import { AUTHORISATIONS, REVERSALS, SIGNATURES, type Cable } from './cable.ts';
import type { RunningBank } from './whole-way/running-bank.ts';

/** Until it is called, the bank's own hand answers in place of its books. */
type TheTruthAgain = () => void;

/** Says yes to every payment, and the books know nothing of it: the bank misses a record (F34). */
export async function approveUnbooked(cable: Cable, bank: RunningBank): Promise<TheTruthAgain> {
  const pen = await BankPen.of(bank);
  cable.answer(AUTHORISATIONS, (exchange) => {
    const { core } = JSON.parse(exchange.body) as AuthorisationRequest;
    const body: AuthorisationAnswer = {
      id: core.id,
      outcome: 'approved',
      code: '00',
      approvedMinor: core.amountMinor,
      authorisationCode: '123456',
      referenceNumber: '100000000001',
      issuerAuthentication: '',
    };
    return Promise.resolve(pen.write(exchange, { status: 200, body }));
  });
  return () => cable.answer(AUTHORISATIONS, null);
}

/** Says that it is taken back, and has it still: the bank has one record too many (F34). */
export async function reverseUnbooked(cable: Cable, bank: RunningBank): Promise<TheTruthAgain> {
  const pen = await BankPen.of(bank);
  cable.answer(REVERSALS, (exchange) => {
    const { core } = JSON.parse(exchange.body) as { readonly core: { readonly id: string } };
    const body = { id: core.id, outcome: 'reversed', code: '00' };
    return Promise.resolve(pen.write(exchange, { status: 200, body }));
  });
  return () => cable.answer(REVERSALS, null);
}

/** The line is there, and no reversal gets through. */
export function loseReversals(cable: Cable): TheTruthAgain {
  cable.answer(REVERSALS, () => Promise.reject(new Error('lost on the way to the bank')));
  return () => cable.answer(REVERSALS, null);
}

/** Knows no payment that anybody has signed for: every signature is refused. */
export async function refuseSignatures(cable: Cable, bank: RunningBank): Promise<TheTruthAgain> {
  const pen = await BankPen.of(bank);
  cable.answer(SIGNATURES, (exchange) => Promise.resolve(pen.refuse(exchange, 'not-found')));
  return () => cable.answer(SIGNATURES, null);
}
