/** Batch, trace and transaction numbers as the field writes them: six digits (P3). */
export function sixDigits(number: number): string {
  return String(number).padStart(6, '0');
}
