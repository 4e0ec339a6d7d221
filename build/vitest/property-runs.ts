import fc from 'fast-check';

/** How many cases a property is tried on: enough for every change, or for a night (test:long). */
const isLong = process.env['TWINTILL_LONG'] === 'true';
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: isLong ? 5000 : 100 });
