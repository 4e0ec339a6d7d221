// System packages: what a command needs, how one sees that it is there, how it is had.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { step } from './setup.mjs';

/**
 * @typedef {'chromium' | 'fonts' | 'electron' | 'screen' | 'strace' | 'pip'} Need
 * @typedef {{ packages: readonly string[], isThere: () => boolean }} Remedy
 */

/** @param {string} library */
function hasLibrary(library) {
  const command = existsSync('/sbin/ldconfig') ? '/sbin/ldconfig' : 'ldconfig';
  const known = spawnSync(command, ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return known.includes(library);
}

/** @param {string} program @param {readonly string[]} args */
const answers = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Any font will do that shows Chinese; `fc-list` is absent where nothing draws text yet. */
function hasChineseFont() {
  const known = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).stdout ?? '';
  return known !== '' || existsSync('/usr/share/fonts/opentype/noto');
}

const ELECTRON_LIBRARIES = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libXtst.so.6': 'libxtst6',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libcups.so.2': 'libcups2',
  'libnotify.so.4': 'libnotify4',
};

/** @type {Record<Need, readonly Remedy[]>} */
const REMEDIES = {
  chromium: [
    {
      packages: ['chromium'],
      isThere: () => existsSync(process.env['TWINTILL_CHROMIUM'] ?? '/usr/bin/chromium'),
    },
  ],
  fonts: [{ packages: ['fonts-noto-cjk'], isThere: hasChineseFont }],
  electron: Object.entries(ELECTRON_LIBRARIES).map(([library, name]) => ({
    packages: [name],
    isThere: () => hasLibrary(library),
  })),
  screen: [{ packages: ['xvfb'], isThere: () => answers('sh', ['-c', 'command -v Xvfb']) }],
  strace: [{ packages: ['strace'], isThere: () => answers('strace', ['-V']) }],
  pip: [
    { packages: ['python3-pip'], isThere: () => answers('python3', ['-m', 'pip', '--version']) },
  ],
};

/**
 * Installs what is missing where that is possible (Debian, root), and says so; elsewhere prints
 * the one line to run.
 *
 * @param {readonly Need[]} needs
 * @returns {boolean} whether all of it is there now
 */
export function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return true;
  const missing = needs
    .flatMap((need) => REMEDIES[need])
    .filter(({ isThere }) => !isThere())
    .flatMap(({ packages }) => packages);
  if (missing.length === 0) return true;
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(`Missing on this machine. Please run:\n  sudo apt-get ${install.join(' ')}`);
    return false;
  }
  // One source that does not answer fails the refresh, and what is wanted may come from another.
  step('refreshing the list of system packages', 'apt-get', ['update', '-qq']);
  return step(`installing system packages: ${missing.join(' ')}`, 'apt-get', install);
}
