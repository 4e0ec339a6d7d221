import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { powerOf } from './power-supply.ts';

type Supplies = Readonly<Record<string, Readonly<Record<string, string>>>>;

const ADAPTER = { type: 'Mains', online: '1' };
const UNPLUGGED = { type: 'Mains', online: '0' };
const BATTERY = { type: 'Battery', scope: 'System', capacity: '41' };
const MOUSE = { type: 'Battery', scope: 'Device', capacity: '3' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twintill-power-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function withSupplies(supplies: Supplies) {
  for (const [name, values] of Object.entries(supplies)) {
    await mkdir(join(folder, name));
    for (const [file, value] of Object.entries(values)) {
      await writeFile(join(folder, name, file), `${value}\n`);
    }
  }
  return powerOf(folder);
}

describe('R9 what the system says of its power', () => {
  it('mains with a battery behind it', async () => {
    const power = await withSupplies({ AC: ADAPTER, BAT0: BATTERY });
    expect(power).toEqual({ onMains: true, batteryPercent: 41 });
  });

  it('the adapter pulled', async () => {
    const power = await withSupplies({ AC: UNPLUGGED, BAT0: BATTERY });
    expect(power).toEqual({ onMains: false, batteryPercent: 41 });
  });

  it('fed through USB', async () => {
    const power = await withSupplies({ ucsi: { type: 'USB', online: '1' }, BAT0: BATTERY });
    expect(power).toEqual({ onMains: true, batteryPercent: 41 });
  });

  it('the battery of a mouse is not the one of the till', async () => {
    expect(await withSupplies({ hidpp_battery_0: MOUSE })).toBeNull();
  });

  it('a charge that is no number is no charge', async () => {
    const power = await withSupplies({ AC: UNPLUGGED, BAT0: { ...BATTERY, capacity: 'full' } });
    expect(power).toEqual({ onMains: false, batteryPercent: null });
  });

  it('a machine that tells nothing, and one without the folder', async () => {
    expect(await withSupplies({})).toBeNull();
    expect(await powerOf(join(folder, 'none'))).toBeNull();
  });
});
