// SPDX-License-Identifier: MPL-2.0
import { IsInt, IsString, Max, Min } from 'class-validator';
import { Secret, ServiceConfig, WholeNumber } from '#service';
import { fingerprintKey, indexValue, readVaultKeys, type VaultKeys } from './citizen/vault/key-ring.js';

export class ReferralsConfig extends ServiceConfig {
  /** The citizen vault's keys, as JSON: docs/how-to/keep-the-vaults-keys.md. */
  @Secret()
  @IsString()
  VAULT_KEYS: string;

  /** Days for which backups of the database are kept: until then one may hold who an erased citizen was. */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(3650)
  BACKUP_RETENTION_DAYS: number = 30;

  #keys?: VaultKeys;
  #fingerprintKey?: Buffer;

  vaultKeys(): VaultKeys {
    if (this.#keys) return this.#keys;
    const read = readVaultKeys(this.VAULT_KEYS);
    if ('faults' in read) throw new Error('VAULT_KEYS was not looked at before it was used');
    this.#keys = read;
    return read;
  }

  /** With a key: a request may hold a civil registration number, and there are few enough of them to try them all. */
  override fingerprint(text: string): string {
    this.#fingerprintKey ??= fingerprintKey(this.vaultKeys());
    return indexValue(this.#fingerprintKey, text).toString('base64');
  }

  override faults(): string[] {
    const read = readVaultKeys(this.VAULT_KEYS ?? '');
    return [
      ...super.faults(),
      ...(this.VAULT_KEYS !== undefined && 'faults' in read ? read.faults.map((fault) => `VAULT_KEYS ${fault}`) : []),
    ];
  }
}
