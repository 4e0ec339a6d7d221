import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * Import directions. dependency-cruiser exits 0 in JSON mode whatever it found, and it has been
 * seen to cruise no module at all and call that clean: so both are asserted here.
 */
const FOLDERS = ['shared', 'electron', 'renderer', 'bank-api', 'e2e', 'bench'].filter((folder) =>
  existsSync(folder),
);

interface Report {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string } }[];
    ruleSetUsed?: { forbidden?: { name: string; comment?: string }[] };
  };
}

const run = spawnSync(
  'depcruise',
  ['--config', 'build/dependency-rules.cjs', '--output-type', 'json', ...FOLDERS],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (run.stdout === '') throw new Error(`dependency-cruiser said nothing: ${run.stderr}`);
const { summary } = JSON.parse(run.stdout) as Report;
const reasons = new Map(
  summary.ruleSetUsed?.forbidden?.map(({ name, comment }) => [name, comment]),
);
for (const { from, to, rule } of summary.violations) {
  console.error(`${from} -> ${to}\n  ${rule.name}: ${reasons.get(rule.name) ?? ''}`);
}
console.log(`${summary.totalCruised} modules, ${summary.violations.length} wrong directions`);
if (summary.totalCruised === 0) console.error('no module was looked at: the check proves nothing');
process.exitCode = summary.totalCruised === 0 || summary.violations.length > 0 ? 1 : 0;
