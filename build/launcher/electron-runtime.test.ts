import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rememberedFailure, rememberFailure } from './cache-folder.ts';
import { chooseRuntime, type RuntimeSources } from './electron-runtime.ts';

const refused = (why: string) => () => ({ distPath: null, why });

const sources = (changes: Partial<RuntimeSources>): RuntimeSources => ({
  pinnedVersion: '45.4.1',
  overridePath: undefined,
  versionIn: () => '45.4.1',
  official: refused('no way out'),
  development: refused('no pip'),
  ...changes,
});

describe('the Electron that is taken', () => {
  test('a named folder comes first and is official only in the pinned version', () => {
    const official = () => ({ distPath: '/official' });
    const named = sources({ overridePath: '/named', official });
    expect(chooseRuntime(named)).toMatchObject({ kind: 'official', distPath: '/named' });
    expect(chooseRuntime({ ...named, versionIn: () => '44.0.0' })).toMatchObject({
      kind: 'development',
      version: '44.0.0',
    });
  });

  test('a named folder that does not run is said, not quietly replaced', () => {
    const broken = sources({
      overridePath: '/broken',
      versionIn: () => null,
      official: () => ({ distPath: '/official' }),
    });
    expect(chooseRuntime(broken)).toMatchObject({ kind: 'none' });
  });

  test('the official one goes before the development one, which tells why it stands in', () => {
    const development = () => ({ distPath: '/old' });
    const both = sources({ official: () => ({ distPath: '/new' }), development });
    expect(chooseRuntime(both)).toMatchObject({ kind: 'official', version: '45.4.1' });
    const second = chooseRuntime(sources({ development }));
    expect(second).toMatchObject({ kind: 'development', version: '22.3.25' });
    expect(second.why).toContain('no way out');
  });

  test('without any, both reasons are told', () => {
    const none = chooseRuntime(sources({}));
    expect(none.kind).toBe('none');
    expect(none.why).toMatch(/no way out.*no pip/);
  });
});

describe('a failure to fetch', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twintill-cache-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is remembered for a day, then tried again', () => {
    const at = (nowMs: number) => ({ path: folder, nowMs: () => nowMs });
    rememberFailure(at(1000), 'electron', 'ENOTFOUND');
    expect(rememberedFailure(at(1000 + 86_399_999), 'electron')).toBe('ENOTFOUND');
    expect(rememberedFailure(at(1000 + 86_400_000), 'electron')).toBeNull();
    expect(rememberedFailure(at(1000), 'another')).toBeNull();
    // A clock that was set back must not keep it for ever.
    expect(rememberedFailure(at(999), 'electron')).toBeNull();
  });
});
