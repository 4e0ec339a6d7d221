// `npm test`, first stage: Node 20 and its own modules.
import { handOver, installPackages } from './setup.mjs';

installPackages();
handOver('build/launcher/test.ts', process.argv.slice(2));
