import type { PaymentCore } from '../../shared/domain/payment.ts';
import { toHex } from '../../shared/lib/bytes.ts';
import type { ChipFault, ChipSaid } from './chip-check.ts';
import { counterFault, countersAfter, UNSEEN_CHIP } from './chip-counters.ts';
import type { Books, Change, StoredPayment } from './records.ts';

interface ChipSeen {
  readonly fault: ChipFault | null;
  readonly changes: readonly Change[];
  readonly facts: (
    approves: boolean,
  ) => Pick<StoredPayment, 'chipCounter' | 'issuerAuthentication'>;
}

interface Asked {
  readonly core: Pick<PaymentCore, 'id' | 'supersedes'>;
  readonly channel: StoredPayment['channel'];
}

/**
 * What the chip said, and whether it says it for the first time (P17). A promise that was refused is
 * tried again with the same words of its card (A14): the one that it supersedes had that counter.
 */
export function lookAtChip(
  books: Pick<Books, 'payments' | 'chipCounters'>,
  { core, channel }: Asked,
  chip: ChipSaid,
  cardHash: string,
): ChipSeen {
  if (!chip.genuine) return notGenuine(core.id, chip.fault);
  const { transactionCounter, type } = chip;
  const counters = books.chipCounters.get(cardHash) ?? UNSEEN_CHIP;
  const first = core.supersedes === undefined ? undefined : books.payments.get(core.supersedes);
  const isAgain = first?.cardHash === cardHash && first.chipCounter === transactionCounter;
  const isAskedLive = channel === 'online';
  const fault = isAgain ? null : counterFault(chip, counters, isAskedLive);
  if (fault !== null) return notGenuine(core.id, fault);
  const after = countersAfter(counters, transactionCounter, isAskedLive && type === 'ARQC');
  return {
    fault: null,
    changes: [{ type: 'chip-counters', cardHash, counters: after }],
    facts: (approves) => {
      const update = {
        approves,
        goOnlineNext: false,
        counters: approves ? 'reset' : 'keep',
      } as const;
      const isWaiting = isAskedLive && type === 'ARQC';
      return {
        chipCounter: transactionCounter,
        issuerAuthentication: isWaiting ? toHex(chip.answer(update)) : '',
      };
    },
  };
}

function notGenuine(id: string, fault: ChipFault): ChipSeen {
  return {
    fault,
    changes: [
      { type: 'security-event', kind: 'chip-not-genuine', detail: `payment ${id}: ${fault}` },
    ],
    facts: () => ({ chipCounter: null, issuerAuthentication: '' }),
  };
}
