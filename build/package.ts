import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { path7za } from '7zip-bin';
import type { Configuration } from 'electron-builder';
import { buildIfStale } from './build.ts';
import { userCacheFolder } from './launcher/cache-folder.ts';
import { resolveElectron, type ElectronRuntime } from './launcher/electron-runtime.ts';
import { ensureSystemPackages } from './launcher/system-packages.mjs';
import { ROOT } from './launcher/till-environment.ts';
import { complaintsAbout, contentsOf } from './packaging/check-deb.ts';
import { fusesFor } from './packaging/fuses.ts';
import { drawIcon } from './packaging/icon.ts';

/**
 * `npm run package [-- --targets dir,deb,tar.gz]`: installable packages in `out/`, from whatever
 * Electron this machine has. Nothing is fetched. A package from the development runtime says
 * `-dev` in its name and belongs on no counter (ADR 0002).
 *
 * `--inspectable` is for the end-to-end test: one fuse stays open by which it looks in, and the
 * result goes to `.cache/packaged`, so that it is never taken for something to install.
 */

type Available = Exclude<ElectronRuntime, { readonly kind: 'none' }>;

const TARGETS = ['dir', 'deb', 'tar.gz'] as const;
/** What the runtime links to; Debian 13 renamed some of its libraries. */
const DEB_DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libcups2 | libcups2t64',
  'libsecret-1-0',
  'xdg-utils',
] as const;

const WORK = join(ROOT, '.cache', 'packaging');
const APP = join(WORK, 'app');

const { values } = parseArgs({
  options: {
    targets: { type: 'string', default: TARGETS.join() },
    inspectable: { type: 'boolean', default: false },
  },
});
const OUT = values.inspectable ? join(ROOT, '.cache', 'packaged') : join(ROOT, 'out');
const targets = values.targets.split(',');
const unknown = targets.filter((target) => !TARGETS.some((known) => known === target));
if (unknown.length > 0) throw new Error(`--targets knows ${TARGETS.join()}, not ${unknown.join()}`);

ensureSystemPackages(['electron']);
const runtime = resolveElectron(ROOT, userCacheFolder(), console.log);
if (runtime.kind === 'none') throw new Error(`no Electron to package: ${runtime.why}`);
console.log(`packaging with Electron ${runtime.version} (${runtime.kind}): ${runtime.why}`);
await buildIfStale(ROOT, console.log);
prepareIcons();
prepareApp(runtime);
rmSync(OUT, { recursive: true, force: true });
const electronDist = preparedRuntime(runtime);
const code = runBuilder(configuration(runtime, electronDist));
rmSync(electronDist, { recursive: true, force: true });
// What electron-builder thought on its way; it holds this machine's paths.
rmSync(join(OUT, 'builder-debug.yml'), { force: true });
process.exitCode = code === 0 && isWholesome(packageName(runtime)) ? 0 : 1;

function isWholesome(name: string): boolean {
  const made = readdirSync(OUT);
  const complaints = made
    .filter((file) => file.endsWith('.deb'))
    .flatMap((file) => complaintsAbout(contentsOf(join(OUT, file)), name));
  for (const complaint of complaints) console.error(`the .deb: ${complaint}`);
  console.log(`in ${relative(ROOT, OUT)}: ${made.join(', ')}`);
  return complaints.length === 0;
}

/** electron-builder takes a folder as it is: what belongs to development stays out of it. */
function preparedRuntime({ distPath }: Available): string {
  const copy = join(WORK, 'runtime');
  rmSync(copy, { recursive: true, force: true });
  cpSync(distPath, copy, { recursive: true, verbatimSymlinks: true });
  for (const name of ['version', 'resources/app', 'resources/default_app.asar']) {
    rmSync(join(copy, name), { recursive: true, force: true });
  }
  return copy;
}

/** The app alone: built files and a description without dependencies, which are all bundled. */
function prepareApp(available: Available): void {
  const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const kept = ['productName', 'version', 'description', 'homepage', 'author', 'license', 'main'];
  const name = packageName(available);
  const description = {
    name,
    desktopName: `${name}.desktop`,
    ...Object.fromEntries(kept.map((key) => [key, project[key]])),
  };
  rmSync(APP, { recursive: true, force: true });
  mkdirSync(APP, { recursive: true });
  writeFileSync(join(APP, 'package.json'), JSON.stringify(description, null, 2));
  cpSync(join(ROOT, 'dist'), join(APP, 'dist'), { recursive: true });
}

function packageName({ kind }: Available): string {
  return kind === 'development' ? 'twintill-dev' : 'twintill';
}

function prepareIcons(): void {
  const folder = join(WORK, 'icons');
  mkdirSync(folder, { recursive: true });
  for (const size of [16, 32, 48, 64, 128, 256, 512]) {
    writeFileSync(join(folder, `${size}x${size}.png`), drawIcon(size));
  }
}

function configuration(available: Available, electronDist: string): Configuration {
  const isDevelopment = available.kind === 'development';
  const name = packageName(available);
  return {
    appId: isDevelopment ? 'example.twintill.dev' : 'example.twintill',
    productName: isDevelopment ? 'TwinTill-dev' : 'TwinTill',
    executableName: name,
    electronVersion: available.version,
    electronDist,
    electronLanguages: ['en-US', 'zh-CN'],
    electronFuses: fusesFor(available.executablePath, values.inspectable),
    directories: { output: OUT },
    files: ['dist/**', 'package.json', '!dist/.build-stamp', '!**/*.map'],
    asar: true,
    npmRebuild: false,
    publish: null,
    // Ten times faster than the default for five per cent more bytes.
    compression: 'store',
    linux: {
      target: targets,
      category: 'Office',
      icon: join(WORK, 'icons'),
      maintainer: 'TwinTill <hello@twintill.example>',
      synopsis: 'A till that sells with or without a network',
      syncDesktopName: true,
      artifactName: `${name}-\${version}-\${arch}.\${ext}`,
    },
    deb: {
      packageName: name,
      compression: 'xz',
      // The test unpacks it at once: pressing it together would be for nothing.
      fpm: [`--deb-compression=${values.inspectable ? 'none' : 'gzip'}`],
      depends: [...DEB_DEPENDS],
      recommends: ['fonts-noto-cjk'],
    },
  };
}

function runBuilder(config: Configuration): number {
  const file = join(WORK, 'electron-builder.json');
  writeFileSync(file, JSON.stringify(config, null, 2));
  if (!existsSync(path7za)) throw new Error(`7zip-bin has no ${path7za}`);
  chmodSync(path7za, 0o755);
  const { status } = spawnSync(
    join(ROOT, 'node_modules', '.bin', 'electron-builder'),
    ['--linux', '--x64', '--config', file],
    {
      cwd: APP,
      stdio: 'inherit',
      env: {
        ...process.env,
        CUSTOM_FPM_PATH: join(ROOT, 'build', 'packaging', 'fpm-stand-in.mjs'),
        ELECTRON_BUILDER_7ZIP_PATH: path7za,
      },
    },
  );
  return status ?? 1;
}
