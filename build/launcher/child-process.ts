import { spawn, type ChildProcess } from 'node:child_process';

/** A process that we started, and the only kind that we ever end. */
export interface OwnProcess {
  readonly pid: number;
  readonly ended: Promise<number | null>;
  /** Asks it to end, waits, and kills its group when it does not. Safe to call again. */
  readonly stop: () => Promise<void>;
}

interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stopWithinMs: number;
  /** Each line that it prints; without it, the lines go where ours go. */
  readonly onLine?: (line: string) => void;
}

/**
 * Starts it in a process group of its own: a Ctrl-C in the terminal then reaches the launcher
 * alone, which ends things in their order (the till before its bank).
 */
export function startOwn(
  command: string,
  args: readonly string[],
  options: StartOptions,
): OwnProcess {
  const piped = options.onLine === undefined ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', piped, piped],
  });
  forwardLines(child, options.onLine);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
  });
  const pid = child.pid ?? 0;
  return { pid, ended, stop: () => stopGroup(pid, ended, options.stopWithinMs) };
}

function forwardLines(child: ChildProcess, onLine: ((line: string) => void) | undefined): void {
  if (onLine === undefined) return;
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    });
    stream?.on('end', () => {
      if (rest !== '') onLine(rest);
    });
  }
}

async function stopGroup(pid: number, ended: Promise<unknown>, withinMs: number): Promise<void> {
  if (pid === 0) return;
  signal(pid, 'SIGTERM');
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), withinMs);
  const outcome = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  signal(-pid, 'SIGKILL');
  await ended;
}

/** Sends it; a process that is gone already is no error. */
function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
