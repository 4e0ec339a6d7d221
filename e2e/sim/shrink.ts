import { immediate, nodeSettle } from './settle.ts';
import { World, type Outcome, type WorldOptions } from './world.ts';

export type Story = Omit<WorldOptions, 'settle'>;

export async function tell(story: Story): Promise<Outcome> {
  const outcome = await new World({ ...story, settle: nodeSettle }).run();
  // Whatever broke in its last events is heard before the next world begins.
  await immediate();
  return outcome;
}

/**
 * The shortest story that still fails: fewer tills, fewer customers, and then one fault after the
 * other left out, in ever smaller groups (delta debugging), as long as anything goes wrong at all.
 */
export async function shrunk(failing: Story, log: (line: string) => void): Promise<Story> {
  let story = failing;
  const takes = async (shorter: Story): Promise<boolean> => {
    const { problems } = await tell(shorter);
    if (problems.length === 0) return false;
    story = shorter;
    return true;
  };
  for (const tills of [1, 2]) if (await takes({ ...story, tills })) break;
  for (const salesPerTill of [1, 2, 3, 4, 6, 8]) if (await takes({ ...story, salesPerTill })) break;
  for (let groups = 2; ;) {
    const { faults } = await tell(story);
    const muted = story.muted ?? new Set<number>();
    log(`${faults.length} faults left`);
    const size = Math.ceil(faults.length / groups);
    let isShorter = false;
    for (let at = 0; at < faults.length && !isShorter; at += size) {
      const group = faults.slice(at, at + size).map(({ ordinal }) => ordinal);
      isShorter = await takes({ ...story, muted: new Set([...muted, ...group]) });
    }
    if (!isShorter && size <= 1) return story;
    groups = isShorter ? 2 : Math.min(groups * 2, Math.max(1, faults.length));
  }
}

/** As options of the command line, so that anybody can see it again. */
export function commandOf({ seed, tills, salesPerTill, muted }: Story): string {
  const parts = [`npm run sim -- --seed ${seed}`];
  if (tills !== undefined) parts.push(`--tills ${tills}`);
  if (salesPerTill !== undefined) parts.push(`--sales ${salesPerTill}`);
  if (muted !== undefined && muted.size > 0) parts.push(`--without ${[...muted].join(',')}`);
  return parts.join(' ');
}
