'use strict';

/**
 * A wall clock that somebody has set (F21, F37) or stopped (A08), for a program under test: required
 * before its own code, it moves `Date.now` and leaves uptime and timers alone, as setting a
 * machine's clock does. Where it stands is in the environment at the start; a program of Node's own
 * also hears it by message from whoever started it. In Electron the window's clock moves with it.
 */
const START = 'TWINTILL_TEST_CLOCK';

/** Runs in every world whose clock is moved, so it stands on its own. */
function moveClock(clock) {
  const trueNow = (globalThis.trueNow ??= Date.now.bind(Date));
  Date.now = () => clock.stoppedAtMs ?? trueNow() + clock.offsetMs;
}

const started = process.env[START];
if (started !== undefined) moveClock(JSON.parse(started));

if (process.type === 'renderer') {
  // A preload: it lives beside the page, whose own clock is set before its first script.
  const { webFrame } = require('electron');
  void webFrame.executeJavaScript(`(${String(moveClock)})(${started})`);
} else if (process.type === 'browser') {
  // Electron's own modules are there a moment later, and the first window later still.
  setImmediate(() => {
    const { app, session } = require('electron');
    void app.whenReady().then(() => session.defaultSession.setPreloads([__filename]));
  });
} else if (process.send !== undefined) {
  process.on('message', (message) => {
    if (typeof message?.clockOffsetMs !== 'number') return;
    moveClock({ offsetMs: message.clockOffsetMs, stoppedAtMs: null });
    process.send(message);
  });
  // Listening alone keeps nobody running.
  process.channel?.unref();
}
