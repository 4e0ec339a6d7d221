/** The bank proper, as opposed to its documentation and its administration. */
export function isBankPath(url: string): boolean {
  return !url.startsWith('/admin') && !url.startsWith('/docs');
}

/** What moves money: only these lose their answers on request. */
export function isMoneyPath(url: string): boolean {
  return /^\/v1\/(authorisations|reversals|batches)(\?|$)/.test(url);
}
