/** Large sums are set smaller: a digit that is cut off is a wrong amount. */
export function roomFor(amount: string): 'few' | 'many' | 'most' {
  if (amount.length <= 10) return 'few';
  return amount.length <= 13 ? 'many' : 'most';
}
