import type { PublicKeyJwk } from '../../shared/contracts/bank-api.ts';
import type { DeviceKeyRing, KeptValue } from '../../shared/host/ports.ts';
import { present } from '../../shared/lib/assert.ts';
import type { DeviceSecrets } from './key-store.ts';
import { generateDeviceKey, signBy, type DeviceKey } from './node-crypto.ts';

/** Both keys of a device that is renewing its key, in one file: no moment without one (P25). */
export class DeviceKeys {
  readonly #kept: KeptValue<DeviceSecrets>;
  #secrets: DeviceSecrets;

  constructor(kept: KeptValue<DeviceSecrets>, secrets: DeviceSecrets) {
    this.#kept = kept;
    this.#secrets = secrets;
  }

  get inUse(): DeviceKey {
    const { nextDeviceKey, deviceKey } = this.#secrets;
    return nextDeviceKey?.isInUse === true ? nextDeviceKey.key : deviceKey;
  }

  ring(): DeviceKeyRing {
    return {
      state: () => this.#state,
      prepareNext: () => this.#prepareNext(),
      signByNext: (text) => Promise.resolve(signBy(this.#next, text)),
      useNext: () => this.#keep({ ...this.#secrets, nextDeviceKey: this.#nextAs(true) }),
      useFirst: () => this.#keep({ ...this.#secrets, nextDeviceKey: this.#nextAs(false) }),
      dropFirst: () => {
        const { nextDeviceKey: _next, ...others } = this.#secrets;
        return this.#keep({ ...others, deviceKey: this.#next });
      },
    };
  }

  get #state(): ReturnType<DeviceKeyRing['state']> {
    const { nextDeviceKey } = this.#secrets;
    if (nextDeviceKey === undefined) return 'settled';
    return nextDeviceKey.isInUse ? 'in-use' : 'prepared';
  }

  async #prepareNext(): Promise<PublicKeyJwk> {
    const known = this.#secrets.nextDeviceKey;
    if (known !== undefined) return known.key.publicJwk;
    const key = generateDeviceKey();
    await this.#keep({ ...this.#secrets, nextDeviceKey: { key, isInUse: false } });
    return key.publicJwk;
  }

  get #next(): DeviceKey {
    return present(this.#secrets.nextDeviceKey, 'a next key').key;
  }

  #nextAs(isInUse: boolean): NonNullable<DeviceSecrets['nextDeviceKey']> {
    return { key: this.#next, isInUse };
  }

  /** On the disk first: what a restart does not know of must not have signed anything. */
  async #keep(secrets: DeviceSecrets): Promise<void> {
    await this.#kept.write(secrets);
    this.#secrets = secrets;
  }
}
