import { vitestRunner } from './checks.ts';
import { closingLines, runStep } from './run-step.ts';

/**
 * `npm run test:long`: what is too long for every change. Every property on 5,000 cases instead of
 * 100, and a till that is killed 200 times while it sells instead of 6 (F05).
 */
process.env['TWINTILL_LONG'] = 'true';
const runners = [
  vitestRunner('properties, 5,000 cases each', ['unit', 'bank']),
  vitestRunner('200 kills, till to ledger', ['whole-way']),
];
const lines = closingLines(runners.map(runStep));
console.log(`\n${lines.join('\n')}`);
process.exitCode = lines.length === 1 ? 0 : 1;
