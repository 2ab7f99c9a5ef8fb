// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateBy, ValidateIf } from 'class-validator'; // biome-ignore format: one line
import { DateOnly, Form, Mailbox, Part, Phone } from '#contracts/fields';
import { SERVICES, type ServiceName } from '#contracts/topics';
import { type LocalDate, readCivilRegistrationNumber } from '#domain';
import type { Command, StoredUnnumbered } from '#persistence';
import { FreeText, RefusedActionView, WholeNumber } from '#service';
import {
  CITIZEN_STATES,
  type Citizen,
  type CitizenFacts,
  CONSENT_ENDINGS,
  CONSENT_MEDIA,
  CONSENT_SCOPES,
  type Consent,
  type ConsentEnding,
  type ConsentMedium,
  type ConsentScope,
  citizenRules,
  type EndConsent,
  type RecordConsent,
} from './citizen.js';
import {
  ADDRESS_REASONS,
  type Address,
  type AddressReason,
  type Contact,
  type Household,
  type Person,
  PURPOSES,
  type Purpose,
} from './person.js';

/** A civil registration number: ten digits that begin with the day of a birth, whole or with a hyphen or blanks between. */
const Cpr = () =>
  ValidateBy(
    {
      name: 'isCivilRegistrationNumber',
      validator: {
        validate: (value) => typeof value === 'string' && readCivilRegistrationNumber(value) !== undefined,
        defaultMessage: () => '$property must be a civil registration number',
      },
    },
    {
      context: {
        code: 'not-a-civil-registration-number',
        da: 'Skal være et CPR-nummer: en fødselsdag og fire cifre, for eksempel 010190-1234.',
        en: 'Must be a civil registration number: a day of birth and four digits, for example 010190-1234.',
      },
    },
  );

export class SaidAddress implements Address {
  /** Left out: the citizen has none, or nobody knows it. */
  @IsOptional()
  @FreeText(200)
  text?: string;

  /** Adressebeskyttelse: the address is shown in a step of its own, never outside the municipality. */
  @IsBoolean()
  protected: boolean;
}

export class SaidContact implements Contact {
  /** @example "70 10 11 55" */
  @IsOptional()
  @Phone()
  phone?: string;

  @IsOptional()
  @Mailbox()
  mailbox?: string;
}

export class SaidHousehold implements Household {
  @IsInt()
  @Min(1)
  @Max(20)
  adults: number;

  @IsInt()
  @Min(0)
  @Max(20)
  children: number;
}

export class RegisterCitizen {
  /**
   * Civil registration number. A synthetic one, of nobody.
   * @example "010190-1234"
   */
  @Cpr()
  cpr: string;

  @FreeText(200)
  name: string;

  @IsOptional()
  @Part(() => SaidAddress)
  address?: SaidAddress;

  @IsOptional()
  @Part(() => SaidContact)
  contact?: SaidContact;

  @IsOptional()
  @Part(() => SaidHousehold)
  household?: SaidHousehold;
}

export class ChangeCitizen {
  /**
   * Civil registration number, where it was mistyped or the citizen got another one.
   * @example "010190-1234"
   */
  @IsOptional()
  @Cpr()
  cpr?: string;

  @IsOptional()
  @FreeText(200)
  name?: string;

  /** In place of all that was known of the address. */
  @IsOptional()
  @Part(() => SaidAddress)
  address?: SaidAddress;

  /** In place of all that was known: `{}` takes both away. */
  @IsOptional()
  @Part(() => SaidContact)
  contact?: SaidContact;

  @IsOptional()
  @Part(() => SaidHousehold)
  household?: SaidHousehold;
}

export class RecordConsentOfCitizen implements RecordConsent {
  @IsIn(CONSENT_SCOPES)
  scope: ConsentScope;

  /**
   * Which text the citizen said yes to.
   * @example "samtykke-2026-1"
   */
  @Form(/^[a-z0-9][a-z0-9.-]{0,39}$/)
  textVersion: string;

  /** Within the last twelve months, and not before the same was revoked. */
  @DateOnly()
  givenOn: LocalDate;

  @IsIn(CONSENT_MEDIA)
  medium: ConsentMedium;
}

export class EndConsentOfCitizen implements EndConsent {
  @IsIn(CONSENT_SCOPES)
  scope: ConsentScope;

  @DateOnly()
  endedOn: LocalDate;

  @IsIn(CONSENT_ENDINGS)
  ending: ConsentEnding;
}

/** Why somebody looks: it stands in the audit log, which the citizen may ask for. */
export class WithPurpose {
  @IsIn(PURPOSES)
  purpose: Purpose;
}

