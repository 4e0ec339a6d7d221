import { ok } from '../../../shared/lib/result.ts';
import type { PayLinks } from '../recovery/pay-links.ts';

/** A till that has made none. */
export const NO_LINKS: PayLinks['withdraw'] = () => Promise.resolve(ok('free'));
