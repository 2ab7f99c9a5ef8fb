// SPDX-License-Identifier: MPL-2.0
import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMinSize, IsIn, IsOptional, IsUUID, Length, Matches } from 'class-validator';
import { AGREEMENT_STATES, type AgreementState, LEGAL_BASES } from '#contracts/agreements/agreement';
import { LandlordContact } from '#contracts/agreements/contacts';
import { DateOnly, Part, Parts } from '#contracts/fields';
import type { LocalDate, Oere } from '#domain';
import { type CaseRow, type Command, type Stored, versionFor } from '#persistence';
import { FreeText, NumberedQuery, RefusedActionView, ShownText, Sortable } from '#service';
import { agreementRules } from './agreement.js';
import {
  AgreedDwelling,
  type AgreementTerms,
  NamedEntryPoint,
  ProposedTerms,
  Term,
  WholeTerms,
} from './agreement-terms.dto.js';
import { type Agreement, awaitedParties, type Facts, openVersion, versionInForce, withContacts } from './case.js';
import { approvalFaults } from './legal-basis.js';
import { type AgreementVersion, PARTIES, type Party, VERSION_STATES } from './versions.js';

// --- Commands ---

/** domain.md 3.2: what is known when the draft is begun; the rest may follow until both approve. */
export class CreateAgreement extends OmitType(ProposedTerms, ['term']) {
  /**
   * The number both parties know the agreement by: letters, digits and . _ / -
   * @example "A1"
   */
  @Matches(/^[A-Za-z0-9._/-]{1,40}$/)
  agreementNo: string;

  /** Of the register, `/v1/landlords`. */
  @IsUUID()
  landlordRef: string;

  @IsIn(LEGAL_BASES)
  legalBasis: AgreementState['legalBasis'];

  @Part(() => Term)
  term: Term;
}

export class ProposeChange extends ProposedTerms {
  /** Why, for the other party. */
  @IsOptional()
  @FreeText(1000)
  note?: string;
}

const HASH = /^[0-9a-f]{64}$/;

export class ApproveText {
  /** `hash` of the text that is approved, as the agreement shows it. */
  @Matches(HASH)
  hash: string;
}

export class SignText {
  /** `hash` of the text that is signed, as the agreement and the document show it. */
  @Matches(HASH)
  hash: string;

  /** Who signs. */
  @FreeText(200)
  name: string;

  /**
   * As what.
   * @example "direktør"
   */
  @FreeText(200)
  role: string;

  /**
   * How.
   * @example "MitID"
   */
  @FreeText(100)
  method: string;

  /** Default: today. */
  @IsOptional()
  @DateOnly()
  signedOn?: LocalDate;
}

export class GiveNotice {
  /** The last day; default: the earliest that the agreed notice allows. */
  @IsOptional()
  @DateOnly()
  endsOn?: LocalDate;
}

export class ChangeLandlordContacts {
  @Parts(() => LandlordContact, 50)
  @ArrayMinSize(1)
  landlordContacts: LandlordContact[];
}

export class ChangeEntryPoint extends NamedEntryPoint {}

export class ListAgreements extends NumberedQuery {
  @Sortable('number', 'day', 'name')
  sort?: string;

  @IsOptional()
  @IsIn(AGREEMENT_STATES)
  state?: AgreementState['state'];

  @IsOptional()
  @IsIn(LEGAL_BASES)
  legalBasis?: AgreementState['legalBasis'];

  @IsOptional()
  @IsUUID()
  landlordRef?: string;
}

const TEXT_NAME = /^[1-9][0-9]{0,4}\.[1-9][0-9]{0,4}$/;

export class Compare {
  /**
   * The older text, `<version>.<revision>`.
   * @example "1.1"
   */
  @Matches(TEXT_NAME)
  from: string;

  /**
   * The newer text.
   * @example "1.3"
   */
  @Matches(TEXT_NAME)
  to: string;
}

export class ListRevisions {
  /** `next` of the page before. */
  @IsOptional()
  @Matches(TEXT_NAME)
  after?: string;

  /** 1–100 */
  @IsOptional()
  @Length(1, 3)
  @Matches(/^([1-9][0-9]?|100)$/)
  limit: string = '50';
}

