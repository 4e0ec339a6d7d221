import { parseArgs } from 'node:util';
import type { Language } from '../../renderer/i18n/language.ts';
import { RunningBank } from '../whole-way/running-bank.ts';
import { Camera } from './camera.ts';
import { backOfficeScene, counterScene, outageScene } from './scenes-counter.ts';
import { paymentScene, promiseScene, uncertainScene } from './scenes-payment.ts';
import { damageScene, missingScene } from './scenes-damage.ts';
import { activationScene, NO_CODE, readinessScene, startScene } from './scenes-start.ts';
import { provisionalScene } from './scene-provisional.ts';
import { salesScene } from './scene-sales.ts';
import { wireScene } from './scene-wire.ts';
import { onStage, type Scene } from './stage.ts';

/**
 * `npm run shots`: pictures of every screen in both languages and in every state of the line, of
 * the real program with a real bank. Goods, cards and the day are always the same, so that a new
 * picture shows a changed screen. `npm run demo -- --record` writes a few of the same names.
 */
const SCENES: Readonly<Record<string, Scene>> = {
  activation: activationScene,
  counter: counterScene,
  outage: outageScene,
  payment: paymentScene,
  promise: promiseScene,
  uncertain: uncertainScene,
  office: backOfficeScene,
  start: startScene,
  damage: damageScene,
  missing: missingScene,
  readiness: readinessScene,
  wire: wireScene,
  sales: salesScene,
  provisional: provisionalScene,
};

const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

/** The afternoon of the pictures, by the clock of the machine's own place. */
const STORY_BEGINS = new Date(2026, 10, 23, 14, 6);

const HELP = `npm run shots -- [options]

  --scene S      only this one: ${Object.keys(SCENES).join(', ')}
  --language L   only this one: ${LANGUAGES.join(', ')}`;

const say = (line: string): void => console.log(line);

async function shoot(names: readonly string[], languages: readonly Language[]): Promise<void> {
  const bank = await RunningBank.start();
  try {
    for (const language of LANGUAGES) {
      const camera = new Camera(language, say);
      for (const [name, scene] of Object.entries(SCENES)) {
        // Also for a scene that is not played: each has the same till number in every picture.
        const terminal = name === 'activation' ? NO_CODE : await bank.newTerminal();
        if (!names.includes(name) || !languages.includes(language)) continue;
        say(`${name} (${language})`);
        const clock = { offsetMs: STORY_BEGINS.getTime() - Date.now(), stoppedAtMs: null };
        await bank.moveClock(clock.offsetMs);
        await onStage(scene, terminal, { bank, clock, language, camera });
      }
    }
  } finally {
    await bank.stop();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      scene: { type: 'string' },
      language: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const names = chosen(Object.keys(SCENES), values.scene);
  const languages = chosen(LANGUAGES, values.language);
  if (values.help || names.length === 0 || languages.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  if ((process.env['TWINTILL_ELECTRON_PATH'] ?? '') === '') {
    console.error('shots: no Electron, and the pictures are of the real program or not at all');
    console.error(process.env['TWINTILL_ELECTRON_WHY'] ?? 'start it by npm run shots');
    return 1;
  }
  await shoot(names, languages);
  return 0;
}

function chosen<Name extends string>(all: readonly Name[], wish: string | undefined): Name[] {
  return all.filter((name) => wish === undefined || name === wish);
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`shots: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
