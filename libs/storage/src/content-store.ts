// SPDX-License-Identifier: MPL-2.0
import type { Readable } from 'node:stream';
import type { Spooled } from './spooled.js';

/** Where the content of files lies. Whose it is and what it is called, the database knows alone. */
export abstract class ContentStore {
  /**
   * Whole and for good once it returns; nothing of it is there under the key before. The same again changes nothing.
   * @param key hexadecimal, drawn at random: it tells nothing
   * @throws StoreUnavailable
   */
  abstract put(key: string, content: Spooled): Promise<void>;
  /** @returns undefined where there is nothing of that key. @throws StoreUnavailable */
  abstract get(key: string): Promise<Readable | undefined>;
  /** Also what an interrupted `put` has left. Nothing there is no fault. @throws StoreUnavailable */
  abstract remove(key: string): Promise<void>;
  /** Can it be written to? */
  abstract isReady(): Promise<boolean>;
}

/** The store cannot be reached, refuses us or is full: trying again later may help. */
export class StoreUnavailable extends Error {}

const KEY = /^[0-9a-f]{32,64}$/;

/** A key becomes part of a path: nothing else may. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error('not a key of a content');
  return key;
}
