// `npm start`, first stage: Node 20 and its own modules.
import { handOver, installPackages } from './setup.mjs';

installPackages();
handOver('build/launcher/start.ts', process.argv.slice(2));
