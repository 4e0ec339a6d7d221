/** Debian's Chromium; a sandbox does not work for root, and no call may leave the machine. */
export const CHROMIUM = {
  executablePath: process.env['TWINTILL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
