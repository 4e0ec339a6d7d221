import { describe, expect, test, vi } from 'vitest';
import { countPlaywright, countVitest } from './reports.ts';
import { closingLines, runStep, runSteps } from './run-step.ts';

const vitest = { success: true, numPassedTests: 5, numFailedTests: 0, testResults: [] };
const red = (text: string) => `\u001B[31m${text}\u001B[39m`;

describe('counts', () => {
  test('a Vitest file that did not load is a failure though no test failed', () => {
    expect(countVitest(vitest)).toEqual({ passed: 5, failed: 0, failures: [] });
    const file = { name: 'shared/a.test.ts', status: 'failed', message: 'no such module' };
    const testResults = [{ ...file, assertionResults: [] }];
    expect(countVitest({ ...vitest, success: false, testResults })).toEqual({
      passed: 5,
      failed: 1,
      failures: ['shared/a.test.ts · no such module'],
    });
  });

  test('a flaky end-to-end test and an error outside of any test are failures', () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1 };
    const errors = [{ message: 'no browser' }];
    expect(countPlaywright({ stats, errors, suites: [] })).toEqual({
      passed: 3,
      failed: 3,
      failures: ['outside of any test · no browser'],
    });
  });

  test('each failed test is named with its place, what was expected and what came', () => {
    const failureMessages = [`${red('expected 1')}\n    at line 7`];
    const assertionResults = [
      { fullName: 'P1 sells', status: 'failed', failureMessages },
      { fullName: 'P2 counts', status: 'passed' },
    ];
    const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults }];
    expect(countVitest({ ...vitest, numFailedTests: 1, testResults }).failures).toEqual([
      'a.test.ts · P1 sells · expected 1',
    ]);
    const sides = '\nLocator: total\nExpected: "¥2.00"\nReceived: "¥3.00"\nCall log: waited';
    const error = { message: `${red('no such total')}\n${sides}`, location: { line: 7 } };
    const results = [{ error }];
    const spec = { title: 'F05 killed', file: 'b.spec.ts', line: 3 };
    const inner = { specs: [{ ...spec, tests: [{ status: 'unexpected', results }] }] };
    const stats = { expected: 0, unexpected: 1, flaky: 0 };
    const report = { stats, errors: [], suites: [{ specs: [], suites: [inner] }] };
    expect(countPlaywright(report).failures).toEqual([
      'b.spec.ts:7 · F05 killed · no such total · Expected: "¥2.00" · Received: "¥3.00"',
    ]);
  });

  test('a runner without a report, or one that ran nothing, has failed', async () => {
    const runner = {
      name: 'nothing',
      command: process.execPath,
      args: ['-e', ''],
      env: process.env,
      cwd: '.',
      remedy: '',
    };
    const report = { path: '.cache/reports/does-not-exist.json', count: countVitest };
    expect(await runStep(runner)).toMatchObject({ passed: 1, failed: 0 });
    expect(await runStep({ ...runner, report })).toMatchObject({ passed: 0, failed: 1 });
    const says = 'console.log("sold"); console.error("the line broke"); process.exit(3)';
    expect(await runStep({ ...runner, args: ['-e', says] })).toMatchObject({
      failed: 1,
      failures: expect.arrayContaining(['sold', 'the line broke']) as unknown,
    });
  });

  test('what runs beside another step shows all it said, and its name, in one piece', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const says = (name: string) => ({
      name,
      command: process.execPath,
      args: ['-e', `console.log('1'); setTimeout(() => console.log('2 of ${name}'), 50)`],
      env: process.env,
      cwd: '.',
      remedy: '',
    });
    await Promise.all([runStep(says('seen')), runStep(says('kept'), 'at its end')]);
    const pieces = written.mock.calls.map(([text]) => String(text));
    written.mockRestore();
    expect(pieces).toContain('\n== kept\n1\n2 of kept\n');
    expect(pieces).toContain('\n== seen\n');
  });

  test('a story that must fail has passed with its exit code alone', async () => {
    const ends = (code: number) => ({
      name: 'a planted fault',
      command: process.execPath,
      args: ['-e', `process.exit(${code})`],
      env: process.env,
      cwd: '.',
      expectedExit: 1,
      remedy: '',
    });
    const results = await runSteps([0, 1, 2].map(ends));
    expect(results.map(({ failed }) => failed)).toEqual([1, 0, 1]);
  });
});

test('the last line is the sum over all runners; what failed is named with a remedy', () => {
  const lines = closingLines([
    { name: 'types', passed: 1, failed: 0, failures: [], remedy: '' },
    { name: 'unit', passed: 40, failed: 2, failures: ['a', 'b'], remedy: 'npm run check' },
  ]);
  expect(lines).toEqual([
    'FAILED  unit (2): npm run check',
    '        a',
    '        b',
    '41 passed, 2 failed',
  ]);
});
