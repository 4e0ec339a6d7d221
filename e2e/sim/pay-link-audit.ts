import type { JournalRecord } from '../../shared/domain/journal.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { StoredPayLink } from '../../bank-api/domain/pay-links.ts';
import type { QueueView } from '../../renderer/services/queue/queue-view.ts';
import type { AuditedTill, Auditor } from './auditor.ts';
import type { BankRecords } from './bank-records.ts';

type Body<Kind extends JournalRecord['body']['kind']> = Extract<
  JournalRecord['body'],
  { kind: Kind }
>;

/**
 * Pay links, looked at from outside (P13, decision 16): by one at most one payment is made, of the whole
 * amount, while it is good; what is over stays over; while one is open nothing else is taken for the
 * loss; what a till says of one is so in the bank's books; and in the end both say the same.
 */
export class PayLinkAudit {
  readonly #bank: BankRecords;
  readonly #auditor: Auditor;
  readonly #nowMs: () => number;
  /** How each link that is over has ended. */
  readonly #ended = new Map<string, string>();
  readonly #read = new Map<AuditedTill, number>();
  /** What was taken for losses before, by id: each is judged when it is first seen. */
  readonly #taken = new Set<string>();
  #seenVersion = -1;

  constructor(bank: BankRecords, auditor: Auditor, nowMs: () => number) {
    this.#bank = bank;
    this.#auditor = auditor;
    this.#nowMs = nowMs;
  }

