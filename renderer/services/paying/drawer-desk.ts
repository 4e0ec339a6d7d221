import { failure, type Failure } from '../../../shared/contracts/error-codes.ts';
import type { Approval } from '../../../shared/contracts/supervised-acts.ts';
import type { PrintedSlip } from '../../../shared/contracts/host.ts';
import type { Terminal } from '../../../shared/contracts/host-facts.ts';
import { shiftUnderWay, type Drawer } from '../../../shared/domain/drawer.ts';
import type { JournalBody } from '../../../shared/domain/journal.ts';
import type { Minor } from '../../../shared/domain/money.ts';
import type { ReceiptRow } from '../../../shared/domain/receipt-rows.ts';
import {
  closeShift,
  expectedCash,
  withMovement,
  type CashMovement,
  type Count,
  type Shift,
  type ShiftFault,
} from '../../../shared/domain/shift.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { TillPorts } from '../../ports.ts';
import type { Ledger } from '../books/ledger-of-the-till.ts';
import { printTitled } from '../slips/titled-slip.ts';

/** What the desk needs of the till around it. */
export interface DrawerSurroundings {
  readonly terminal: () => Terminal;
  readonly businessDay: () => string;
  readonly operatorId: () => string;
}

/** The drawer as the journal has it now. */
export interface DrawerView {
  readonly shift: Shift;
  /** What sales have put in since it began, less what was given back. */
  readonly cashMinor: Minor;
  readonly expectedMinor: Minor;
  /** The last one that was counted; null: none was at this till. */
  readonly lastCounted: Shift | null;
}

export type Moved = Pick<CashMovement, 'kind' | 'amountMinor' | 'reason'>;

/** `expectedMinor`: what was compared with; when it is another by now, it is compared again. */
export interface DrawerCount extends Pick<Count, 'pieces' | 'reason' | 'leftMinor'> {
  readonly expectedMinor: Minor;
}

type Stepped = Promise<Result<Shift, Failure>>;

/**
 * The drawer from the float to the safe (A22–A24): cash in and out with a reason, and the count by
 * note and coin against what the journal says must lie there. No bank is asked: it closes at any
 * time (P22). Each step is in both copies before it is shown (P9), and the host reckons it again.
 */
export class DrawerDesk {
  readonly #ports: Pick<TillPorts, 'host' | 'random' | 'clock'>;
  readonly #ledger: Ledger;
  readonly #around: DrawerSurroundings;

  constructor(
    ports: Pick<TillPorts, 'host' | 'random' | 'clock'>,
    ledger: Ledger,
    around: DrawerSurroundings,
  ) {
    this.#ports = ports;
    this.#ledger = ledger;
    this.#around = around;
  }

  async look(): Promise<Result<DrawerView, Failure>> {
    const about = await this.#ports.host.about();
    if (!about.ok) return about;
    const { drawer } = about.value;
    const shift = this.#underWay(drawer);
    const { cashMinor } = drawer;
    const expectedMinor = expectedCash(shift, cashMinor);
    const lastCounted = drawer.shift?.closing == null ? null : drawer.shift;
    return ok({ shift, cashMinor, expectedMinor, lastCounted });
  }

  move({ kind, amountMinor, reason }: Moved): Stepped {
    const { random, clock } = this.#ports;
    const movement: CashMovement = {
      kind,
      id: random.uuid(),
      amountMinor,
      reason: reason.trim(),
      operatorId: this.#around.operatorId(),
      atMs: clock.nowMs(),
    };
    return this.#step(null, ({ shift, cashMinor }) => withMovement(shift, movement, cashMinor));
  }

  /** @param approval of a supervisor, where the difference needs one (A23). */
  count(
    { pieces, reason, leftMinor, expectedMinor }: DrawerCount,
    approval: Approval | null,
  ): Stepped {
    const count: Count = {
      atMs: this.#ports.clock.nowMs(),
      operatorId: this.#around.operatorId(),
      pieces,
      reason,
      leftMinor,
      approverId: approval?.supervisorId ?? '',
    };
    return this.#step(approval, (view) =>
      view.expectedMinor === expectedMinor
        ? closeShift(view.shift, view.cashMinor, count)
        : err('drawer-changed'),
    );
  }

  /** Without a sale: whoever counts has to get at it. The journal says who had it opened (A27). */
  async open(): Promise<Result<null, Failure>> {
    const written = await this.#ledger.commit(() => ({ kind: 'drawer-opened', saleId: '' }));
    return written.ok ? this.#ports.host.openDrawer('') : written;
  }

  print(
    shift: Shift,
    title: string,
    rows: readonly ReceiptRow[],
  ): Promise<Result<PrintedSlip, Failure>> {
    const amountMinor = shift.closing?.countedMinor ?? 0;
    const about = { saleId: shift.id, saleNumber: '', amountMinor, certainty: 'certain' } as const;
    return printTitled(this.#ports.host, this.#around.terminal(), { about, title, rows });
  }

  #underWay(drawer: Drawer): Shift {
    const { random, clock } = this.#ports;
    return shiftUnderWay(drawer, {
      id: random.uuid(),
      terminalId: this.#around.terminal().terminalId,
      operatorId: this.#around.operatorId(),
      businessDay: this.#around.businessDay(),
      openedAtMs: clock.nowMs(),
    });
  }

  async #step(
    approval: Approval | null,
    step: (view: DrawerView) => Result<Shift, ShiftFault | 'drawer-changed'>,
  ): Stepped {
    const looked = await this.look();
    if (!looked.ok) return looked;
    const stepped = step(looked.value);
    if (!stepped.ok) {
      const isChanged = stepped.error === 'drawer-changed';
      return err(failure(isChanged ? 'drawer-changed' : 'count-invalid', stepped.error));
    }
    const shift = stepped.value;
    const written = await this.#ledger.commit((): JournalBody => {
      const receipt = approval === null ? {} : { approvalId: approval.approvalId };
      return { kind: 'shift', shift, ...receipt };
    });
    return written.ok ? ok(shift) : written;
  }
}
