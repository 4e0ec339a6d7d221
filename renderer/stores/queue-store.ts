import { createStore, type StoreApi } from 'zustand/vanilla';
import { failure, type Failure } from '../../shared/contracts/error-codes.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { TillPorts } from '../ports.ts';
import type { ContactNote } from '../services/recovery/contact-tries.ts';
import { DayBook } from '../services/queue/day-book.ts';
import type { QueueFilter } from '../services/queue/queue-row.ts';
import { queueView, type QueueView } from '../services/queue/queue-view.ts';
import type { ActOutcome, ReasonedApproval } from '../services/recovery/supervisor-acts.ts';
import type { OpenTill } from '../services/till.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { TillState } from './till-store.ts';

/** The queue screen: what is where, and what a supervisor decides about it. */
export interface QueueState {
  /** Null until it has been looked at. */
  readonly view: QueueView | null;
  readonly failure: Failure | null;
  readonly filter: QueueFilter;
  readonly setFilter: (filter: QueueFilter) => void;
  /** Looks now and whenever the figures change, until the returned function is called. */
  readonly watch: () => () => void;
  readonly decide: (
    act: 'try-again' | 'write-off',
    outboxKey: string,
    approval: ReasonedApproval,
  ) => Promise<Result<ActOutcome, Failure>>;
  /** Somebody has called the customer; what came of it goes into the journal (P13). */
  readonly noteContact: (note: Omit<ContactNote, 'operatorId'>) => Promise<Result<null, Failure>>;
  /** An address by which the customer pays what the bank had refused (P13); null: it was asked for. */
  readonly makeLink: (saleId: string, tenderId: string) => Promise<Failure | null>;
  /** Whether its customer has paid, now. */
  readonly askLinks: () => Promise<void>;
  /** Before the money is taken otherwise; `free` also where there is no link. */
  readonly withdrawLink: (
    saleId: string,
    tenderId: string,
  ) => Promise<Result<'free' | 'paid', Failure>>;
  readonly printLink: (saleId: string, linkId: string) => Promise<Failure | null>;
}

interface Surroundings {
  readonly store: TillPorts['store'];
  readonly till: StoreApi<TillState>;
  readonly openTill: () => Pick<
    OpenTill,
    'acts' | 'businessDay' | 'checkout' | 'drain' | 'refresh' | 'noteContact'
  > | null;
}

export function createQueueStore({ store, till, openTill }: Surroundings) {
  return createStore<QueueState>()((set) => {
    const book = new DayBook(store);
    // Figures change in bursts while a queue drains.
    const looks = oneAtATime(async () => {
      const looked = await look(store, book, till.getState(), openTill()?.businessDay ?? '');
      set(looked.ok ? { view: looked.value, failure: null } : { failure: looked.error });
    });

    return {
      view: null,
      failure: null,
      filter: 'all',
      setFilter: (filter) => set({ filter }),
      watch: () => {
        looks();
        return till.subscribe(looks);
      },
      decide: async (act, outboxKey, approval) => {
        const open = openTill();
        if (open === null) return ok('already');
        const decided =
          act === 'try-again'
            ? await open.acts.tryAgain(outboxKey, approval)
            : await open.acts.writeOff(outboxKey, approval);
        await open.refresh();
        // The supervisor sees that it is decided; the bank's answer comes when it comes.
        if (decided.ok) void open.drain(false);
        return decided;
      },
      noteContact: async (note) => {
        const open = openTill();
        if (open === null) return err(failure('not-activated'));
        const noted = await open.noteContact(note);
        await open.refresh();
        return noted;
      },
      ...linkActions(openTill),
    };
  });
}

type LinkActions = Pick<QueueState, 'makeLink' | 'askLinks' | 'withdrawLink' | 'printLink'>;

function linkActions(openTill: Surroundings['openTill']): LinkActions {
  const notOpen = failure('not-activated');
  return {
    makeLink: async (saleId, tenderId) => {
      const open = openTill();
      if (open === null) return notOpen;
      const made = await open.checkout.payLinks.make(saleId, tenderId);
      await open.refresh();
      return made.ok ? null : made.error;
    },
    askLinks: async () => {
      const open = openTill();
      await open?.checkout.payLinks.ask({ now: true });
      await open?.refresh();
    },
    withdrawLink: async (saleId, tenderId) => {
      const open = openTill();
      if (open === null) return err(notOpen);
      const withdrawn = await open.checkout.payLinks.withdraw(saleId, tenderId);
      await open.refresh();
      return withdrawn;
    },
    printLink: async (saleId, linkId) => {
      const printed = await openTill()?.checkout.payLinks.print(saleId, linkId);
      return printed === undefined ? notOpen : printed.ok ? null : printed.error;
    },
  };
}

async function look(
  store: TillPorts['store'],
  book: DayBook,
  { reach, queue }: TillState,
  businessDay: string,
): Promise<Result<QueueView, Failure>> {
  const read = await store.queue();
  if (!read.ok) return read;
  const { openSales, rows } = read.value;
  const waiting = [...rows.map(({ saleId }) => saleId), ...openSales.map(({ id }) => id)];
  const sales = await book.look(businessDay, new Set(waiting));
  if (!sales.ok) return sales;
  const late = await store.lateDeclines();
  if (!late.ok) return late;
  const online = reach.reach === 'online';
  return ok(
    queueView({
      sales: sales.value,
      outbox: rows,
      late: late.value,
      businessDay,
      online,
      status: queue,
    }),
  );
}
