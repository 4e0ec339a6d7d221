import type { ChipRecord, OfflineProof } from './emv/chip-record.ts';
import type { CryptogramStep } from './emv/kernel/trace.ts';
import { row, type ReceiptRow } from './receipt-rows.ts';
import type { ReceiptWords } from './receipt-words.ts';

/**
 * What the chip has said, as a slip of the field has it (TERMINAL 2d): the application, its cryptogram,
 * its counter and the card's sequence, and the terminal's own results; of its own yes also what that was made of. Empty where no chip was read, or
 * the application was not kept yet.
 */
export function chipRows(chip: ChipRecord | undefined, words: ReceiptWords): ReceiptRow[] {
  if (chip?.application === undefined) return [];
  const { application, verificationResults, statusInformation, steps } = chip;
  const { id, label, sequence, offline } = application;
  const last = steps.filter(isGiven).at(-1);
  const rows = [
    [words.applicationLabel, label],
    ['AID', id],
    ...(last === undefined ? [] : [[last.given, last.cryptogram] as const]),
    [`ATC / ${words.cardSequence}`, `${last?.transactionCounter ?? ''} / ${sequence}`],
    ['TVR / TSI', `${verificationResults} / ${statusInformation}`],
    ...(offline === undefined ? [] : offlineRows(offline)),
  ] as const;
  return rows.map(([name, value]) => row(name, value.toUpperCase(), 'small'));
}

/** By which its certificate can be checked when the promise is sent. */
function offlineRows({ interchangeProfile, unpredictableNumber, issuerData }: OfflineProof) {
  return [
    ['AIP / UN', `${interchangeProfile} / ${unpredictableNumber}`],
    ['IAD', issuerData],
  ] as const;
}

type Given = CryptogramStep & {
  readonly given: NonNullable<CryptogramStep['given']>;
  readonly cryptogram: string;
};

function isGiven(step: ChipRecord['steps'][number]): step is Given {
  return step.step === 'cryptogram' && step.given !== null && step.cryptogram !== null;
}