export class DocumentQuery {
  /** Default: html. */
  @IsOptional()
  @IsIn(['html', 'pdf'])
  format: 'html' | 'pdf' = 'html';

  /** Default: Danish. */
  @IsOptional()
  @IsIn(['da', 'en'])
  language: 'da' | 'en' = 'da';

  /**
   * `<version>.<revision>`; default: the text under negotiation, else the one in force.
   * @example "1.3"
   */
  @IsOptional()
  @Matches(TEXT_NAME)
  text?: string;
}

export class ListCoveredDwellings {
  /** `next` of the page before. */
  @IsOptional()
  @IsUUID()
  after?: string;

  /** 1–100 */
  @IsOptional()
  @Length(1, 3)
  @Matches(/^([1-9][0-9]?|100)$/)
  limit: string = '100';
}

// --- Views ---

class SignatureView {
  @ApiProperty({ enum: PARTIES })
  party: Party;
  name: string;
  role: string;
  signedOn: LocalDate;
  method: string;
  hash: string;
}

class ApprovalView {
  @ApiProperty({ enum: PARTIES })
  party: Party;
  approvedOn: LocalDate;
}

/** One version of the agreement without its text. */
class VersionView {
  agreementVersion: number;
  @ApiProperty({ enum: VERSION_STATES })
  state: AgreementVersion['state'];
  /** Number of its newest text. */
  revision: number;
  /** SHA-256 of that text: what is approved and signed. */
  hash: string;
  effectiveFrom: LocalDate;
  /** Does it hold for tenancies that began under an earlier version? */
  appliesToExisting: boolean;
  approvals: ApprovalView[];
  signatures: SignatureView[];
  /** First and last day in force. */
  inForceFrom: LocalDate | null;
  inForceTo: LocalDate | null;
}

/** Something that stands in the way of approving the text. */
class FaultView {
  /** Where in the text. */
  pointer: string;
  code: string;
  text: ShownText;
  /** The law or the part of the roadmap that says so. */
  source?: string;
}

/** A text as far as it is agreed: a draft may lack what is still open. */
class AgreedTerms extends PartialType(WholeTerms) {}

/** A text that is or was in force, or is negotiated. */
class TextView extends VersionView {
  @ApiProperty({ type: () => AgreedTerms, description: 'What is agreed so far.' })
  terms: AgreementTerms;
}

class ProposalView extends TextView {
  /** Who has to approve or sign. */
  @ApiProperty({ enum: PARTIES, isArray: true })
  awaits: Party[];
  /** What has to be mended before both can approve; each with its source. */
  faults: FaultView[];
}

class LandlordPartyView {
  ref: string;
  name: string;
  /** Null: a person. */
  cvr: string | null;
}

class NoticeView {
  @ApiProperty({ enum: PARTIES })
  givenBy: Party;
  givenOn: LocalDate;
  /** The last day. */
  endsOn: LocalDate;
}

/** An agreement in a list: without texts. */
export class AgreementSummaryView {
  id: string;
  /** What people call the case by. */
  number: string;
  /** For `If-Match`. */
  version: number;
  agreementNo: string;
  state: AgreementState['state'];
  legalBasis: AgreementState['legalBasis'];
  landlord: LandlordPartyView;
  /** Number of the version in force; null before there is one. */
  agreementVersion: number | null;
  term: { from: LocalDate; to: LocalDate };
  /** How many dwellings it covers. */
  dwellings: number;
  /** Who has to approve or sign. */
  @ApiProperty({ enum: PARTIES, isArray: true })
  awaits: Party[];
  notice: NoticeView | null;
  /** What the caller may try now. */
  allowedActions: string[];

  static of(this: void, row: Stored<Agreement> & CaseRow, facts: Facts, { actor }: Command): AgreementSummaryView {
    return {
      id: row.id,
      number: row.number,
      version: versionFor(row, actor),
      agreementNo: row.agreementNo,
      state: row.state,
      legalBasis: row.legalBasis,
      landlord: { ref: row.landlordRef, name: row.landlordName, cvr: row.landlordCvr },
      agreementVersion: versionInForce(row)?.no ?? null,
      term: { from: row.termFrom, to: row.termTo },
      dwellings: row.dwellings,
      awaits: awaitedParties(row),
      notice: row.notice,
      allowedActions: agreementRules.offers(row, actor.roles, facts).allowedActions,
    };
  }
}

