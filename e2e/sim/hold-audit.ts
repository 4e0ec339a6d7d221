import type { StoredPayment } from '../../bank-api/domain/records.ts';
import type { HoldAct } from '../../shared/domain/hold.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { QueueView } from '../../renderer/services/queue/queue-view.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

type Kind = StoredPayment['kind'];

/** What the till calls each of the three once the bank has done it, and what the bank calls it. */
const DONE: { readonly [Act in HoldAct]: { readonly state: Sale['state']; readonly kind: Kind } } =
  {
    hold: { state: 'held', kind: 'pre-authorisation' },
    complete: { state: 'completed', kind: 'completion' },
    release: { state: 'released', kind: 'pre-authorisation-void' },
  };

/** What is held, taken of it or let go (decision 14), looked at from outside. */
export class HoldAudit {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  #seenVersion = -1;

  constructor(bank: BankRecords, auditor: Auditor) {
    this.#bank = bank;
    this.#auditor = auditor;
  }

  /** I3, I9: the moment at which somebody reads that it is done. */
  async done(till: AuditedTill, id: string): Promise<string[]> {
    const copies = [this.#auditor.journalOf(till).sale(id), await till.databaseSale(id)];
    const unrecorded = copies.some(
      (sale) => sale?.hold === undefined || sale.state !== DONE[sale.hold.act].state,
    );
    return [
      ...(unrecorded ? [`I3 a step on a hold was shown, a copy does not hold it (${id})`] : []),
      ...(this.#standing(copies[0]) === undefined
        ? [`I9 a step on a hold was shown, and the bank has none that stands (${id})`]
        : []),
    ];
  }

  /** I1: at most one completion of a hold stands, of no more than 115 %, and none beside a release. */
  afterEvent(): string[] {
    if (this.#bank.version === this.#seenVersion) return [];
    this.#seenVersion = this.#bank.version;
    const problems: string[] = [];
    const followers = new Map<string, StoredPayment[]>();
    for (const one of this.#bank.payments.values()) {
      const isFollower = one.kind === 'completion' || one.kind === 'pre-authorisation-void';
      if (!isFollower || !this.#auditor.isStanding(one.id)) continue;
      const holdId = one.originalId ?? '';
      followers.set(holdId, [...(followers.get(holdId) ?? []), one]);
    }
    for (const [holdId, standing] of followers) {
      const hold = this.#bank.payments.get(holdId);
      const [first, second] = standing;
      if (hold?.kind !== 'pre-authorisation' || first === undefined) {
        problems.push(`I1 ${first?.id ?? ''} is of a hold that there is not`);
        continue;
      }
      if (second !== undefined) problems.push(`I1 hold ${holdId} is used up twice`);
      if (first.amountMinor * 100n > hold.amountMinor * 115n) {
        problems.push(`I1 ${first.amountMinor} of ${hold.amountMinor} held is taken`);
      }
    }
    return problems;
  }

  /** I3: what the till calls held, completed or released is so at the bank, for that very amount. */
  closing(till: AuditedTill): string[] {
    const { sales } = this.#auditor.journalOf(till);
    return [...sales.values()].flatMap((sale) => {
      const { id, hold, state, totals } = sale;
      if (hold === undefined || state !== DONE[hold.act].state) return [];
      const atBank = this.#standing(sale)?.amountMinor;
      return atBank === BigInt(totals.dueMinor)
        ? []
        : [
            `I3 ${hold.act} ${id} of ${totals.dueMinor} is called done, the bank has ${atBank ?? 'none'}`,
          ];
    });
  }

  #standing(sale: Sale | undefined): StoredPayment | undefined {
    if (sale?.hold === undefined) return undefined;
    const { kind } = DONE[sale.hold.act];
    return [...this.#bank.payments.values()].find(
      (one) => one.saleId === sale.id && one.kind === kind && this.#auditor.isStanding(one.id),
    );
  }
}

/** P23: with or without what is held and let go, the day's money is the same; looked at from outside. */
export function auditHeldOfDay(
  sales: readonly Sale[],
  viewOf: (sales: readonly Sale[]) => QueueView,
): string[] {
  const isIncome = ({ hold }: Sale): boolean => hold === undefined || hold.act === 'complete';
  if (sales.every(isIncome)) return [];
  const inks = ({ inks: said }: QueueView): string => JSON.stringify(said);
  const isSame = inks(viewOf(sales)) === inks(viewOf(sales.filter(isIncome)));
  return isSame ? [] : ['P23 what is held on cards stands in the day’s money'];
}
