import type { PublicKeyJwk } from '../contracts/bank-api.ts';
import { present } from '../lib/assert.ts';
import type { DeviceKeyRing, KeptValue } from './ports.ts';

/** The keys that a device signs with, as they rest in its key store. */
export interface KeptDeviceKeys<Key> {
  readonly deviceKey: Key;
  /** Only while it is being renewed (P25): on its way to the bank, or signing already. */
  readonly nextDeviceKey?: { readonly key: Key; readonly isInUse: boolean };
}

/** What the platform does with a key; nobody else sees the private half of it. */
export interface DeviceKeyCrypto<Key> {
  readonly generate: () => Key;
  readonly sign: (key: Key, text: string) => string;
  readonly publicOf: (key: Key) => PublicKeyJwk;
}

/** Both keys of a device that is renewing its key, in one file: no moment without one (P25). */
export class DeviceKeys<Key> {
  readonly #kept: Pick<KeptValue<KeptDeviceKeys<Key>>, 'write'>;
  readonly #crypto: DeviceKeyCrypto<Key>;
  #keys: KeptDeviceKeys<Key>;

  constructor(
    kept: Pick<KeptValue<KeptDeviceKeys<Key>>, 'write'>,
    { deviceKey, nextDeviceKey }: KeptDeviceKeys<Key>,
    crypto: DeviceKeyCrypto<Key>,
  ) {
    this.#kept = kept;
    this.#crypto = crypto;
    this.#keys = { deviceKey, ...(nextDeviceKey === undefined ? {} : { nextDeviceKey }) };
  }

  get inUse(): Key {
    const { nextDeviceKey, deviceKey } = this.#keys;
    return nextDeviceKey?.isInUse === true ? nextDeviceKey.key : deviceKey;
  }

  ring(): DeviceKeyRing {
    const as = (isInUse: boolean): KeptDeviceKeys<Key> => ({
      deviceKey: this.#keys.deviceKey,
      nextDeviceKey: { key: this.#next, isInUse },
    });
    return {
      state: () => this.#state,
      prepareNext: () => this.#prepareNext(),
      signByNext: (text) => Promise.resolve(this.#crypto.sign(this.#next, text)),
      useNext: () => this.#keep(as(true)),
      useFirst: () => this.#keep(as(false)),
      dropFirst: () => this.#keep({ deviceKey: this.#next }),
    };
  }

  get #state(): ReturnType<DeviceKeyRing['state']> {
    const { nextDeviceKey } = this.#keys;
    if (nextDeviceKey === undefined) return 'settled';
    return nextDeviceKey.isInUse ? 'in-use' : 'prepared';
  }

  async #prepareNext(): Promise<PublicKeyJwk> {
    const { generate, publicOf } = this.#crypto;
    const { deviceKey, nextDeviceKey } = this.#keys;
    if (nextDeviceKey !== undefined) return publicOf(nextDeviceKey.key);
    const key = generate();
    await this.#keep({ deviceKey, nextDeviceKey: { key, isInUse: false } });
    return publicOf(key);
  }

  get #next(): Key {
    return present(this.#keys.nextDeviceKey, 'a next key').key;
  }

  /** On the disk first: what a restart does not know of must not have signed anything. */
  async #keep(keys: KeptDeviceKeys<Key>): Promise<void> {
    await this.#kept.write(keys);
    this.#keys = keys;
  }
}
