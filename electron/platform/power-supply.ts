import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Power } from '../../shared/domain/readiness.ts';

/** Where Linux tells of mains and batteries; other systems have no such folder. */
export const POWER_SUPPLY_FOLDER = '/sys/class/power_supply';

interface Supply {
  readonly type: string;
  readonly scope: string;
  readonly online: string;
  readonly capacity: string;
}

/**
 * Mains and battery of this machine; null where the system has nothing to say (a desktop without a
 * battery, a virtual machine, another system). A battery that belongs to a mouse is not the till's.
 */
export async function powerOf(folder: string): Promise<Power | null> {
  try {
    const names = await readdir(folder);
    const supplies = await Promise.all(names.map((name) => supplyIn(join(folder, name))));
    return powerFrom(supplies.filter(({ scope }) => scope !== 'Device'));
  } catch {
    return null;
  }
}

function powerFrom(supplies: readonly Supply[]): Power | null {
  const lines = supplies.filter(({ type }) => type === 'Mains' || type.startsWith('USB'));
  const charges = supplies.flatMap(({ type, capacity }) =>
    type === 'Battery' && /^\d{1,3}$/.test(capacity) ? [Math.min(100, Number(capacity))] : [],
  );
  if (lines.length === 0 && charges.length === 0) return null;
  return {
    onMains: lines.some(({ online }) => online === '1'),
    // Of several the fullest: the system takes from one after the other.
    batteryPercent: charges.length === 0 ? null : Math.max(...charges),
  };
}

async function supplyIn(folder: string): Promise<Supply> {
  const [type, scope, online, capacity] = await Promise.all([
    valueIn(folder, 'type'),
    valueIn(folder, 'scope'),
    valueIn(folder, 'online'),
    valueIn(folder, 'capacity'),
  ]);
  return { type, scope, online, capacity };
}

/** Each supply has only the files that fit its type. */
async function valueIn(folder: string, name: string): Promise<string> {
  return (await readFile(join(folder, name), 'utf8').catch(() => '')).trim();
}
