import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UnreadableFile } from './platform/json-file.ts';
import { activatedHost } from './testing/activated-host.ts';

const tear = (folder: string, name: string): Promise<void> =>
  writeFile(join(folder, 'host', `${name}.json`), '{"lang');

it('F11 torn language and colours, and who was signed in: the till starts, and both are chosen again', async () => {
  const { host, folder, restarted } = await activatedHost();
  await host.saveSettings({ language: 'en', theme: 'dark' });
  await tear(folder, 'settings');
  await tear(folder, 'session');
  const again = await restarted();
  expect(await again.about()).toMatchObject({
    value: { session: null, settings: { language: 'zh-CN', theme: 'system' } },
  });
  expect(await again.signIn({ operatorId: '01', pin: '1111' })).toMatchObject({ ok: true });
  expect(await again.saveSettings({ language: 'en', theme: 'dark' })).toMatchObject({ ok: true });
});

it('P28 F11 a torn list of who may do what is damage, not an empty list', async () => {
  const { folder, restarted } = await activatedHost();
  await tear(folder, 'operators');
  await expect(restarted()).rejects.toThrow(UnreadableFile);
});
