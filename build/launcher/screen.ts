import { spawn } from 'node:child_process';

export interface Screen {
  /** The value for DISPLAY. */
  readonly display: string;
  readonly close: () => Promise<void>;
}

/**
 * A screen that nobody sees, of our own: Xvfb takes the first free number and tells it. When its last
 * window has gone it would begin anew, and throw out whatever connects just then: a till that is
 * started right after another one would find no screen.
 */
export async function openVirtualScreen(): Promise<Screen> {
  const size = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', ['-displayfd', '3', ...size], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}`)));
    server.stdio[3]?.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
  return {
    display: `:${number}`,
    close: async () => {
      server.kill();
      await ended;
    },
  };
}
