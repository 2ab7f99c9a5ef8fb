// SPDX-License-Identifier: MPL-2.0
// What each action changes in an agreement: pure functions `(agreement, roles, facts, input) → changes and fact`.
import type { VersionTerms } from '#contracts/agreements/agreement';
import type { ActingRole } from '#contracts/roles';
import { addDays, type LocalDate } from '#domain';
import { type AllFacts, agreementRules, isStillUsed, noticeEndsOn, partyOf } from './agreement.js';
import type { AgreementTerms, NamedEntryPoint, WholeTerms } from './agreement-terms.dto.js';
import { type Agreement, type CapAlert, type Notice, newestTerms, openVersion, versionInForce } from './case.js';
import type { AgreementVersion, Signature } from './versions.js';

export type AgreementFact =
  | 'created'
  | 'shared'
  | 'changeProposed'
  | 'approved'
  | 'negotiated'
  | 'signed'
  | 'revisionStarted'
  | 'revisionAbandoned'
  | 'versionActivated'
  | 'noticeGiven'
  | 'runOff'
  | 'expired'
  | 'terminated'
  | 'abandoned'
  | 'entryPointChanged'
  | 'changed'
  | 'capWarning'
  | 'capReached';

export interface Changes extends Partial<Agreement> {
  /** Who besides the municipality may see it: null until the draft is shared. */
  shownTo?: string;
  reviewOn?: LocalDate;
  propertyRefs?: string[];
  dwellings?: number;
}

export interface Decided {
  changes: Changes;
  fact: AgreementFact;
}

type Roles = readonly ActingRole[];

/** A text with its hash, ready to be kept. */
export interface NewText {
  terms: AgreementTerms;
  hash: string;
}

const withOpen = (agreement: Agreement, change: Partial<AgreementVersion>): AgreementVersion[] => {
  const open = openVersion(agreement);
  return agreement.versions.map((version) => (version === open ? { ...version, ...change } : version));
};

/** Until a version is in force the newest text shows in the columns that lists and other rules read. */
const shownBeforeForce = (agreement: Pick<Agreement, 'versions'>, terms: AgreementTerms): Changes =>
  versionInForce(agreement) ? {} : columnsOf(terms);

const columnsOf = (terms: AgreementTerms): Changes => ({
  ...(terms.term && { termFrom: terms.term.from, termTo: terms.term.to }),
  entryPoint: terms.singleEntryPoint ?? null,
  landlordContacts: terms.landlordContacts ?? [],
  ...dwellingsOf(terms),
});

const dwellingsOf = ({ properties = [] }: AgreementTerms): Changes => ({
  propertyRefs: properties.map(({ propertyRef }) => propertyRef),
  dwellings: properties.reduce((all, { dwellings }) => all + dwellings.length, 0),
});

export function create(
  input: Pick<Agreement, 'agreementNo' | 'landlordRef' | 'legalBasis'>,
  { terms, hash }: NewText,
  roles: Roles,
  facts: Pick<AllFacts, 'landlord' | 'today'>,
): Agreement & Changes {
  const { effectiveFrom } = terms;
  const term = terms.term!;
  const version: AgreementVersion = {
    no: 1,
    state: 'DRAFT',
    revision: 1,
    hash,
    effectiveFrom: term.from,
    appliesToExisting: false,
    approvals: [],
    signatures: [],
    inForceFrom: null,
    inForceTo: null,
  };
  return {
    ...input,
    state: agreementRules.next('create', null, roles, facts as AllFacts, { term, effectiveFrom }),
    agreementVersion: 1,
    versions: [version],
    termFrom: term.from,
    termTo: term.to,
    notice: null,
    capAlerts: [],
    ...(columnsOf(terms) as Pick<Agreement, 'entryPoint' | 'landlordContacts'>),
  };
}

export function shareWithLandlord(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  const state = agreementRules.next('shareWithLandlord', agreement, roles, facts, {});
  const revision = openVersion(agreement)?.revision ?? 1;
  return {
    changes: {
      state,
      shownTo: agreement.landlordRef,
      versions: withOpen(agreement, { state: 'NEGOTIATING', sharedRevision: revision }),
    },
    fact: 'shared',
  };
}

export function proposeChange(agreement: Agreement, roles: Roles, facts: AllFacts, { terms, hash }: NewText): Decided {
  const { term, effectiveFrom } = terms;
  const next = agreementRules.next('proposeChange', agreement, roles, facts, { term, effectiveFrom });
  const open = openVersion(agreement)!;
  const versions = withOpen(agreement, {
    // In the first draft nobody else has seen anything yet; a next version is negotiated as soon as it says something.
    state: open.no === 1 && open.state === 'DRAFT' ? 'DRAFT' : 'NEGOTIATING',
    revision: open.revision + 1,
    hash,
    effectiveFrom: terms.effectiveFrom ?? open.effectiveFrom,
    appliesToExisting: terms.appliesToExisting ?? false,
    approvals: [],
    signatures: [],
  });
  const state = agreement.state === 'NEGOTIATED' ? next('NEGOTIATING') : next('same');
  return { changes: { state, versions, ...shownBeforeForce(agreement, terms) }, fact: 'changeProposed' };
}

