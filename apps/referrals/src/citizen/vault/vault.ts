// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { nameWords, PARTS, type PartOfPerson, type Person } from '../person.js';
import { decrypt, encrypt, indexValue, KeyRing, newDataKey } from './key-ring.js';

/** The parts of a person as they lie in the database; null: there is nothing of it. */
export type SealedPerson = { [part in PartOfPerson]: Buffer | null };

/** The key of one citizen's parts, itself locked by a key that is not in the database. All null once it is destroyed. */
export interface WrappedKey {
  dataKey: Buffer | null;
  dataKeyId: string | null;
  /** Id of the key-encryption key. */
  wrappedBy: string | null;
}

/** By what a citizen is found, under each index key there is: so a change of keys leaves no hole between two of them. */
export interface IndexEntry {
  kind: 'cpr' | 'name';
  keyId: string;
  value: Buffer;
}

/** Locks and opens what is known of a person. The only code that does. */
@Injectable()
export class Vault {
  constructor(private readonly ring: KeyRing) {}

  get wrapsWith(): string {
    return this.ring.wrapsWith;
  }

  /** Id of the index key that every citizen is to be found under. */
  get indexesWith(): string {
    return this.ring.indexKeys.keys().next().value!;
  }

  get indexKeyIds(): string[] {
    return [...this.ring.indexKeys.keys()];
  }

  /** Can what this key locks be opened? */
  opens(wrappedBy: string): boolean {
    return this.ring.knows(wrappedBy);
  }

  /** A key of its own for a new citizen. */
  async newKey(citizenRef: string): Promise<WrappedKey> {
    const dataKeyId = uuidv4();
    const { keyId: wrappedBy, bytes: dataKey } = await this.ring.wrap(newDataKey(), keyAbout(citizenRef, dataKeyId));
    return { dataKey, dataKeyId, wrappedBy };
  }

  async seal(citizenRef: string, key: WrappedKey, person: Partial<Person>): Promise<Partial<SealedPerson>> {
    const { dataKey, dataKeyId } = await this.unlocked(citizenRef, key);
    const sealed: Partial<SealedPerson> = {};
    for (const part of PARTS) {
      const value = person[part];
      if (value === undefined) continue;
      const text = Buffer.from(JSON.stringify(value));
      sealed[part] = value === null ? null : encrypt(dataKey, text, partAbout(citizenRef, part, dataKeyId));
    }
    return sealed;
  }

  async open<Part extends PartOfPerson>(
    citizenRef: string,
    row: WrappedKey & SealedPerson,
    parts: readonly Part[],
  ): Promise<Pick<Person, Part>> {
    const { dataKey, dataKeyId } = await this.unlocked(citizenRef, row);
    const opened = parts.map((part) => {
      const sealed = row[part];
      if (!sealed) return [part, null];
      return [part, JSON.parse(decrypt(dataKey, sealed, partAbout(citizenRef, part, dataKeyId)).toString())];
    });
    return Object.fromEntries(opened) as Pick<Person, Part>;
  }

  /** The same data key under the current key-encryption key. */
  async rewrapped(citizenRef: string, key: WrappedKey): Promise<WrappedKey> {
    const { dataKey, dataKeyId } = await this.unlocked(citizenRef, key);
    const { keyId: wrappedBy, bytes } = await this.ring.wrap(dataKey, keyAbout(citizenRef, dataKeyId));
    return { dataKey: bytes, dataKeyId, wrappedBy };
  }

  /** In one order, so that two who write the same do not wait for one another. */
  indexOf({ cpr, name }: Partial<Pick<Person, 'cpr' | 'name'>>): IndexEntry[] {
    const entries = [...this.ring.indexKeys].flatMap(([keyId, key]): IndexEntry[] => [
      ...(cpr === undefined ? [] : [{ kind: 'cpr' as const, keyId, value: indexValue(key, `cpr ${cpr}`) }]),
      ...(name === undefined ? [] : nameWords(name)).map((word) => ({
        kind: 'name' as const,
        keyId,
        value: indexValue(key, `name ${word}`),
      })),
    ]);
    return entries.toSorted((one, other) => Buffer.compare(one.value, other.value));
  }

  private async unlocked(citizenRef: string, { dataKey, dataKeyId, wrappedBy }: WrappedKey) {
    if (!dataKey || !dataKeyId || !wrappedBy) throw new Error(`citizen ${citizenRef} has no key: it was destroyed`);
    const wrapped = { keyId: wrappedBy, bytes: dataKey };
    return { dataKey: await this.ring.unwrap(wrapped, keyAbout(citizenRef, dataKeyId)), dataKeyId };
  }
}

// What bytes are about: moved to another citizen, another part or another key, they do not open.
const keyAbout = (citizenRef: string, dataKeyId: string) => `${citizenRef} data_key ${dataKeyId}`;
const partAbout = (citizenRef: string, part: PartOfPerson, dataKeyId: string) => `${citizenRef} ${part} ${dataKeyId}`;
