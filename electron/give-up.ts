import { UnreadableFile } from './platform/json-file.ts';
import { KeyStoreShut } from './platform/key-store.ts';

/**
 * Why the program ends before there is a window, for the system's own box: what is in the way, what
 * became of the money, and what to do. Whoever starts it by an icon sees nothing else.
 */
export function whyItCannotStart(error: unknown): string {
  if (error instanceof KeyStoreShut) {
    return `系统密钥库没有打开，收银台不能启动。已记录的款项都在本机；请登录系统密钥库后再启动。
The system's key store is shut, so the till cannot start. What was recorded is safe; unlock the key store and start again.`;
  }
  if (error instanceof UnreadableFile) {
    return `这个文件读不出，收银台不能启动：
${error.path}
已记录的款项都在本机的日志里。请不要删除任何文件；从备份放回这个文件，或联系技术支持。
This file cannot be read, so the till cannot start. What was recorded is safe in the till's journal. Do not delete anything: put the file back from a backup, or ask for support.`;
  }
  return `收银台不能启动：
${String(error)}
已记录的款项都在本机的日志里，请不要删除任何文件；请再启动一次，仍不行请联系技术支持。
The till cannot start. What was recorded is safe in its journal. Do not delete anything: start it again, or ask for support.`;
}