/** The agreement as both parties see it: the same text, whoever reads. */
export class AgreementView extends AgreementSummaryView {
  /** The text in force; null before there is one. */
  inForce: TextView | null;
  /** The text that is drafted, negotiated or signed for later; null where there is none. */
  proposal: ProposalView | null;
  /** Every version, the oldest first. */
  versions: VersionView[];
  /** Whom the landlord calls today: as agreed, or as changed since. */
  singleEntryPoint: NamedEntryPoint | null;
  landlordContacts: LandlordContact[];
  /** What else the caller's role could do, and why not now. */
  refusedActions: RefusedActionView[];

  static override of(this: void, row: Stored<Agreement> & CaseRow, facts: Facts, command: Command): AgreementView {
    const inForce = versionInForce(row);
    const open = openVersion(row);
    const textOf = (version: AgreementVersion): TextView => ({
      ...versionView(version),
      terms: withContacts(row, version.no, facts.texts[version.no]),
    });
    return {
      ...AgreementSummaryView.of(row, facts, command),
      inForce: inForce ? textOf(inForce) : null,
      proposal: open ? { ...textOf(open), awaits: awaitedParties(row), faults: approvalFaults(row, facts) } : null,
      versions: row.versions.map(versionView),
      singleEntryPoint: row.entryPoint,
      landlordContacts: [...row.landlordContacts],
      refusedActions: agreementRules.offers(row, command.actor.roles, facts).refusedActions,
    };
  }
}

const versionView = ({ no, ...version }: AgreementVersion): VersionView => ({
  agreementVersion: no,
  state: version.state,
  revision: version.revision,
  hash: version.hash,
  effectiveFrom: version.effectiveFrom,
  appliesToExisting: version.appliesToExisting,
  approvals: version.approvals,
  signatures: version.signatures,
  inForceFrom: version.inForceFrom,
  inForceTo: version.inForceTo,
});

/** That a cap is nearly or wholly used. */
class CapAlertView {
  @ApiProperty({ enum: ['tenancy', 'year'] })
  scope: 'tenancy' | 'year';
  /** The tenancy or the year. */
  @ApiProperty({ maxLength: 36 })
  scopeRef: string;
  percent: number;
  usedOere: Oere;
  capOere: Oere;
  on: LocalDate;
}

/** What surrounds the text for those who are told of caps. */
export class AgreementMunicipalView extends AgreementView {
  /** Caps that were at least 80 % or wholly used when it was told. */
  capAlerts: CapAlertView[];

  static override of(
    this: void,
    row: Stored<Agreement> & CaseRow,
    facts: Facts,
    command: Command,
  ): AgreementMunicipalView {
    return { ...AgreementView.of(row, facts, command), capAlerts: [...row.capAlerts] };
  }
}

/** What surrounds the text for the landlord and everybody else: nothing of the municipality's budget. */
export class AgreementLandlordView extends AgreementView {}

/** One text that was proposed; what it changed is asked of `compare`. */
export class RevisionView {
  /** `<version>.<revision>` */
  text: string;
  /** The text before it, to compare it with; null: it is the first one. */
  before: string | null;
  agreementVersion: number;
  revision: number;
  hash: string;
  @ApiProperty({ enum: PARTIES })
  proposedBy: Party;
  note: string | null;
  at: Date;
}

/** One difference between two texts. */
export class ChangeView {
  /** JSON pointer; entries of a list are named by what tells them apart, such as `/coverage/cleaning/rule`. */
  pointer: string;
  /** Absent: it was not there. */
  @ApiProperty({ required: false, anyOf: [{}] })
  before?: unknown;
  /** Absent: it is not there any more. */
  @ApiProperty({ required: false, anyOf: [{}] })
  after?: unknown;
}

export class TextOfAgreement {
  text: string;
  hash: string;
  @ApiProperty({ type: () => AgreedTerms })
  terms: AgreementTerms;
}

/** A dwelling under the agreement, with its property. */
export class DwellingView extends AgreedDwelling {
  propertyRef: string;
  address: string;
}
