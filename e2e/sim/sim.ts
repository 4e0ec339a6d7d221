import type { JournalRecord } from '../../shared/domain/journal.ts';
import { present } from '../../shared/lib/assert.ts';
import { tellExhaust } from './exhaust-command.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';
import { failureOf, tellMany } from './many.ts';
import { huntMutants } from './mutants.ts';
import { HELP, readOptions, type SimOptions } from './options.ts';
import { nodeSettle } from './settle.ts';
import { commandOf, shrunk, tell, type Story } from './shrink.ts';
import { World } from './world.ts';

/** `npm run sim`: see `options.ts`. */
const say = (line: string): void => console.log(line);
/** Worlds of which each kind of fault strikes in one at least. */
const MEET_EVERYTHING = 200;

async function tellOne(story: Story, journals: boolean): Promise<boolean> {
  const world = new World({ ...story, settle: nodeSettle });
  const { problems, story: lines, hash, faults, events, shown } = await world.run();
  for (const line of lines) say(line);
  if (journals) for (const text of world.journals) sayJournal(text);
  const sum = `${events} events, ${faults.length} faults, ${shown} outcomes shown`;
  say(`seed ${story.seed}: ${sum}, hash ${hash}, ${problems.length} problems`);
  return problems.length === 0;
}

/** One line a record: enough to see what was written down when. */
function sayJournal(text: string): void {
  const [first] = text.split('\n', 1);
  const startMs =
    first === '' || first === undefined ? 0 : (JSON.parse(first) as JournalRecord).atMs;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { number, atMs, body } = JSON.parse(line) as JournalRecord;
    say(`${number} ${((atMs - startMs) / 1000).toFixed(3)} ${inShort(body)}`);
  }
}

function inShort(body: JournalRecord['body']): string {
  switch (body.kind) {
    case 'sale': {
      const { id, state, payments } = body.sale;
      const tries = payments.map(({ core, status }) => `${core.transactionNumber} ${status.state}`);
      const rows = body.outbox.map(({ kind, transactionNumber }) => `${kind} ${transactionNumber}`);
      return `${body.step} ${id.slice(0, 8)} ${state} [${tries.join(', ')}] → ${rows.join(', ')}`;
    }
    case 'delivery':
      return `delivery ${body.results.map(({ outboxKey, code }) => `${outboxKey} ${code}`).join(', ')}`;
    case 'notice':
      return `notice ${body.code} ${body.detail}`;
    default:
      return body.kind;
  }
}

async function tellAll({ from, count, quiet }: Extract<SimOptions, { kind: 'many' }>) {
  const progress = quiet ? () => undefined : say;
  const { failed, told, events, shown, faults } = await tellMany({
    from,
    count,
    stopAtFirst: quiet,
    progress,
  });
  const struck = [...faults].map(([kind, times]) => `${times} ${kind}`);
  progress(`faults: ${struck.join(', ')}`);
  for (const world of failed) say(failureOf(world));
  say(
    `sim: ${told} worlds from seed ${from}, ${events} events, ${shown} shown, ${failed.length} failed`,
  );
  if (failed.length > 0 && !quiet) await explain(present(failed[0], 'failed world').seed);
  return failed.length === 0 && (quiet || told < MEET_EVERYTHING || isEveryKindMet(faults));
}

/** A fault that no longer happens protects nothing, and nobody would notice. */
function isEveryKindMet(faults: ReadonlyMap<FaultKind, number>): boolean {
  const unmet = FAULT_KINDS.filter((kind) => !faults.has(kind));
  if (unmet.length > 0) say(`sim: not one of these worlds has met ${unmet.join(', ')}`);
  return unmet.length === 0;
}

async function explain(seed: number): Promise<void> {
  say(`\nthe shortest story of seed ${seed} that fails:`);
  const story = await shrunk({ seed }, () => undefined);
  for (const line of (await tell(story)).story) say(line);
  say(commandOf(story));
}

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  switch (options.kind) {
    case 'help':
      say(HELP);
      return true;
    case 'one':
      return tellOne(options.story, options.journals);
    case 'many':
      return tellAll(options);
    case 'exhaust':
      return tellExhaust(options, say);
    case 'mutants':
      return huntMutants(options, say);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(`sim: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
// Worlds that ended in the middle of an await leave nothing that keeps a process alive, but timers.
process.exit();
