import type { TextsOf } from '../texts-of.ts';
import type { line as zh } from '../zh-CN/line.ts';

export const line: TextsOf<typeof zh> = {
  title: 'Line panel',
  cut: 'Cut the line',
  mend: 'Mend the line',
  loseAnswer: 'Lose the next answer',
};
