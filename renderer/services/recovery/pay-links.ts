import { watchCodeIn } from '../../../shared/contracts/answer-classes.ts';
import type { PayLinkAnswer } from '../../../shared/contracts/pay-link-api.ts';
import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { LineFault } from '../../../shared/contracts/line-answer.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import {
  openLinkOf,
  openLinks,
  type OpenPayLink,
  type PayLink,
  type PayLinkTold,
} from '../../../shared/domain/pay-link.ts';
import { institutionsIn } from '../../../shared/domain/institutions.ts';
import { rootIdOf, soldLossOf } from '../../../shared/domain/recovery.ts';
import type { Sale } from '../../../shared/domain/sale.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import { kindOfFault } from '../drain/delivery-judgement.ts';
import type { Ledger, Numbers } from '../books/ledger-of-the-till.ts';
import { printPayLink } from '../slips/pay-link-slip.ts';
import { voidNumberFor } from '../books/sale-writing.ts';

/** What pay links need of the till around them. */
export interface PayLinkSurroundings {
  readonly terminal: () => Terminal;
  readonly operatorId: () => string;
  readonly isOnline: () => boolean;
  /** Somebody pays, or takes back, at this moment: the line is theirs. */
  readonly isMoneyUnderWay: () => boolean;
  readonly deliveredUpTo: () => Promise<number>;
  readonly changed: () => void;
}

/** Who waits for a customer asks no oftener: a thousand tills would ask the bank all day long. */
const ASKED_EVERY_MS = 30_000;

/**
 * Pay links of this till (P13, I2), from the wish for one to the bank's last word:
 *
 *   make ──intent in the journal──▶ asked ──▶ open ──asked again, with the rounds of the line──┐
 *                                     ▲                                                       │
 *                                     └── no answer: the same question, after a crash too ◀───┘
 *   withdraw ──the bank's answer──▶ free: cash, another card, a supervisor may go on
 *                            └────▶ paid: the loss is recovered already
 *
 * Nothing but a signed answer changes a link. Whoever would take the money otherwise withdraws first,
 * and takes nothing while the bank does not answer.
 */
export class PayLinks {
  readonly #ports: Pick<TillPorts, 'host' | 'store' | 'clock' | 'random'>;
  readonly #ledger: Ledger;
  readonly #around: PayLinkSurroundings;
  /**
   * By link: when the rounds of the line may ask again, in time that nobody sets: by a wall clock that
   * was put back by hours none would be asked for so long (P20). A restart asks at once.
   */
  readonly #nextAskMs = new Map<string, number>();
  /** Before this no link is due: a round then reads nothing. */
  #quietUntilMs = 0;
  #running: Promise<void> | null = null;

  constructor(
    ports: Pick<TillPorts, 'host' | 'store' | 'clock' | 'random'>,
    ledger: Ledger,
    around: PayLinkSurroundings,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#around = around;
  }

