import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What a runner's JSON report says. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What failed, each in one line: where, name of the test, what was expected and what came. */
  readonly failures: readonly string[];
}

const vitestReport = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** A file that does not load fails the run, and no test of it is counted. */
export function countVitest(report: unknown): Counts {
  const { success, numPassedTests, numFailedTests, testResults } = vitestReport.parse(report);
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [inOneLine(file, '', message)];
    return failed.map((test) => inOneLine(file, test.fullName, test.failureMessages?.[0]));
  });
  const unnamed = !success && numFailedTests === 0 ? 1 : 0;
  return { passed: numPassedTests, failed: numFailedTests + unnamed, failures };
}

const playwrightError = z.object({
  message: z.string().optional(),
  location: z.object({ line: z.number() }).optional(),
});
const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ error: playwrightError.optional() })),
    }),
  ),
});
const playwrightSuite = z.object({
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).default([]);
  },
});
const playwrightReport = z.object({
  errors: z.array(playwrightError),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(playwrightSuite),
});

/** A flaky test counts as failed: it must be able to be trusted. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors, suites } = playwrightReport.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    failures: [
      ...suites.flatMap(failuresOf),
      ...errors.map(({ message }) => inOneLine('outside of any test', '', message)),
    ],
  };
}

function failuresOf({ specs, suites }: z.infer<typeof playwrightSuite>): readonly string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => {
        const error = results.find((result) => result.error)?.error;
        return inOneLine(`${file}:${error?.location?.line ?? line}`, title, error?.message);
      }),
  );
  return [...own, ...suites.flatMap(failuresOf)];
}

/** The two sides of an assertion, as Playwright and Vitest write them. */
const SIDE = /^(Expected|Received)\b.*:/;

function inOneLine(place: string, name: string, message = ''): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim());
  const [first = '', ...more] = lines;
  const sides = more.filter((line) => SIDE.test(line)).slice(0, 2);
  return [place, name, first, ...sides].filter((part) => part !== '').join(' · ');
}
