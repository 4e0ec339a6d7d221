#!/usr/bin/env node
// Stands in for `fpm` where electron-builder wants to make a .deb: the same arguments, done by
// dpkg-deb. Only what electron-builder says is understood; anything else is an error, so that a
// new version of it cannot quietly lose something.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    'input-type': { type: 'string', short: 's' },
    'output-type': { type: 'string', short: 't' },
    force: { type: 'boolean', short: 'f' },
    package: { type: 'string', short: 'p' },
    name: { type: 'string' },
    version: { type: 'string' },
    architecture: { type: 'string' },
    iteration: { type: 'string' },
    maintainer: { type: 'string' },
    vendor: { type: 'string' },
    url: { type: 'string' },
    license: { type: 'string' },
    description: { type: 'string' },
    category: { type: 'string' },
    depends: { type: 'string', short: 'd', multiple: true, default: [] },
    'after-install': { type: 'string' },
    'after-remove': { type: 'string' },
    'deb-compression': { type: 'string', default: 'xz' },
    'deb-priority': { type: 'string', default: 'optional' },
    'deb-recommends': { type: 'string', multiple: true, default: [] },
    'rpm-rpmbuild-define': { type: 'string', multiple: true },
    'rpm-compression': { type: 'string' },
    conflicts: { type: 'string', multiple: true, default: [] },
    replaces: { type: 'string', multiple: true, default: [] },
  },
});

const output = values.package;
if (values['input-type'] !== 'dir' || values['output-type'] !== 'deb' || output === undefined) {
  throw new Error('only -s dir -t deb -p FILE is understood');
}

const ARCHITECTURES = new Map([
  ['x86_64', 'amd64'],
  ['amd64', 'amd64'],
  ['aarch64', 'arm64'],
  ['arm64', 'arm64'],
]);
const architecture = ARCHITECTURES.get(values.architecture ?? '');
if (architecture === undefined) throw new Error(`unknown architecture ${values.architecture}`);

/** @param {string} text the first line is the summary; an empty line needs a dot (deb-control) */
const description = (text) =>
  text
    .trim()
    .split('\n')
    .map((line, index) =>
      index === 0 ? line.trim() : ` ${line.trim() === '' ? '.' : line.trim()}`,
    )
    .join('\n');

/** @param {readonly string[]} list */
const joined = (list) => (list.length === 0 ? undefined : list.join(', '));

const control = {
  Package: values.name,
  Version: values.version,
  Section: values.category ?? 'misc',
  Priority: values['deb-priority'],
  Architecture: architecture,
  Maintainer: values.maintainer,
  Depends: joined(values.depends),
  Recommends: joined(values['deb-recommends']),
  Conflicts: joined(values.conflicts),
  Replaces: joined(values.replaces),
  Homepage: values.url,
  Description: description(values.description ?? values.name ?? ''),
};

const folder = mkdtempSync(join(tmpdir(), 'twintill-deb-'));
try {
  for (const mapping of positionals) {
    const cut = mapping.lastIndexOf('=');
    const [from, to] = [mapping.slice(0, cut), join(folder, mapping.slice(cut + 1))];
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from.replace(/\/\.?$/, ''), to, { recursive: true, verbatimSymlinks: true });
  }
  const meta = join(folder, 'DEBIAN');
  mkdirSync(meta, { mode: 0o755 });
  const lines = Object.entries(control).filter(([, value]) => value !== undefined && value !== '');
  writeFileSync(join(meta, 'control'), lines.map(([key, value]) => `${key}: ${value}\n`).join(''));
  const scripts = /** @type {const} */ ([
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]);
  for (const [option, name] of scripts) {
    const path = values[option];
    if (path === undefined) continue;
    writeFileSync(join(meta, name), readFileSync(path));
    chmodSync(join(meta, name), 0o755);
  }
  chmodSync(folder, 0o755);
  const compression = values['deb-compression'];
  const options = ['--root-owner-group', `-Z${compression}`, '--build', folder, output];
  const build = spawnSync('dpkg-deb', options, { stdio: 'inherit' });
  process.exitCode = build.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
