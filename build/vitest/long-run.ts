/** `npm run test:long`: what is too much for every change is tried in full. */
export const isLongRun = process.env['TWINTILL_LONG'] === 'true';
