#!/bin/sh
# Electron whose programs leave core files, as far as this system allows. V8 reserves a terabyte in
# each program, and the kernel walks through all of it for the file; of 128 GB it takes what it gets.
ulimit -c "$(ulimit -H -c)"
ulimit -v 134217728 || true
exec "$TWINTILL_ELECTRON_PATH" "$@"
