import type { SafeStorage } from 'electron';
import { describe, expect, it } from 'vitest';
import { isDevelopmentRuntime, keyringOf } from './electron-compat.ts';

/** What either Electron has of the safe; members that it lacks are not there at all. */
function safe(members: Partial<Record<keyof SafeStorage, unknown>>): SafeStorage {
  return members as unknown as SafeStorage;
}

const sealed = (text: string): Buffer => Buffer.from(`sealed ${text}`, 'utf8');
const opened = (bytes: Buffer): string => bytes.toString('utf8').replace('sealed ', '');

const OLD = {
  isEncryptionAvailable: () => true,
  encryptString: sealed,
  decryptString: opened,
};

const NEW = {
  getSelectedStorageBackend: () => 'gnome_libsecret',
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text: string) => Promise.resolve(sealed(text)),
  decryptStringAsync: (bytes: Buffer) =>
    Promise.resolve({ result: opened(bytes), shouldReEncrypt: false }),
  encryptString: () => {
    throw new Error('deprecated');
  },
};

describe('what differs between the Electrons', () => {
  it.each([
    ['the development runtime', OLD],
    ['the pinned version', NEW],
  ])('P25 the safe of %s seals and opens', async (_name, members) => {
    const keyring = await keyringOf(safe(members));
    const text = (await keyring?.seal('钥匙')) ?? '';
    expect(Buffer.from(text, 'base64').toString('utf8')).toBe('sealed 钥匙');
    expect(await keyring?.open(text)).toBe('钥匙');
  });

  it.each([
    ['none, of old', { ...OLD, isEncryptionAvailable: () => false }],
    ['none', { ...NEW, isAsyncEncryptionAvailable: () => Promise.resolve(false) }],
    ['a password in the source', { ...NEW, getSelectedStorageBackend: () => 'basic_text' }],
    ['not known yet', { ...NEW, getSelectedStorageBackend: () => 'unknown' }],
  ])('P25 no safe to trust: %s', async (_name, members) => {
    expect(await keyringOf(safe(members))).toBeNull();
  });

  it.each([
    ['45.4.1', false],
    ['22.3.25', true],
    ['46.0.0', true],
  ])('Electron %s is a development runtime: %s', (version, expected) => {
    expect(isDevelopmentRuntime(version)).toBe(expected);
  });
});
