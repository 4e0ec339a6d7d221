import { ensureSystemPackages } from './system-packages.mjs';

/** What records the calls of the till (`npm run power`); installed where that is possible. */
export const ensureStrace = (): boolean => ensureSystemPackages(['strace']);
