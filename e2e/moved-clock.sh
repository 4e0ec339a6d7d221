#!/bin/sh
# Electron under a clock that was set (moved-clock.cjs); Playwright itself takes NODE_OPTIONS away.
NODE_OPTIONS="--require \"$(dirname "$0")/moved-clock.cjs\"" exec "$TWINTILL_ELECTRON_PATH" "$@"
