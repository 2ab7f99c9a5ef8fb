// SPDX-License-Identifier: MPL-2.0
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { Secret, ServiceConfig, WholeNumber } from '#service';
import { fingerprintKey, indexValue, readVaultKeys, type VaultKeys } from './citizen/vault/key-ring.js';

/** Settings of referrals: those of every service, the vault's keys, and the municipality's own choices. */
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

  /** The municipality as it stands in decisions. */
  @IsString()
  @Length(1, 100)
  MUNICIPALITY_NAME: string = 'Eksempel Kommune';

  /** Days after which a landlord is asked whether a dwelling that is kept for the municipality still stands empty. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(366)
  VACANCY_CONFIRM_DAYS: number = 30;

  /** Persons for each room of a dwelling that is proposed, at most. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  PERSONS_PER_ROOM: number = 2;

  /** So many evictions because of arrears are the "several" that a required administration agreement takes (domain.md 4.5). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  EVICTIONS_FOR_REQUIRED_ADMINISTRATION: number = 2;

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
