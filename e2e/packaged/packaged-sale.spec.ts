import { spawnSync } from 'node:child_process';
import { readFuses } from '../../build/packaging/fuses.ts';
import { bookedSales, expectSoundBooks } from '../books.ts';
import { expect, test } from './fixture.ts';

const WATER = '2000000000015';

test('P1 the packaged program sells for cash and by card; both stand at the bank once', async ({
  till,
  bank,
  terminal,
}) => {
  await till.sell([WATER], { by: 'card', cardId: 'good-tap' });
  await till.payment.nextSale();
  await till.sell([WATER, WATER], { by: 'cash' });
  await till.payment.nextSale();
  // The PIN pad is a program of its own in the same archive (P27).
  await till.sell([WATER], { by: 'card', cardId: 'good-pin' });
  await till.waitUntilAllSent();
  expect(await bookedSales(bank, terminal)).toMatchObject([
    { sale: 1, dueMinor: 200, tender: 'card', standing: ['approved'] },
    { sale: 2, dueMinor: 400, tender: 'cash', standing: [] },
    { sale: 3, dueMinor: 200, tender: 'card', standing: ['approved'] },
  ]);
  // The archive it runs from says what it is made of (P29).
  const programs = await bank.rows<{ program_hash: string }>(
    'SELECT program_hash FROM terminals WHERE id = $1',
    [terminal.terminalId],
  );
  expect(programs[0]?.program_hash).toMatch(/^[0-9a-f]{64}$/);
  await expectSoundBooks(bank, terminal);
});

test('runs its own archive and nothing else; its name says which runtime it is', ({
  executable,
}) => {
  expect(readFuses(executable)).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    onlyLoadAppFromAsar: true,
  });
  const isDevelopment = process.env['TWINTILL_ELECTRON_KIND'] === 'development';
  expect(executable.endsWith('-dev')).toBe(isDevelopment);
  const asNode = spawnSync(executable, ['-e', 'console.log("it is Node")'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect(asNode.stdout).not.toContain('it is Node');
});
