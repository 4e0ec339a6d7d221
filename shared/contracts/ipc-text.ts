import type { TillHost } from './host.ts';
import { IPC_CHANNELS } from './ipc-channels.ts';
import type { IpcChannel } from './ipc-contract.ts';

/**
 * Between window and main process travels text. An object would be copied twice on its way, member by
 * member: into the world of the preload and into the other process. Text is handed on as it is.
 */
export type HostByText = Readonly<Record<IpcChannel, (text?: string) => Promise<string>>>;

/** The host as the window knows it, in front of what carries its words. */
export function hostBehind(byText: HostByText): TillHost {
  const asked = (channel: IpcChannel) => async (argument?: unknown) => {
    const answer = await byText[channel](
      argument === undefined ? undefined : JSON.stringify(argument),
    );
    return JSON.parse(answer) as unknown;
  };
  const host = Object.fromEntries(IPC_CHANNELS.map((channel) => [channel, asked(channel)]));
  return host as unknown as TillHost;
}
