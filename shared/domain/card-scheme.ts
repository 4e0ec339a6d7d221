/**
 * The card's organisation by its first digits (ISO/IEC 7812; China UnionPay has 62 and 81), for a card
 * that nobody has read: of a refund, of what follows on a hold, of a paid link. A reader tells it by the
 * chip's application. Empty where these digits say nothing.
 */
export function schemeByNumber(maskedNumber: string): string {
  return /^(62|81)/.test(maskedNumber) ? 'UnionPay' : '';
}
