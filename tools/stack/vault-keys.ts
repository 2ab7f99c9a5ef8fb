// SPDX-License-Identifier: MPL-2.0
import { randomBytes } from 'node:crypto';

/** Keys for a citizen vault of nobody but the demo and the tests, in the form of docs/how-to/keep-the-vaults-keys.md. */
export const newVaultKeys = () => {
  const key = () => ({ id: 'demo', key: randomBytes(32).toString('base64') });
  return { wrapping: [key()], index: [key()] };
};
