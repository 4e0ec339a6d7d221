import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { complaintsAbout } from './check-deb.ts';
import { fusesFor, readFuses } from './fuses.ts';

const app = '/opt/TwinTill';
const good = [
  '/opt/',
  `${app}/twintill`,
  `${app}/chrome-sandbox`,
  `${app}/locales/`,
  `${app}/locales/zh-CN.pak`,
  `${app}/locales/en-US.pak`,
  `${app}/resources/app.asar`,
  '/usr/share/applications/twintill.desktop',
  '/usr/share/icons/hicolor/256x256/apps/twintill.png',
];

describe('what a .deb holds', () => {
  test('a whole one is left in peace', () => {
    expect(complaintsAbout(good, 'twintill')).toEqual([]);
  });

  test.each(good.filter((path) => !path.endsWith('/')))('%s may not be missing', (absent) => {
    const contents = good.filter((path) => path !== absent);
    expect(complaintsAbout(contents, 'twintill')).toHaveLength(1);
  });

  test.each([
    `${app}/locales/de.pak`,
    `${app}/resources/app/main.ts`,
    `${app}/resources/default_app.asar`,
    `${app}/resources/dist/index.js.map`,
    `${app}/node_modules/zod/index.js`,
  ])('%s may not be there', (extra) => {
    expect(complaintsAbout([...good, extra], 'twintill')).toHaveLength(1);
  });
});

describe('fuses', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twintill-fuses-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function executable(wire: string): string {
    const path = join(folder, 'electron');
    const head = Buffer.from([1, wire.length]);
    const marker = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
    writeFileSync(path, Buffer.concat([Buffer.from('code'), marker, head, Buffer.from(wire)]));
    return path;
  }

  test('only those are set that the runtime has; the debugger stays for a test alone', () => {
    const older = executable('1011000');
    expect(fusesFor(older, false)).toMatchObject({
      runAsNode: false,
      onlyLoadAppFromAsar: true,
      enableNodeCliInspectArguments: false,
    });
    expect(fusesFor(older, false)).not.toHaveProperty('grantFileProtocolExtraPrivileges');
    expect(fusesFor(executable('101100010'), true)).toMatchObject({
      enableNodeCliInspectArguments: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('are read from the bytes of the executable', () => {
    expect(readFuses(executable('0100010'))).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      onlyLoadAppFromAsar: true,
    });
  });
});