  /** Written down, then asked for. An answer that does not come leaves it `asked`: no failure. */
  async make(saleId: string, tenderId: string): Promise<Result<PayLink, Failure>> {
    if (!this.#around.isOnline()) return err(failure('line-bank-unreachable'));
    const id = this.#ports.random.uuid();
    const operatorId = this.#around.operatorId();
    let made: OpenPayLink | null = null;
    const written = await this.#ledger.commit((numbers, before) => {
      made = newLink(before, tenderId, { id, operatorId, numbers });
      return made === null
        ? { kind: 'notice', code: 'step-too-late', detail: `pay link for ${saleId}` }
        : { kind: 'pay-link', saleId, link: made };
    }, saleId);
    // Also where it is called failed: it may be there. A round that has just read the sales has not seen it.
    this.#quietUntilMs = 0;
    if (made === null) return written.ok ? err(failure('loss-decided', saleId)) : written;
    if (!written.ok) return written;
    const fault = await this.#send(saleId, made, 'ask');
    // The bank has just said how it stands.
    if (fault === null) this.#nextAskMs.set(id, this.#ports.clock.passedMs() + ASKED_EVERY_MS);
    const sale = await this.#sale(saleId);
    const link = sale.ok ? sale.value.payLinks?.find(({ core }) => core.id === id) : undefined;
    return ok(link ?? made);
  }

  /** The rounds of the line: each open link now and then; `now`: a person waits for the answer. */
  ask({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    this.#running ??= this.#round(now).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #round(isWaitedFor: boolean): Promise<void> {
    const { passedMs } = this.#ports.clock;
    if (!this.#around.isOnline() || (!isWaitedFor && passedMs() < this.#quietUntilMs)) return;
    // A link that no round has seen is seen by then: it may be written, and not in the database yet (P9).
    this.#quietUntilMs = passedMs() + ASKED_EVERY_MS;
    const links = await this.#openOnes();
    if (links === null) {
      this.#quietUntilMs = 0;
      return;
    }
    for (const link of links) {
      const { id, saleId } = link.core;
      if (this.#around.isMoneyUnderWay()) {
        this.#quietUntilMs = 0;
        return;
      }
      if (isWaitedFor || passedMs() >= (this.#nextAskMs.get(id) ?? 0)) {
        this.#nextAskMs.set(id, passedMs() + ASKED_EVERY_MS);
        await this.#send(saleId, link, 'ask');
      }
      this.#quietUntilMs = Math.min(this.#quietUntilMs, this.#nextAskMs.get(id) ?? 0);
    }
  }

  /** Null: they cannot be read just now. */
  async #openOnes(): Promise<readonly OpenPayLink[] | null> {
    const rows = await this.#ports.store.outbox('stored-payment');
    if (!rows.ok) return null;
    // As long as a link is open its loss is on the exception list.
    const parked = rows.value.filter(({ lane }) => lane === 'exception');
    const sales = await this.#ports.store.sales([...new Set(parked.map(({ saleId }) => saleId))]);
    return sales.ok ? [...sales.value.values()].flatMap(openLinks) : null;
  }

  /**
   * Before the money is taken otherwise. `free`: nobody pays by a link any more, or there was none;
   * `paid`: its customer has paid, and the loss is recovered. A failure: nobody knows, so nothing may
   * be taken.
   */
  async withdraw(saleId: string, tenderId: string): Promise<Result<'free' | 'paid', Failure>> {
    const before = await this.#sale(saleId);
    if (!before.ok) return before;
    const link = openLinkOf(before.value, tenderId);
    if (link === null) return ok(isPaidByLink(before.value, tenderId) ? 'paid' : 'free');
    if (!this.#around.isOnline()) return err(failure('link-needs-line'));
    const fault = await this.#send(saleId, link, 'withdraw');
    const after = await this.#sale(saleId);
    if (!after.ok) return after;
    if (openLinkOf(after.value, tenderId) !== null) {
      return err(failure('link-open', fault === null ? 'not recorded' : fault.code));
    }
    const isPaid = after.value.payments.some(({ id }) => id === link.core.id);
    return ok(isPaid ? 'paid' : 'free');
  }

  /** For the customer: the address as a code and as text, and until when it is good. */
  async print(saleId: string, linkId: string): Promise<Result<PrintedSlip, Failure>> {
    const sale = await this.#sale(saleId);
    if (!sale.ok) return sale;
    const link = openLinks(sale.value).find(({ core }) => core.id === linkId);
    if (link?.status.state !== 'open') return err(failure('not-found', linkId));
    return printPayLink(this.#ports, this.#around.terminal(), sale.value, link.core, link.status);
  }

  /** Null: the bank has answered, and its answer is in the journal. */
  async #send(
    saleId: string,
    link: OpenPayLink,
    wish: 'ask' | 'withdraw',
  ): Promise<LineFault | null> {
    const { host, clock } = this.#ports;
    const { core, operatorId } = link;
    const deliveredUpTo = await this.#around.deliveredUpTo();
    const attempt = { sentAtMs: clock.nowMs(), operatorId, deliveredUpTo };
    const answered =
      wish === 'ask'
        ? await host.askPayLink({ core, attempt })
        : await host.withdrawPayLink({ core, attempt });
    if (answered.ok) {
      const told = toldBy(answered.value.answer);
      return (await this.#tell(saleId, link, told)) ? null : UNTOLD;
    }
    const { code } = answered.error;
    const isUnreadable = kindOfFault(code) === 'content' || code === 'not-permitted';
    if (!isUnreadable) return answered.error;
    // The bank has it not, unless an answer got lost: a withdrawal says which, or that it is nothing.
    if (wish === 'ask') return this.#send(saleId, link, 'withdraw');
    const isGone = link.status.state === 'asked';
    if (!isGone) return answered.error;
    const told = { state: 'closed', why: 'refused' } as const;
    return (await this.#tell(saleId, link, told)) ? null : UNTOLD;
  }

  /** What could not be written is asked again (P9). */
  async #tell(saleId: string, link: OpenPayLink, told: PayLinkTold): Promise<boolean> {
    if (isNoNews(link, told)) return true;
    const linkId = link.core.id;
    const isUnnumbered = told.state === 'closed' && told.why === 'refused';
    const voidId = this.#ports.random.uuid();
    const written = await this.#ledger.commit(
      ({ nowMs }) => ({
        kind: 'pay-link-told',
        saleId,
        linkId,
        told,
        ...(isUnnumbered ? { voidNumber: unusedNumber(link, voidId, nowMs) } : {}),
      }),
      saleId,
    );
    this.#around.changed();
    return written.ok;
  }

  async #sale(saleId: string): Promise<Result<Sale, Failure>> {
    const sales = await this.#ports.store.sales([saleId]);
    if (!sales.ok) return sales;
    const sale = sales.value.get(saleId);
    return sale === undefined ? err(failure('not-found', saleId)) : ok(sale);
  }
}

const UNTOLD: LineFault = {
  code: 'journal-in-doubt',
  mayHaveArrived: true,
  cause: 'bank',
  retryAfterMs: null,
  detail: 'the answer is not recorded',
};

/** Null where somebody has decided about the loss meanwhile, or another link is open. */
function newLink(
  sale: Sale | null,
  tenderId: string,
  made: { readonly id: string; readonly operatorId: string; readonly numbers: Numbers },
): OpenPayLink | null {
  const loss = soldLossOf(sale, tenderId);
  if (sale === null || loss === null) return null;
  const { id, operatorId, numbers } = made;
  const { nowMs: madeAtMs } = numbers;
  const { originalId: _none, ...core } = loss.core;
  const supersedes = rootIdOf(sale.payments, loss);
  return {
    core: { ...core, ...numbers.takeTransaction(), id, supersedes, sealedCard: '' },
    tenderId,
    operatorId,
    madeAtMs,
    status: { state: 'asked', sinceMs: madeAtMs },
  };
}

function toldBy(answer: PayLinkAnswer): PayLinkTold {
  switch (answer.state) {
    case 'open': {
      const { state, url, expiresAtMs } = answer;
      return { state, url, expiresAtMs };
    }
    case 'paid': {
      const { state, code, authorisationCode, referenceNumber, maskedNumber } = answer;
      const told = { authorisationCode, referenceNumber, maskedNumber };
      return { state, ...told, ...watchCodeIn(code), ...institutionsIn(answer) };
    }
    case 'closed':
      return { state: 'closed', why: answer.why };
  }
}

/** Told before anybody asked for a withdrawal; what was taken back since makes up for nothing. */
function isPaidByLink({ payLinks = [], payments }: Sale, tenderId: string): boolean {
  const isTaken = (id: string): boolean =>
    payments.some((one) => one.id === id && one.status.state === 'approved');
  return payLinks.some((link) => link.tenderId === tenderId && isTaken(link.core.id));
}

/** Open, as it was: the journal does not grow with each question. */
function isNoNews({ status }: OpenPayLink, told: PayLinkTold): boolean {
  return told.state === 'open' && status.state === 'open' && told.url === status.url;
}

function unusedNumber({ core }: OpenPayLink, id: string, nowMs: number) {
  return voidNumberFor(core, id, nowMs);
}