export function approve(agreement: Agreement, roles: Roles, facts: AllFacts, input: { hash: string }): Decided {
  const by = partyOf(roles);
  const next = agreementRules.next('approve', agreement, roles, facts, { ...input, by });
  const approvals = [...openVersion(agreement)!.approvals, { party: by, approvedOn: facts.today }];
  const isBoth = approvals.length === 2;
  return {
    changes: {
      state: next(isBoth && agreement.state === 'NEGOTIATING' ? 'NEGOTIATED' : 'same'),
      versions: withOpen(agreement, { approvals, ...(isBoth && { state: 'NEGOTIATED' }) }),
    },
    fact: isBoth ? 'negotiated' : 'approved',
  };
}

export function sign(agreement: Agreement, roles: Roles, facts: AllFacts, input: Omit<Signature, 'party'>): Decided {
  const by = partyOf(roles);
  const next = agreementRules.next('sign', agreement, roles, facts, { ...input, by });
  const open = openVersion(agreement)!;
  const signatures = [...open.signatures, { party: by, ...input }];
  if (signatures.length < 2)
    return { changes: { state: next('same'), versions: withOpen(agreement, { signatures }) }, fact: 'signed' };
  const versions = withOpen(agreement, { signatures, state: 'SIGNED' });
  if (open.effectiveFrom > facts.today)
    return { changes: { state: next(agreement.state === 'ACTIVE' ? 'same' : 'SIGNED'), versions }, fact: 'signed' };
  const state = next(agreement.state === 'ACTIVE' ? 'same' : 'ACTIVE');
  return comeIntoForce({ ...agreement, versions }, state, facts);
}

export function reachTermStart(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  return comeIntoForce(agreement, agreementRules.next('reachTermStart', agreement, roles, facts), facts);
}

export function activateVersion(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  return comeIntoForce(agreement, agreementRules.next('activateVersion', agreement, roles, facts), facts);
}

/** The signed version takes the place of the one in force. */
function comeIntoForce(agreement: Agreement, state: Agreement['state'], facts: AllFacts): Decided {
  const open = openVersion(agreement)!;
  const terms = newestTerms(agreement, facts) as WholeTerms;
  const versions = agreement.versions.map((version): AgreementVersion => {
    if (version === open)
      return { ...version, state: 'IN_FORCE', inForceFrom: version.effectiveFrom, told: toldTerms(version, terms) };
    return version.state === 'IN_FORCE'
      ? { ...version, state: 'SUPERSEDED', inForceTo: addDays(open.effectiveFrom, -1) }
      : version;
  });
  return {
    changes: {
      state,
      versions,
      agreementVersion: open.no,
      reviewOn: terms.revision.reviewDate,
      ...dwellingsOf(terms),
      termFrom: terms.term.from,
      termTo: terms.term.to,
      // Who is called today was kept up by itself since version 1; a next text names its contacts anew.
      ...(isSame(terms, versionInForce(agreement), facts) ? {} : columnsOf(terms)),
    },
    fact: 'versionActivated',
  };
}

/** Does the new text leave the contacts of the one in force as they are? Then those kept since stay. */
function isSame(terms: WholeTerms, before: AgreementVersion | undefined, { texts }: AllFacts): boolean {
  const was = before && texts[before.no];
  return (
    was !== undefined &&
    JSON.stringify([was.singleEntryPoint, was.landlordContacts]) ===
      JSON.stringify([terms.singleEntryPoint, terms.landlordContacts])
  );
}

/** What other services need of a version's text. */
function toldTerms(
  { no, effectiveFrom, appliesToExisting }: AgreementVersion,
  terms: WholeTerms,
): Omit<VersionTerms, 'effectiveTo'> {
  return {
    agreementVersion: no,
    effectiveFrom,
    appliesToExisting,
    quota: terms.quota,
    commitments: terms.commitments,
    coverage: terms.coverage,
    securitiesOrder: terms.securitiesOrder,
    vacancyIncludesUtilities: terms.vacancyIncludesUtilities,
    annualBudgetCapOere: terms.annualBudgetCapOere,
    recourseAgainstTenant: terms.recourseAgainstTenant,
    depositMonths: terms.depositMonths,
    prepaidRentMonths: terms.prepaidRentMonths,
    instalmentPolicy: terms.instalmentPolicy,
    notifyOnBailiffRequest: terms.notifyOnBailiffRequest,
    paymentCapacityMaxOere: terms.targetGroup.paymentCapacityMaxOere,
    slas: terms.slas,
  };
}

