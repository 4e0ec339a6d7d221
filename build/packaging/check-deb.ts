import { spawnSync } from 'node:child_process';

/**
 * What a .deb must hold and what it must not, looked up in the finished file: a wrong `files`
 * setting is silent, and a shop finds it first.
 */
export function complaintsAbout(contents: readonly string[], name: string): readonly string[] {
  const must = [
    new RegExp(`^/opt/[^/]+/${name}$`),
    /^\/opt\/[^/]+\/resources\/app\.asar$/,
    /^\/opt\/[^/]+\/chrome-sandbox$/,
    /^\/opt\/[^/]+\/locales\/zh-CN\.pak$/,
    /^\/opt\/[^/]+\/locales\/en-US\.pak$/,
    new RegExp(`^/usr/share/applications/${name}\\.desktop$`),
    new RegExp(`^/usr/share/icons/hicolor/256x256/apps/${name}\\.png$`),
  ];
  const mustNot = [
    /\/locales\/(?!(?:zh-CN|en-US)\.pak$|$)/,
    /node_modules/,
    /\.map$/,
    /\.tsx?$/,
    /\/resources\/(?:app\/|default_app\.asar|app-update\.yml)/,
  ];
  return [
    ...must
      .filter((pattern) => !contents.some((path) => pattern.test(path)))
      .map((pattern) => `nothing matches ${pattern.source}`),
    ...contents
      .filter((path) => mustNot.some((pattern) => pattern.test(path)))
      .map((path) => `${path} does not belong in it`),
  ];
}

/** The paths in a .deb, each from the root. */
export function contentsOf(deb: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync('dpkg-deb', ['--contents', deb], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`dpkg-deb cannot read ${deb}: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => (line.split(/\s+/)[5] ?? '').replace(/^\./, ''));
}
