import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const PAGES = ['*.md', 'docs/**/*.md', 'shared/domain/*.md'].flatMap((pattern) =>
  globSync(pattern, { cwd: ROOT }),
);
const LARGEST_PICTURES_BYTES = 8_000_000;

it('the pages are found', () => {
  expect(PAGES).toContain('README.md');
  expect(PAGES.length).toBeGreaterThan(8);
});

it.each(PAGES)('%s: no link leads nowhere', (page) => {
  const links = [...textOf(page).matchAll(/\]\((?<to>[^)#\s]+)[^)]*\)/g)].map(
    ({ groups }) => groups?.['to'] ?? '',
  );
  const local = links.filter((to) => !/^[a-z]+:/.test(to));
  const broken = local.filter((to) => !existsSync(join(ROOT, dirname(page), to)));
  expect(broken).toEqual([]);
});

it.each(PAGES)('%s: every npm script that is named is there', (page) => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = [...textOf(page).matchAll(/npm run (?<name>[a-z][a-z0-9:]*)/g)].map(
    ({ groups }) => groups?.['name'] ?? '',
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('P29 the version that a till names at sign-on is the one of this project', () => {
  const { version } = JSON.parse(textOf('package.json')) as { readonly version: string };
  expect(textOf('shared/contracts/program-version.ts')).toContain(`PROGRAM_VERSION = '${version}'`);
});

it('the pictures stay small enough to be fetched with the code', () => {
  const bytes = globSync('docs/screens/*.png', { cwd: ROOT }).map(
    (file) => statSync(join(ROOT, file)).size,
  );
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(LARGEST_PICTURES_BYTES);
});

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
