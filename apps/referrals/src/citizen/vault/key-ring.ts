// SPDX-License-Identifier: MPL-2.0
// Nøgler: by which keys the vault is locked. A key is never in the database; its id is.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes that only the holder of the named key can read. */
export interface Sealed {
  keyId: string;
  bytes: Buffer;
}

/**
 * The port to whoever holds the keys: a file (below), or a key management service (docs/how-to/keep-the-vaults-keys.md).
 * Key-encryption keys may stay with it: data keys go there to be wrapped. Index keys are known in the process.
 */
export abstract class KeyRing {
  /** Id of the key-encryption key by which data keys are wrapped from now on; the older ones still unwrap. */
  abstract readonly wrapsWith: string;
  /** Does it still have this key-encryption key? */
  abstract knows(keyId: string): boolean;
  /** @param about what the data key is of; a wrapped key that was moved elsewhere does not open */
  abstract wrap(dataKey: Buffer, about: string): Promise<Sealed>;
  /** @throws Error when the key is not there, or what it is about is another thing */
  abstract unwrap(wrapped: Sealed, about: string): Promise<Buffer>;
  /** Index keys by id, the current one first. */
  abstract readonly indexKeys: ReadonlyMap<string, Buffer>;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM; the bytes are nonce, tag, text. `about` is not in them, and must be the same to open them. */
export function encrypt(key: Buffer, text: Buffer, about: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws Error when the key, the bytes or what they are about differ */
export function decrypt(key: Buffer, bytes: Buffer, about: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
}

export const newDataKey = (): Buffer => randomBytes(KEY_BYTES);

/** A value by which equal texts are found, and which nobody can compute, or guess from, without the key. */
export const indexValue = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

type Keys = ReadonlyMap<string, Buffer>;
export interface VaultKeys {
  wrapping: Keys;
  index: Keys;
}

const KEY_ID = /^[a-z0-9][a-z0-9.-]{0,39}$/;

/**
 * The file of keys: `{"wrapping": [{"id": "2026-11", "key": "<base64 of 32 bytes>"}, …], "index": […]}`, the current key of
 * each kind first.
 * @returns the keys, or every fault of the file, none of which repeats anything of it but its form
 */
export function readVaultKeys(text: string): VaultKeys | { faults: string[] } {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return { faults: ['must be JSON: {"wrapping": [{"id", "key"}], "index": [{"id", "key"}]}'] };
  }
  const faults: string[] = [];
  const seen = new Set<string>();
  const keysOf = (kind: string): Keys => {
    const keys = new Map<string, Buffer>();
    const list = (file as Record<string, unknown> | null)?.[kind];
    if (!Array.isArray(list) || list.length === 0) faults.push(`must have a list "${kind}" of at least one key`);
    else
      for (const [place, entry] of list.entries()) {
        const { id, key } = (entry ?? {}) as { id?: unknown; key?: unknown };
        const at = `${kind}[${place}]`;
        const bytes = Buffer.from(typeof key === 'string' ? key : '', 'base64');
        if (typeof id !== 'string' || !KEY_ID.test(id)) faults.push(`${at}.id must be 1-40 of a-z, 0-9, dot and dash`);
        else if (keys.has(id)) faults.push(`${at}.id stands there twice`);
        if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== key)
          faults.push(`${at}.key must be ${KEY_BYTES} bytes in base64`);
        else if (seen.has(key)) faults.push(`${at}.key stands there twice: each is for one purpose`);
        else seen.add(key);
        keys.set(String(id), bytes);
      }
    return keys;
  };
  const keys = { wrapping: keysOf('wrapping'), index: keysOf('index') };
  return faults.length ? { faults } : keys;
}

/**
 * The key of what tells requests apart: made of the oldest index key, so that processes before, during and after a change of
 * keys agree for as long as it is there.
 */
export function fingerprintKey({ index }: VaultKeys): Buffer {
  const [oldest] = [...index.keys()].toSorted();
  return Buffer.from(hkdfSync('sha256', index.get(oldest!)!, '', 'fingerprints of requests', KEY_BYTES));
}

/** Keys from a file. */
export class KeysFromFile extends KeyRing {
  constructor(private readonly keys: () => VaultKeys) {
    super();
  }

  get wrapsWith(): string {
    return this.keys().wrapping.keys().next().value!;
  }

  get indexKeys(): Keys {
    return this.keys().index;
  }

  knows(keyId: string): boolean {
    return this.keys().wrapping.has(keyId);
  }

  async wrap(dataKey: Buffer, about: string): Promise<Sealed> {
    const keyId = this.wrapsWith;
    return { keyId, bytes: encrypt(this.keyOf(keyId), dataKey, `${about} ${keyId}`) };
  }

  async unwrap({ keyId, bytes }: Sealed, about: string): Promise<Buffer> {
    return decrypt(this.keyOf(keyId), bytes, `${about} ${keyId}`);
  }

  private keyOf(keyId: string): Buffer {
    const key = this.keys().wrapping.get(keyId);
    if (!key) throw new Error(`the vault has no wrapping key ${keyId}`);
    return key;
  }
}
