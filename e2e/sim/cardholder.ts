import { SIGNATURE_BOX } from '../../shared/domain/card-signature.ts';
import type { Sale } from '../../shared/domain/sale.ts';
import { paymentToSign } from '../../shared/domain/signing.ts';
import type { OpenTill } from '../../renderer/services/till.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';

/** Whose card wants it signs on the screen, or on paper, or is gone before anybody asks. */
export async function signsFor(
  sale: Sale,
  { checkout: { signatures } }: OpenTill,
  life: Life,
  dice: Dice,
): Promise<void> {
  const payment = paymentToSign(sale);
  if (payment === null) return;
  await life.wait(dice.between(500, 8_000));
  if (dice.chance(0.1)) return;
  const isOnPaper = dice.chance(0.15);
  const place = (most: number): number => dice.between(0, most);
  const { width, height } = SIGNATURE_BOX;
  const drawn = [[place(width), place(height), place(width), place(height)]];
  await signatures.sign(sale.id, payment.id, isOnPaper ? null : drawn);
  void signatures.upload();
}