/** @param text the text in force, under the number of the next version */
export function startRevision(agreement: Agreement, roles: Roles, facts: AllFacts, { terms, hash }: NewText): Decided {
  const state = agreementRules.next('startRevision', agreement, roles, facts);
  const version: AgreementVersion = {
    no: agreement.versions.length + 1,
    state: 'DRAFT',
    revision: 1,
    hash,
    effectiveFrom: terms.effectiveFrom!,
    appliesToExisting: false,
    approvals: [],
    signatures: [],
    inForceFrom: null,
    inForceTo: null,
  };
  return { changes: { state, versions: [...agreement.versions, version] }, fact: 'revisionStarted' };
}

export function abandonRevision(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  const state = agreementRules.next('abandonRevision', agreement, roles, facts);
  return { changes: { state, versions: withOpen(agreement, { state: 'ABANDONED' }) }, fact: 'revisionAbandoned' };
}

/** A signed version still comes into force on its day; one that is only negotiated ends with the notice. */
export function giveNotice(
  agreement: Agreement,
  roles: Roles,
  facts: AllFacts,
  { endsOn }: { endsOn?: LocalDate },
): Decided {
  const noticeMonths = facts.texts[versionInForce(agreement)?.no ?? 0]?.term?.noticeMonths ?? 0;
  const notice: Notice = {
    givenBy: partyOf(roles),
    givenOn: facts.today,
    endsOn: endsOn ?? noticeEndsOn(facts.today, noticeMonths),
  };
  const state = agreementRules.next('giveNotice', agreement, roles, facts, { endsOn: notice.endsOn });
  const open = openVersion(agreement);
  return {
    changes: {
      state,
      notice,
      ...(open && open.state !== 'SIGNED' && { versions: withOpen(agreement, { state: 'ABANDONED' }) }),
    },
    fact: 'noticeGiven',
  };
}

export function expireNotice(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  const next = agreementRules.next('expireNotice', agreement, roles, facts);
  const runsOff = isStillUsed(facts);
  return { changes: { state: next(runsOff ? 'RUN_OFF' : 'TERMINATED') }, fact: runsOff ? 'runOff' : 'terminated' };
}

export function endTerm(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  const next = agreementRules.next('endTerm', agreement, roles, facts);
  const runsOff = isStillUsed(facts);
  const open = openVersion(agreement);
  return {
    changes: {
      state: next(runsOff ? 'RUN_OFF' : 'EXPIRED'),
      ...(open && { versions: withOpen(agreement, { state: 'ABANDONED' }) }),
    },
    fact: runsOff ? 'runOff' : 'expired',
  };
}

export function settleLastTenancy(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  return {
    changes: { state: agreementRules.next('settleLastTenancy', agreement, roles, facts) },
    fact: 'terminated',
  };
}

export function abandon(agreement: Agreement, roles: Roles, facts: AllFacts): Decided {
  const state = agreementRules.next('abandon', agreement, roles, facts);
  return { changes: { state, versions: withOpen(agreement, { state: 'ABANDONED' }) }, fact: 'abandoned' };
}

export function changeEntryPoint(
  agreement: Agreement,
  roles: Roles,
  facts: AllFacts,
  entryPoint: NamedEntryPoint,
): Decided {
  const state = agreementRules.next('changeEntryPoint', agreement, roles, facts, entryPoint);
  return { changes: { state, entryPoint }, fact: 'entryPointChanged' };
}

export function changeLandlordContacts(
  agreement: Agreement,
  roles: Roles,
  facts: AllFacts,
  { landlordContacts }: Pick<Agreement, 'landlordContacts'>,
): Decided {
  const state = agreementRules.next('changeLandlordContacts', agreement, roles, facts);
  return { changes: { state, landlordContacts }, fact: 'changed' };
}

export function alertOfCap(agreement: Agreement, roles: Roles, facts: AllFacts, alert: CapAlert): Decided {
  const state = agreementRules.next('alertOfCap', agreement, roles, facts);
  return {
    changes: { state, capAlerts: [...agreement.capAlerts, alert] },
    fact: alert.percent === 100 ? 'capReached' : 'capWarning',
  };
}

/** The day on which time itself next changes the agreement, if any. While it runs off it is looked at daily. */
export function nextTimeActionOn(agreement: Agreement, today: LocalDate): LocalDate | null {
  const { state, termTo, notice } = agreement;
  const open = openVersion(agreement);
  const effectiveFrom = open?.state === 'SIGNED' ? open.effectiveFrom : null;
  const ends = state === 'ACTIVE' ? addDays(termTo, 1) : state === 'NOTICE_GIVEN' ? addDays(notice!.endsOn, 1) : null;
  if (state === 'RUN_OFF') return addDays(today, 1);
  if (!['SIGNED', 'ACTIVE', 'NOTICE_GIVEN'].includes(state)) return null;
  return [effectiveFrom, ends].filter((day) => day !== null).toSorted()[0] ?? null;
}
