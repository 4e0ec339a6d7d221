import type { QueryAnswer } from '../contracts/bank-api.ts';
import type { TillHost } from '../contracts/host.ts';
import { ok } from '../lib/result.ts';
import type { BankClient } from './bank-client.ts';
import type { CardDesk, ToldCard } from './card-desk.ts';

/**
 * What the bank says to a payment goes to the chip in the reader first (P17): no window hears a yes
 * that the card has not heard, and none that it did not believe without being told so.
 */
export function lineWithCard(
  line: BankClient,
  cards: Pick<CardDesk, 'hear'>,
): BankClient & Pick<TillHost, 'authorise' | 'query'> {
  const withCard = async <Answer extends object>(answer: Answer, told: ToldCard) => ({
    ...answer,
    ...(await cards.hear(told)),
  });
  return {
    ...line,
    authorise: async (request) => {
      const reply = await line.authorise(request);
      if (!reply.ok) return reply;
      const { answer } = reply.value;
      // A part is a yes to the card: it says so by the code (EMV Book 4, 12.1).
      const approves = answer.outcome !== 'declined';
      return ok({ ...reply.value, answer: await withCard(answer, { ...answer, approves }) });
    },
    query: async (question) => {
      const reply = await line.query(question);
      if (!reply.ok || !reply.value.answer.known) return reply;
      const { answer } = reply.value;
      const approves = YES.has(answer.state);
      // What was taken back before the card heard of it is no word of its issuer.
      if (!approves && answer.state !== 'declined') return reply;
      return ok({ ...reply.value, answer: await withCard(answer, { ...answer, approves }) });
    },
  };
}

const YES: ReadonlySet<string> = new Set<Extract<QueryAnswer, { known: true }>['state']>([
  'approved',
  'approved-in-part',
  'posted',
]);