  /** After every event; quick where nothing has changed. */
  afterEvent(tills: readonly AuditedTill[]): string[] {
    const written = tills.flatMap((till) => this.#written(till));
    if (this.#bank.version === this.#seenVersion) return written;
    this.#seenVersion = this.#bank.version;
    const links = [...this.#bank.payLinks.values()];
    return [...written, ...links.flatMap((link) => this.#atBank(link)), ...this.#openTwice(links)];
  }

  /** I3, I9: the moment at which a customer is shown the code. */
  async given(till: AuditedTill, saleId: string): Promise<string[]> {
    const copies = [this.#auditor.journalOf(till).sale(saleId), await till.databaseSale(saleId)];
    const ids = copies.map((sale) => (sale?.payLinks ?? []).map(({ core }) => core.id).join());
    const isKnown = this.#of(saleId).length > 0;
    return [
      ...(ids[0] === ids[1] && ids[0] !== '' ? [] : [`P9 a copy lacks the link of ${saleId}`]),
      ...(isKnown ? [] : [`I9 a link of ${saleId} was given out, the bank has none`]),
    ];
  }

  /** I2, I9: the moment at which somebody reads that the money may be taken otherwise, or is in. */
  freed(saleId: string, tenderId: string, as: 'free' | 'paid', till: AuditedTill): string[] {
    const links = this.#linksFor(this.#auditor.journalOf(till).sale(saleId), tenderId);
    const standing = links.filter((link) => this.#isPaid(link));
    if (as === 'paid') {
      return standing.length > 0 ? [] : [`I9 a link of ${saleId} is called paid, and none is`];
    }
    const open = links.find((link) => this.#isOpen(link)) ?? standing[0];
    return open === undefined
      ? []
      : [`I2 nobody is said to pay by a link of ${saleId}; ${open.core.id} is ${open.state}`];
  }

  /** I9: what the list says of a row, at the moment at which it is read. */
  shown(till: AuditedTill, rows: QueueView['rows']): string[] {
    return rows.flatMap(({ saleId, key, reason, loss }) => {
      if (reason.kind === 'paid-by-link') {
        const isSo = this.#of(saleId).some(({ state }) => state === 'paid');
        return isSo ? [] : [`I9 ${key} is called paid by a link, the bank has none that is`];
      }
      if (loss === null || loss.link !== null) return [];
      const sale = this.#auditor.journalOf(till).sale(saleId);
      const [open] = this.#openFor(sale, loss.tenderId);
      return open === undefined
        ? []
        : [`I9 ${key} may be taken otherwise, by what is shown; link ${open.core.id} is open`];
    });
  }

  /** I4, I7: in the end till and bank say the same of every link, and none is open. */
  async closing(till: AuditedTill): Promise<string[]> {
    const problems: string[] = [];
    const known = new Set<string>();
    for (const { id, payLinks: journaled = [] } of this.#auditor.journalOf(till).sales.values()) {
      const stored = await till.databaseSale(id);
      for (const { core, status } of journaled) {
        known.add(core.id);
        const ours = endOf(status);
        const copy = stored?.payLinks?.find((one) => one.core.id === core.id);
        const theirs = this.#bank.payLinks.get(core.id)?.state ?? 'nothing';
        if (ours === 'open') problems.push(`I7 link ${core.id} is open, the bank says ${theirs}`);
        else if (ours !== theirs) problems.push(`I9 link ${core.id}: ${ours}, the bank: ${theirs}`);
        if (copy === undefined || endOf(copy.status) !== ours) {
          problems.push(`P9 a copy has another end of link ${core.id}`);
        }
        const isBooked = stored?.payments.some((one) => one.id === core.id) === true;
        if (isBooked !== (theirs === 'paid')) {
          problems.push(`I3 link ${core.id} is ${theirs}, its payment: ${String(isBooked)}`);
        }
      }
    }
    const strange = [...this.#bank.payLinks.values()].filter(
      ({ core }) => core.terminalId === till.terminalId && !known.has(core.id),
    );
    return [
      ...problems,
      ...strange.map(({ core }) => `I4 the bank has a link ${core.id} that no journal knows`),
    ].map((problem) => `${till.name}: ${problem}`);
  }

  #atBank(link: StoredPayLink): string[] {
    const { core, state, expiresAtMs } = link;
    const { id } = core;
    const amountMinor = BigInt(core.amountMinor);
    const ended = this.#ended.get(id);
    if (state !== 'open') this.#ended.set(id, ended ?? state);
    const payment = this.#bank.payments.get(id);
    const movedMinor = this.#movedBy(id);
    const problems: string[] = [];
    if (ended !== undefined && ended !== state) {
      problems.push(`I2 link ${id} was ${ended} and is ${state}`);
    }
    if (state !== 'paid') {
      if (this.#auditor.isStanding(id) || movedMinor !== 0n) {
        problems.push(`I2 link ${id} is ${state}, and ${movedMinor} was paid by it`);
      }
      return problems;
    }
    if (payment?.amountMinor !== amountMinor) problems.push(`I1 link ${id} was paid in part`);
    if ((payment?.createdAtMs ?? 0) >= expiresAtMs) problems.push(`P13 ${id} was paid too late`);
    const dueMinor = this.#auditor.isStanding(id) ? amountMinor : 0n;
    if (movedMinor > amountMinor || movedMinor < dueMinor) {
      problems.push(`I1 link ${id} of ${amountMinor} has moved ${movedMinor}`);
    }
    return problems;
  }

  /** What its customers have paid under this id. */
  #movedBy(id: string): bigint {
    return [...this.#bank.postings.values()]
      .filter(({ recordId }) => recordId === id)
      .flatMap(({ entries }) => entries)
      .filter(({ account }) => account.startsWith('card:'))
      .reduce((sum, { debitMinor, creditMinor }) => sum + debitMinor - creditMinor, 0n);
  }

  #openTwice(links: readonly StoredPayLink[]): string[] {
    const open = links.filter((link) => this.#isOpen(link)).map(({ core }) => core.supersedes);
    return open
      .filter((id, place) => open.indexOf(id) !== place)
      .map((id) => `I2 two links are open for ${id}`);
  }

  #written(till: AuditedTill): string[] {
    const { records } = this.#auditor.journalOf(till);
    const read = this.#read.get(till) ?? 0;
    if (read === records.length) return [];
    // A file that was cut or replaced is read anew.
    const from = Math.min(read, records.length);
    this.#read.set(till, records.length);
    return records.slice(from).flatMap(({ body }) => {
      if (body.kind === 'pay-link-told') return this.#told(body);
      if (body.kind === 'sale') return this.#takenBeside(body.sale);
      if (body.kind === 'supervisor-act') return this.#actedBeside(till, body);
      return [];
    });
  }

  #told({ linkId, told }: Body<'pay-link-told'>): string[] {
    const link = this.#bank.payLinks.get(linkId);
    if (told.state === 'closed') {
      const isSo = told.why === (link?.state ?? 'refused');
      return isSo
        ? []
        : [`I9 link ${linkId} is called ${told.why}, it is ${link?.state ?? 'none'}`];
    }
    if (told.state === 'open') {
      const isSo = link?.expiresAtMs === told.expiresAtMs;
      return isSo ? [] : [`I9 link ${linkId} is called open, the bank has another or none`];
    }
    const payment = this.#bank.payments.get(linkId);
    const isSame =
      link?.state === 'paid' &&
      payment?.referenceNumber === told.referenceNumber &&
      payment.authorisationCode === told.authorisationCode &&
      payment.maskedNumber === told.maskedNumber;
    return isSame ? [] : [`I9 link ${linkId} is called paid, it is ${link?.state ?? 'none'}`];
  }

  /** I2: cash, or another card, while a customer may be paying by a link. */
  #takenBeside({ payments, recoveredInCash = [], ...sale }: Sale): string[] {
    const whole = { payments, ...sale };
    const cash = recoveredInCash.filter(({ id }) => this.#isFirst(id));
    const cards = payments.filter(
      ({ id, core }) => core.supersedes !== undefined && this.#isFirst(id),
    );
    return [
      ...cash.flatMap(({ recovers }) => this.#paying(whole, recovers)),
      ...cards
        .filter(({ id }) => !this.#bank.payLinks.has(id))
        .flatMap(({ tenderId }) => this.#paying(whole, tenderId)),
    ].map((id) => `I2 money is taken beside the link ${id}, by which somebody may pay`);
  }

  #actedBeside(
    till: AuditedTill,
    { act, saleId, outboxKey, retry }: Body<'supervisor-act'>,
  ): string[] {
    if (act !== 'write-off' && act !== 'try-again') return [];
    if (retry !== undefined && !this.#isFirst(retry.payment.id)) return [];
    const sale = this.#auditor.journalOf(till).sale(saleId);
    const lost = sale?.payments.find(({ id }) => outboxKey.endsWith(id));
    if (sale === undefined || lost === undefined) return [];
    return this.#paying(sale, lost.tenderId).map(
      (id) => `I2 ${act} beside the link ${id}, by which somebody may pay`,
    );
  }

  #isFirst(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    return true;
  }

  #paying(sale: Pick<Sale, 'payments'>, tenderId: string): string[] {
    return this.#openFor(sale, tenderId).map(({ core }) => core.id);
  }

  #openFor(sale: Pick<Sale, 'payments'> | undefined, tenderId: string): StoredPayLink[] {
    return this.#linksFor(sale, tenderId).filter((link) => this.#isOpen(link));
  }

  #linksFor(sale: Pick<Sale, 'payments'> | undefined, tenderId: string): StoredPayLink[] {
    const tries = (sale?.payments ?? []).filter((one) => one.tenderId === tenderId);
    const ids = new Set(tries.map(({ id }) => id));
    return [...this.#bank.payLinks.values()].filter(({ core }) => ids.has(core.supersedes));
  }

  #of(saleId: string): StoredPayLink[] {
    return [...this.#bank.payLinks.values()].filter(({ core }) => core.saleId === saleId);
  }

  #isOpen({ state, expiresAtMs }: StoredPayLink): boolean {
    return state === 'open' && this.#nowMs() < expiresAtMs;
  }

  #isPaid({ core, state }: StoredPayLink): boolean {
    return state === 'paid' && this.#auditor.isStanding(core.id);
  }
}

type LinkStatus = NonNullable<Sale['payLinks']>[number]['status'];

/** In the bank's words. */
function endOf(status: LinkStatus): string {
  if (status.state === 'asked') return 'open';
  if (status.state !== 'closed') return status.state;
  return status.why === 'refused' ? 'nothing' : status.why;
}
