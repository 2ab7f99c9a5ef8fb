// SPDX-License-Identifier: MPL-2.0
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min, MinLength } from 'class-validator';
import { Secret, ServiceConfig, WholeNumber } from '#service';
import { type ContentStore, FolderStore, S3Store } from '#storage';

/** Settings of incidents: those of every service, and the municipality's own choices. */
export class IncidentsConfig extends ServiceConfig {
  /** After so many failed contacts in a row, outreach to a tenant has failed (domain.md 13.3). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(20)
  FAILED_CONTACTS_ALLOWED: number = 3;

  /** A demand of less than this, without fees, is too little to terminate a lease; øre (domain.md 13.3). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  TRIVIAL_BREACH_BELOW_OERE: number = 50_000;

  /** Days without news after which a complaint is resolved (domain.md 6). */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(366)
  QUIET_DAYS: number = 60;

  /** Days after a conditional year on which a breach that happened in it can still be told (domain.md 13.3: what is late is recorded). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(366)
  CONDITION_BREACH_TOLD_WITHIN_DAYS: number = 28;

  /** A larger share of a settlement is approved by another person than who assessed or proposed it; øre (domain.md 7.2). */
  @WholeNumber()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  FOUR_EYES_ABOVE_OERE: number = 2_500_000;

  /** The municipality as it stands in calculations. */
  @IsString()
  @Length(1, 100)
  MUNICIPALITY_NAME: string = 'Eksempel Kommune';

  /** Weeks from an eviction to the end of its case: longer than the municipality has for its decision on help (domain.md 6.3). */
  @WholeNumber()
  @IsInt()
  @Min(4)
  @Max(52)
  EVICTION_ENDS_AFTER_WEEKS: number = 8;

  /** Attachments of one party that a case may have. */
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(500)
  ATTACHMENTS_PER_CASE: number = 50;

  /** Folder of what is attached, shared by all processes of the service; unused with ATTACHMENTS_S3_ENDPOINT. */
  @IsString()
  @MinLength(1)
  ATTACHMENTS_FOLDER: string = 'attachments';

  /** Address of an S3-compatible server, without the bucket; empty: the folder. */
  @IsOptional()
  @Matches(/^https?:\/\/[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?\/?$/, {
    message: 'must be an http(s) address without a path',
  })
  ATTACHMENTS_S3_ENDPOINT?: string;

  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9.-]{2,62}$/, { message: 'must be the name of a bucket' })
  ATTACHMENTS_S3_BUCKET?: string;

  @Matches(/^[a-z0-9-]{1,40}$/, { message: 'must be the name of a region' })
  ATTACHMENTS_S3_REGION: string = 'us-east-1';

  @IsOptional()
  @IsString()
  ATTACHMENTS_S3_KEY_ID?: string;

  @Secret()
  @IsOptional()
  @IsString()
  ATTACHMENTS_S3_SECRET?: string;

  /** Who looks for viruses in what is attached: `clamd://host:port`, or `none`. */
  @Matches(/^(none|clamd:\/\/[A-Za-z0-9._-]{1,253}:[0-9]{1,5})$/, { message: 'must be none or clamd://host:port' })
  VIRUS_SCAN: string = 'none';

  /** @throws Error where VIRUS_SCAN is none */
  scannerAddress(): { host: string; port: number } {
    const { hostname, port } = new URL(this.VIRUS_SCAN);
    return { host: hostname, port: Number(port) };
  }

  store(): ContentStore {
    const { ATTACHMENTS_S3_ENDPOINT: endpoint, ATTACHMENTS_S3_REGION: region } = this;
    if (!endpoint) return new FolderStore(this.ATTACHMENTS_FOLDER);
    const [bucket, keyId, secret] = [
      this.ATTACHMENTS_S3_BUCKET!,
      this.ATTACHMENTS_S3_KEY_ID!,
      this.ATTACHMENTS_S3_SECRET!,
    ];
    return new S3Store({ endpoint, region, bucket, keyId, secret });
  }

  override faults(): string[] {
    const of = ['ATTACHMENTS_S3_BUCKET', 'ATTACHMENTS_S3_KEY_ID', 'ATTACHMENTS_S3_SECRET'] as const;
    const missing = this.ATTACHMENTS_S3_ENDPOINT ? of.filter((name) => !this[name]) : [];
    const isOpen = this.NODE_ENV === 'production' && this.ATTACHMENTS_S3_ENDPOINT?.startsWith('http:');
    return [
      ...super.faults(),
      ...missing.map((name) => `${name} must be set with ATTACHMENTS_S3_ENDPOINT`),
      ...(isOpen ? ['ATTACHMENTS_S3_ENDPOINT must be an https address when NODE_ENV is production'] : []),
    ];
  }
}
