// Runs a TypeScript file of the project with Node 24, whatever Node is on the path:
//   node build/launcher/run.mjs <file.ts> [arguments]
//   node build/launcher/run.mjs --till <file.ts> [arguments]   with a built app, Electron, a screen
import { handOver, installPackages } from './setup.mjs';

const args = process.argv.slice(2);
const withTill = args[0] === '--till';
const [file, ...rest] = withTill ? args.slice(1) : args;
if (file === undefined) {
  console.error('usage: node build/launcher/run.mjs [--till] <file.ts> [arguments]');
  process.exit(2);
}
installPackages();
if (withTill) handOver('build/launcher/with-till.ts', [file, ...rest]);
else handOver(file, rest);
