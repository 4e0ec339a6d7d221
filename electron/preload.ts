import { contextBridge, ipcRenderer } from 'electron';
import { IPC_CHANNELS } from '../shared/contracts/ipc-channels.ts';

/** No ideas here: one function a channel, nothing of Electron itself reaches the window. */
const till = Object.fromEntries(
  IPC_CHANNELS.map((channel) => [
    channel,
    (argument: unknown) => ipcRenderer.invoke(`till:${channel}`, argument) as Promise<unknown>,
  ]),
);

contextBridge.exposeInMainWorld('till', till);
