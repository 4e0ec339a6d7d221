import type { ActOutcome } from '../../renderer/services/recovery/supervisor-acts.ts';
import type { TFunction } from 'i18next';
import type { Sale } from '../../shared/domain/sale.ts';
import type { FoundSale } from '../../renderer/services/paying/found-sales.ts';
import type { PaymentStepNews, Question } from '../../renderer/services/paying/payment-desk.ts';
import type { QueueRow } from '../../renderer/services/queue/queue-row.ts';
import type { TillFigures } from '../../renderer/services/queue/figures.ts';
import type { Verdict } from '../../renderer/stores/paying.ts';
import {
  meaningOfActs,
  saidOfAct,
  whatIsTheMatter,
} from '../../renderer/ui/queue/decision-words.ts';
import { barWords } from '../../renderer/ui/frame/bar-words.ts';
import { textOfCode } from '../../renderer/ui/payment/code-texts.ts';
import { explains, SENTENCES } from '../../renderer/ui/payment/step-sentences.ts';
import { isTakingBack, verdictWords } from '../../renderer/ui/payment/verdict-words.ts';

/**
 * What stands on the screen, as names of texts: chosen by the functions of the screens themselves,
 * so that the simulation holds the till to the very words that a cashier reads.
 */
export type Words = readonly string[];

const nameOf = ((key: string) =>
  key.includes(':') ? key : `payment:${key}`) as unknown as TFunction<['payment', 'codes']>;

export function wordsOfVerdict(
  verdict: Verdict,
  sale: Sale | null,
  news: readonly PaymentStepNews[],
  isRecovery = false,
): Words {
  const said = verdictWords(verdict, isTakingBack(news, sale), nameOf, isRecovery);
  const { title, money, meaning, code, isCodeExplained } = said;
  return [title, money, meaning, ...(code !== null && isCodeExplained ? [textOfCode(code)] : [])];
}

export function wordsOfStep({ step, progress, code }: PaymentStepNews): Words {
  const sentence = `payment:${SENTENCES[step][progress]}`;
  return explains(step, code) ? [sentence, textOfCode(code)] : [sentence];
}

export function wordsOfQuestion(question: Question): Words {
  switch (question.kind) {
    case 'pin':
      return [];
    case 'unknown':
      return ['payment:unknown', 'payment:unknownMoney', 'payment:unknownWhy'];
    case 'promise':
      return [
        'payment:provisional',
        question.chipApproved ? 'payment:provisionalChip' : 'payment:provisionalWhy',
      ];
  }
}

export const wordsOfFound = ({ fate }: FoundSale): Words => [`frame:left.${fate}`];

export function wordsOfRow({ state, reason, delivery, place }: QueueRow): Words {
  const mark = place === 'attention' ? place : delivery;
  return [`queue:state.${state}`, `queue:reason.${reason.kind}`, `queue:mark.${mark}`];
}

/** What the supervisor reads before deciding about it. */
export function wordsOfDecision(row: QueueRow): Words {
  const { decision } = row;
  if (decision === null) return [];
  const { writeOff, tryAgain } = meaningOfActs(decision);
  return [whatIsTheMatter(row), writeOff, tryAgain].map((key) => `queue:${key}`);
}

/** And afterwards. */
export const wordsOfAct = (done: ActOutcome): Words => [`queue:${saidOfAct(done)}`];

export function wordsOfBar(figures: TillFigures): Words {
  const { name, means } = barWords(figures);
  return [`frame:${name}`, `frame:${means}`];
}
