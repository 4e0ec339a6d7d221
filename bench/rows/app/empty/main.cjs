// The least that an Electron program can be: what the start of ours is measured against.
const { app, BrowserWindow } = require('electron');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800 });
  void window.loadURL('data:text/html,<title>empty</title><p id="there">empty</p>');
});
app.on('window-all-closed', () => app.quit());