export class WithAddressReason extends WithPurpose {
  @IsIn(ADDRESS_REASONS)
  reason: AddressReason;
}

/** What is given must all fit. At least one of them. */
export class SearchCitizens extends WithPurpose {
  /**
   * Civil registration number.
   * @example "010190-1234"
   */
  @ValidateIf(({ cpr, name }: SearchCitizens) => cpr !== undefined || name === undefined)
  @Cpr()
  cpr?: string;

  /** Whole words of the name, in any order; `aa` for å, accents and capitals do not matter. */
  @IsOptional()
  @FreeText(200)
  name?: string;

  /** 1–100 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  /** `next` of the page before, with everything else as it was. */
  @IsOptional()
  @IsUUID()
  after?: string;
}

export class ListLooks {
  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^[0-9]{1,15}$/)
  after?: string;

  /** 1–100 */
  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @WholeNumber()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}

export class ConsentView implements Consent {
  @ApiProperty({ enum: CONSENT_SCOPES })
  scope: ConsentScope;
  textVersion: string;
  givenOn: LocalDate;
  @ApiProperty({ enum: CONSENT_MEDIA })
  medium: ConsentMedium;
  /** Null: it counts. */
  endedOn: LocalDate | null;
  @ApiProperty({ enum: CONSENT_ENDINGS, nullable: true })
  ending: ConsentEnding | null;
}

/** The case, without who it is. */
export class CitizenView {
  /** What everything else calls the citizen by: `citizenRef`. */
  id: string;
  /** For `If-Match`. */
  version: number;
  @ApiProperty({ enum: CITIZEN_STATES })
  state: Citizen['state'];
  hasProtectedAddress: boolean;
  /** In the order in which they were recorded. */
  consents: ConsentView[];
  erasedOn: LocalDate | null;
  /** What the caller may try now. */
  allowedActions: string[];
  /** What else the caller's role could do, and why not now. */
  refusedActions?: RefusedActionView[];

  static of(this: void, row: StoredUnnumbered<Citizen>, facts: CitizenFacts, { actor }: Command): CitizenView {
    const { id, version, state, hasProtectedAddress, consents, erasedOn } = row;
    return {
      ...{ id, version, state, hasProtectedAddress, consents: [...consents], erasedOn },
      ...citizenRules.offers(row, actor.roles, facts),
    };
  }
}

export class ContactView implements Contact {
  phone?: string;
  mailbox?: string;
}

export class HouseholdView implements Household {
  adults: number;
  children: number;
}

/** For who visits the citizen. */
export class TenantPersonView {
  id: string;
  name: string;
  contact: ContactView | null;
  hasProtectedAddress: boolean;
  /** Null: none is known, or it is protected, and shown by another read. */
  address: string | null;

  static of(
    this: void,
    id: string,
    { name, contact, address }: Pick<Person, 'name' | 'contact' | 'address'>,
  ): TenantPersonView {
    const hasProtectedAddress = address?.protected ?? false;
    return { id, name, contact, hasProtectedAddress, address: hasProtectedAddress ? null : (address?.text ?? null) };
  }
}

/** For who decides about the citizen. */
export class PersonView extends TenantPersonView {
  /** Ten digits. */
  cpr: string;
  household: HouseholdView | null;
}

export class AddressView {
  id: string;
  /** Null: none is known. */
  address: string | null;
  hasProtectedAddress: boolean;
}

export class FoundCitizenView {
  id: string;
  name: string;
}

/** One entry of the audit log about the citizen or a case of the citizen. */
export class LookView {
  at: Date;
  /** Role or roles of who it was. */
  by: string;
  /** `<case-kind>.<action>`: what was shown or done. */
  action: string;
  /** Null: none was asked for. */
  purpose: string | null;
  /** Was something changed, or only read? */
  changed: boolean;
}

/** For who keeps watch over the log. */
export class AuditorLookView extends LookView {
  /** Opaque id of the sign-in. */
  staffId: string;
  /** `staffId` of whom it was in the stead of. */
  inSteadOf: string | null;
}

/** What one service has done. */
export class ErasureReceiptView {
  @ApiProperty({ enum: SERVICES })
  service: ServiceName;
  /** Null: it has not told yet. */
  doneAt: Date | null;
  /** Cases and figures of which something was taken away. */
  scrubbed: number | null;
}

/** The certificate of an erasure: who the citizen was is nowhere but in backups, and in those until a day. */
export class ErasureView {
  id: string;
  /** Null: the citizen is not erased. */
  erasedOn: LocalDate | null;
  services: ErasureReceiptView[];
  /** Have all of them told? */
  isDone: boolean;
  /** The last day on which a backup may hold the citizen; null: not all have told yet. */
  backupsUntil: LocalDate | null;
}
