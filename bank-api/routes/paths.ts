import type { FastifyRequest } from 'fastify';

/**
 * What a request is for, by the route that will run and never by its text: `/%61dmin` and
 * `http://anything/admin` lead to the same route as `/admin`, and look like another one.
 */
type Routed = Pick<FastifyRequest, 'routeOptions'>;

const routeOf = ({ routeOptions }: Routed): string => routeOptions.url ?? '';

export function isAdministration(request: Routed): boolean {
  return routeOf(request).startsWith('/admin');
}

/** What customers open; capitals make a smaller code of the address. */
export const PAY_PAGES = ['/pay/:code', '/PAY/:code'] as const;

/** The bank that tills talk to, as opposed to its documentation, its administration and its pages. */
export function isBankPath(request: Routed): boolean {
  const isPayPage = PAY_PAGES.some((page) => page === routeOf(request));
  return !isPayPage && !isAdministration(request) && !routeOf(request).startsWith('/docs');
}

/** What moves money: only these lose their answers on request. */
export function isMoneyPath(request: Routed): boolean {
  return /^\/v1\/(authorisations|reversals|batches|settlements(\/\w+)?|pay-links(\/\w+)?)$/.test(
    routeOf(request),
  );
}
