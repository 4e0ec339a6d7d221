import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Each keeps a core busy for half a minute or more; every other file ends within seconds. */
const LONG = [
  'e2e/sim/exhaust.test.ts',
  'e2e/sim/nth-recovery.test.ts',
  'e2e/sim/nth-failure.test.ts',
  'e2e/sim/nth-drain.test.ts',
  'e2e/sim/nth-recovery-damaged.test.ts',
];

/**
 * Within a project the long ones begin, so that no core waits for the last of them. Vitest knows how
 * long a file took the last time only where it has run before; on a clean clone it goes by size.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const place = ({ project, moduleId }: TestSpecification): number =>
      2 * projects.indexOf(project.name) + (LONG.some((file) => moduleId.endsWith(file)) ? 0 : 1);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}
