// Lies in `resources/app` of the development runtime, which has no default app of its own and
// would leave `electron <folder>` with exit code 1 and no word. Loads the app in the given folder.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  console.error('usage: electron <folder with package.json> [options]');
  app.exit(2);
} else {
  const folder = path.resolve(given);
  const description = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version);
  app.setAppPath(folder);
  // Kept by hand: setName would otherwise move every test onto one shared folder.
  const userData = app.commandLine.getSwitchValue('user-data-dir');
  app.setPath('userData', userData || path.join(app.getPath('appData'), app.getName()));
  require(path.join(folder, description.main));
}
