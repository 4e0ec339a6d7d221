import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A rule whose folder pattern matches nothing looks exactly like a rule that everybody keeps. */
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twintill-lint-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
  ['shared/domain/a.ts', 'setTimeout(() => undefined, 1);', 'shared has no clock'],
  ['shared/domain/a.ts', 'void fetch("a");', 'shared does no I/O'],
  ['renderer/ui/a.ts', "import 'node:fs';", 'the window has no Node'],
  ['renderer/ui/a.ts', "import 'electron';", 'the window runs without Electron too'],
  ['bank-api/a.ts', "import 'electron';", 'only electron/ may know Electron'],
])('%s may not hold %s', (path, text, message) => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
  const { stdout } = spawnSync('oxlint', ['--config', 'build/oxlintrc.json', file], {
    encoding: 'utf8',
  });
  expect(stdout).toContain(message);
});
