import fc from 'fast-check';
import { isLongRun } from './long-run.ts';

/** How many cases a property is tried on: enough for every change, or for a night (test:long). */
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: isLongRun ? 5000 : 100 });
