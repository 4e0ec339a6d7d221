import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a running server says about itself, to its administration, tests and the launcher. */
export const readyFile = z.object({
  url: z.string(),
  adminUrl: z.string(),
  adminToken: z.string(),
  pid: z.number(),
  databaseUrl: z.string(),
  /** A fresh, unused code for the demo terminal; empty without `--demo`. */
  demoActivationCode: z.string(),
});

export type ReadyFile = z.infer<typeof readyFile>;

export function readReadyFile(path: string): ReadyFile {
  return readyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}
