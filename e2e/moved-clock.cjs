'use strict';

/**
 * A wall clock that somebody sets (F21, F37), for a process under test: required before its own
 * code, it moves `Date.now` and leaves uptime and timers alone, as setting a machine's clock does.
 * How far is in the environment at the start, and in a message from whoever started it.
 */
const trueNow = Date.now.bind(Date);
let offsetMs = Number(process.env.TWINTILL_TEST_CLOCK_OFFSET_MS ?? '0');
Date.now = () => trueNow() + offsetMs;

if (process.send !== undefined) {
  process.on('message', (message) => {
    if (typeof message?.clockOffsetMs !== 'number') return;
    offsetMs = message.clockOffsetMs;
    process.send(message);
  });
  // Listening alone keeps nobody running.
  process.channel?.unref();
}
