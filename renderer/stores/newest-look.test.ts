import { expect, it } from 'vitest';
import { NewestLook } from './newest-look.ts';

/** Looks that are answered by hand. */
function bench() {
  const newest = new NewestLook();
  const answers: ((text: string) => void)[] = [];
  const look = () => newest.at(() => new Promise<string>((resolve) => answers.push(resolve)));
  return { newest, answers, look };
}

it('I9 of several only the newest is answered, in whatever order they come back', async () => {
  const { answers, look } = bench();
  const looks = [look(), look(), look()];
  for (const [nth, answer] of [...answers.entries()].reverse()) answer(`answer ${nth}`);
  expect(await Promise.all(looks)).toEqual([null, null, 'answer 2']);
});

it('I9 what was left is answered to nobody; what is asked after that is', async () => {
  const { newest, answers, look } = bench();
  const left = look();
  newest.leave();
  const asked = look();
  answers[0]?.('old');
  answers[1]?.('new');
  expect([await left, await asked]).toEqual([null, 'new']);
});

it('one that breaks is the matter of whoever asked', async () => {
  const { newest } = bench();
  await expect(newest.at(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
});
