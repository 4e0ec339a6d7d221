import { describe, expect, test } from 'vitest';
import { closingLines, countPlaywright, countVitest, runStep } from './run-step.ts';

const vitest = { success: true, numPassedTests: 5, numFailedTests: 0 };

describe('counts', () => {
  test('a Vitest file that did not load is a failure though no test failed', () => {
    expect(countVitest(vitest)).toEqual({ passed: 5, failed: 0 });
    expect(countVitest({ ...vitest, success: false })).toEqual({
      passed: 5,
      failed: 1,
    });
  });

  test('a flaky end-to-end test and an error outside of any test are failures', () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1 };
    expect(countPlaywright({ stats, errors: ['no browser'] })).toEqual({ passed: 3, failed: 3 });
  });

  test('a runner without a report, or one that ran nothing, has failed', () => {
    const runner = {
      name: 'nothing',
      command: process.execPath,
      args: ['-e', ''],
      env: process.env,
      cwd: '.',
      remedy: '',
    };
    const report = { path: '.cache/reports/does-not-exist.json', count: countVitest };
    expect(runStep(runner)).toMatchObject({ passed: 1, failed: 0 });
    expect(runStep({ ...runner, report })).toMatchObject({ passed: 0, failed: 1 });
    expect(runStep({ ...runner, args: ['-e', 'process.exit(3)'] })).toMatchObject({ failed: 1 });
  });
});

test('the last line is the sum over all runners; what failed is named with a remedy', () => {
  const lines = closingLines([
    { name: 'types', passed: 1, failed: 0, remedy: '' },
    { name: 'unit', passed: 40, failed: 2, remedy: 'npm run check' },
  ]);
  expect(lines).toEqual(['FAILED  unit (2): npm run check', '41 passed, 2 failed']);
});
