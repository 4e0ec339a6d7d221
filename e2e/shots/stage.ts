import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../renderer/i18n/language.ts';
import { Cable } from '../cable.ts';
import { ElectronTill, type WallClock } from '../electron-till.ts';
import type { TillPage } from '../page-models/till-page.ts';
import type { NewTerminal, RunningBank } from '../whole-way/running-bank.ts';
import type { Camera } from './camera.ts';

/** What a scene plays with. */
export interface Stage {
  readonly bank: RunningBank;
  readonly cable: Cable;
  readonly machine: ElectronTill;
  readonly clock: WallClock;
  readonly language: Language;
  readonly camera: Camera;
}

export type Scene = (stage: Stage) => Promise<void>;

type Given = Pick<Stage, 'bank' | 'clock' | 'language' | 'camera'>;

/** A till of its own on an empty folder, so that each scene can be shot without the others. */
export async function onStage(
  scene: Scene,
  { activationCode }: Pick<NewTerminal, 'activationCode'>,
  given: Given,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'twintill-shots-'));
  const cable = await Cable.plug(given.bank.ready.url);
  const machine = new ElectronTill({ folder, bankUrl: cable.url, activationCode });
  try {
    await scene({ ...given, cable, machine });
  } finally {
    await machine.close();
    await cable.unplug();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The till of the scene, online and in its language. */
export async function openTill({ machine, clock, language, camera }: Stage): Promise<TillPage> {
  const till = await machine.start(clock);
  await till.waitUntilOnline();
  await camera.aimAt(till);
  if (language !== till.words.language) await till.speak(language);
  return till;
}

/** The same till after it was closed or killed, in the language of its settings. */
export async function openAgain({ machine, clock, language, camera }: Stage): Promise<TillPage> {
  const till = await machine.start(clock);
  till.words.speak(language);
  await camera.aimAt(till);
  return till;
}
