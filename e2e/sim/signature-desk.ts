import { isRefused } from '../../shared/domain/card-signature.ts';
import type { Failure } from '../../shared/contracts/error-codes.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Machine } from './machine.ts';
import { MADE_UP, type Allows } from './step-up.ts';
import { valueOf } from '../value-of.ts';

interface Parts {
  readonly machine: Pick<Machine, 'database'>;
  readonly dice: Dice;
  readonly allows: Allows;
  readonly told: (line: string) => void;
}

/**
 * Signatures that the bank has refused (P13): sent once more, or closed with a reason, both at once now and
 * then, twice, and with a receipt that nobody gave.
 */
export class SignatureDesk {
  readonly #till: Pick<OpenTill, 'checkout' | 'drain'>;
  readonly #parts: Parts;

  constructor(till: Pick<OpenTill, 'checkout' | 'drain'>, parts: Parts) {
    this.#till = till;
    this.#parts = parts;
  }

  async work(): Promise<void> {
    const { machine, dice } = this.#parts;
    const sales = valueOf(await machine.database.openSignatures());
    const refused = sales.filter(({ signatures = [] }) => signatures.some(isRefused));
    const sale = refused[dice.between(0, refused.length - 1)];
    if (sale === undefined) return;
    const presses = [dice.chance(0.5) ? this.#again(sale) : this.#close(sale)];
    if (dice.chance(0.4)) presses.push(dice.chance(0.5) ? this.#again(sale) : this.#close(sale));
    await Promise.all(presses);
    void this.#till.drain(true);
  }

  async #again({ id, number }: Sale): Promise<void> {
    const { signatures } = this.#till.checkout;
    this.#tell(`signature of ${number} again`, await signatures.sendAgain(id));
  }

  async #close({ id, number }: Sale): Promise<void> {
    const { dice, allows } = this.#parts;
    const approval = dice.chance(0.8) ? await allows('close-signature') : MADE_UP;
    if (approval === null) return;
    const reasoned = { ...approval, reason: 'kept in the folder' };
    const { signatures } = this.#till.checkout;
    this.#tell(`signature of ${number} closed`, await signatures.close(id, reasoned));
  }

  #tell(what: string, done: Result<Sale, Failure>): void {
    this.#parts.told(`${what}: ${done.ok ? 'done' : done.error.code}`);
  }
}
