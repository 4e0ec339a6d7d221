import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where till and bank keep what they have. Root's own home is closed to the account that
 * PostgreSQL then runs under, so root gets a folder that others can pass through.
 */
export function defaultDataDir(
  env: NodeJS.ProcessEnv = process.env,
  isRoot: boolean = process.getuid?.() === 0,
): string {
  if (isRoot) return '/var/lib/twintill';
  const base = env['XDG_DATA_HOME'] ?? '';
  return join(base === '' ? resolve(homedir(), '.local', 'share') : base, 'TwinTill');
}
