import { codeChecks, vitestRunner } from './launcher/checks.ts';
import { closingLines, runSteps } from './launcher/run-step.ts';

/** `npm run check`: everything that needs no database, no browser and no window. */
const runners = [...codeChecks(), vitestRunner('unit and property tests', ['unit*'])];
const lines = closingLines(await runSteps(runners));
console.log(`\n${lines.join('\n')}`);
process.exitCode = lines.length === 1 ? 0 : 1;
