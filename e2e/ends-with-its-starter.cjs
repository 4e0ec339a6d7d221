'use strict';

/**
 * Required before a program's own code: whoever started it has gone, in whatever way, and nobody
 * will stop it any more. It stops as it does when somebody asks it to.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
