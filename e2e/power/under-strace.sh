#!/bin/sh
# Electron with every call that changes a disk recorded (trace.ts): a file a thread, all text as hex.
# -DDD keeps the pid Electron's own, and the recorder alive until all of it is written down.
exec strace -DDD -ff -y -xx -ttt -T -s 16777216 --seccomp-bpf -e signal=none \
  -e trace=open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,mmap,sendfile,copy_file_range,splice \
  -o "$TWINTILL_TEST_TRACE" "$TWINTILL_ELECTRON_PATH" "$@"
