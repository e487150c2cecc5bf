/**
 * The vault: what this device knows of residents and guards lies on its disk only encrypted, under a
 * key that the browser uses but never shows. With the key gone, what was copied from the disk is noise.
 */

import { STRICT, type Database, type Sealed } from "./database";

const HOW = "AES-GCM";
const IV_SIZE = 12;

export class Vault {
  private constructor(
    private readonly key: CryptoKey,
    private readonly deviceId: number,
  ) {}

  /** The vault of the device `deviceId`, or null when it has no key. */
  static async open(database: Database, deviceId: number): Promise<Vault | null> {
    const key = await database.get("vault", "key");
    return key ? new Vault(key, deviceId) : null;
  }

  /** The vault of the device `deviceId`, with a new key when it has none. */
  static async make(database: Database, deviceId: number): Promise<Vault | null> {
    const found = await Vault.open(database, deviceId);
    // Without HTTPS a browser has no keys to give: then nothing is kept, and fetched at each start.
    if (found || !globalThis.crypto?.subtle) return found;
    const key = await crypto.subtle.generateKey({ name: HOW, length: 256 }, false, USES);
    const change = database.transaction("vault", "readwrite", STRICT);
    await Promise.all([change.store.put(key, "key"), change.done]);
    return new Vault(key, deviceId);
  }

  /** `value` as it may lie on the disk under `name`; under another name it does not open. */
  async seal(name: string, value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_SIZE));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const octets = await crypto.subtle.encrypt(this.#how(iv, name), this.key, plain);
    return { iv, octets };
  }

  /** What was sealed under `name`. Throws when it was not, or not by this device. */
  async unseal<Value>(name: string, { iv, octets }: Sealed): Promise<Value> {
    const plain = await crypto.subtle.decrypt(this.#how(iv, name), this.key, octets);
    return JSON.parse(new TextDecoder().decode(plain)) as Value;
  }

  #how(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
    const additionalData = new TextEncoder().encode(`${this.deviceId}/${name}`);
    return { name: HOW, iv, additionalData };
  }
}

const USES: KeyUsage[] = ["encrypt", "decrypt"];
