// SPDX-License-Identifier: MPL-2.0
// What each action changes in an agreement: pure functions `(agreement, facts, input) → changes`.
import { addDays, type LocalDate, type Refusal } from '#domain';
import type { AgreementTerms } from './agreement-terms.dto.js';
import {
  type Agreement,
  type CapAlert,
  type Facts,
  isStillUsed,
  lastDayOf,
  noticeEndsOn,
  openVersion,
  versionInForce,
} from './case.js';
import { contactsAnew, firstContacts, replacedBy } from './contacts.js';
import { columnsOf, type NewText } from './governing-text.js';
import type { AgreementVersion, Signature } from './versions.js';

/** A text that somebody proposes. */
export interface Proposed {
  text: NewText;
  /** The newest text before it. */
  before?: AgreementTerms | undefined;
  /** Why, for the other party. */
  note?: string | undefined;
  /** What was not found in the register: asked of a command that is new, not of one whose answer is remembered. */
  notFound?: Refusal | undefined;
}

/** A state and a fact only where the rule leaves a choice. */
type Decided = Partial<Omit<Agreement, 'state'>> & { state?: Agreement['state'] | 'same'; tells?: string };

const draft = (no: number, hash: string, effectiveFrom: LocalDate): AgreementVersion => ({
  no,
  state: 'DRAFT',
  revision: 1,
  hash,
  effectiveFrom,
  appliesToExisting: false,
  approvals: [],
  signatures: [],
  inForceFrom: null,
  inForceTo: null,
  ...(no > 1 && { contactsBeside: true as const }),
});

const withOpen = (agreement: Agreement, change: Partial<AgreementVersion>): { versions: AgreementVersion[] } => {
  const open = openVersion(agreement);
  return { versions: agreement.versions.map((version) => (version === open ? { ...version, ...change } : version)) };
};

export function create(
  { landlord }: Facts,
  { text, notFound, note: _, ...about }: Pick<Agreement, 'agreementNo' | 'landlordRef' | 'legalBasis'> & Proposed,
) {
  if (notFound) throw notFound;
  return {
    ...about,
    landlordName: landlord!.name,
    landlordCvr: landlord!.cvr,
    shownTo: null,
    agreementVersion: 1,
    versions: [draft(1, text.hash, text.terms.term!.from)],
    notice: null,
    capAlerts: [],
    ...columnsOf(text.terms),
    ...firstContacts(text.terms),
  };
}

export const shareWithLandlord = (agreement: Agreement): Decided => ({
  shownTo: agreement.landlordRef,
  ...withOpen(agreement, { state: 'NEGOTIATING', sharedRevision: openVersion(agreement)?.revision ?? 1 }),
});

export function proposeChange(
  agreement: Agreement,
  _: Facts,
  { text: { terms, hash }, before = {}, notFound }: Proposed,
): Decided {
  if (notFound) throw notFound;
  const open = openVersion(agreement)!;
  return {
    state: agreement.state === 'NEGOTIATED' ? 'NEGOTIATING' : 'same',
    ...withOpen(agreement, {
      // In the first draft nobody else has seen anything yet; a next version is negotiated as soon as it says something.
      state: open.no === 1 && open.state === 'DRAFT' ? 'DRAFT' : 'NEGOTIATING',
      revision: open.revision + 1,
      hash,
      effectiveFrom: terms.effectiveFrom ?? open.effectiveFrom,
      appliesToExisting: terms.appliesToExisting ?? false,
      approvals: [],
      signatures: [],
      ...(open.no > 1 && { replaces: replacedBy(terms, before, open.replaces ?? {}, agreement) }),
    }),
    ...(!versionInForce(agreement) && { ...columnsOf(terms), ...firstContacts(terms) }),
  };
}

export function approve(agreement: Agreement, { by, today }: Facts, _: { hash: string }): Decided {
  const approvals = [...openVersion(agreement)!.approvals, { party: by, approvedOn: today }];
  const isBoth = approvals.length === 2;
  return {
    state: isBoth && agreement.state === 'NEGOTIATING' ? 'NEGOTIATED' : 'same',
    ...withOpen(agreement, { approvals, ...(isBoth && { state: 'NEGOTIATED' }) }),
    tells: isBoth ? 'negotiated' : 'approved',
  };
}

/** With both signatures it is in force as soon as its day has come. */
export function sign(
  agreement: Agreement,
  facts: Facts,
  { hash, name, role, method, signedOn }: Omit<Signature, 'party'>,
): Decided {
  const open = openVersion(agreement)!;
  const signatures = [...open.signatures, { party: facts.by, hash, name, role, method, signedOn }];
  if (signatures.length < 2) return { state: 'same', ...withOpen(agreement, { signatures }), tells: 'signed' };
  const signed = withOpen(agreement, { signatures, state: 'SIGNED' });
  const isNext = agreement.state === 'ACTIVE';
  if (open.effectiveFrom > facts.today) return { state: isNext ? 'same' : 'SIGNED', ...signed, tells: 'signed' };
  return {
    state: isNext ? 'same' : 'ACTIVE',
    ...comeIntoForce({ ...agreement, ...signed }, facts),
    tells: 'versionActivated',
  };
}

/** The signed version takes the place of the one in force. */
export function comeIntoForce(agreement: Agreement, { texts }: Facts): Decided {
  const open = openVersion(agreement)!;
  const before = versionInForce(agreement);
  const terms = texts[open.no]!;
  return {
    versions: agreement.versions.map((version): AgreementVersion => {
      if (version === open) return { ...version, state: 'IN_FORCE', inForceFrom: version.effectiveFrom };
      return version === before
        ? { ...version, state: 'SUPERSEDED', inForceTo: addDays(open.effectiveFrom, -1) }
        : version;
    }),
    agreementVersion: open.no,
    ...columnsOf(terms),
    ...(before && contactsAnew(terms, open.contactsBeside ? {} : texts[before.no]!, agreement, open.replaces)),
  };
}

/** @param text for the next version */
export const startRevision = (agreement: Agreement, _: Facts, { text }: Proposed): Decided => ({
  versions: [...agreement.versions, draft(agreement.versions.length + 1, text.hash, text.terms.effectiveFrom!)],
});

/** The version under negotiation is given up. */
export const abandonOpen = (agreement: Agreement): Decided => withOpen(agreement, { state: 'ABANDONED' });

/** A signed version still comes into force, if its day is not after the end; any other is given up with the notice. */
export function giveNotice(agreement: Agreement, facts: Facts, { endsOn }: { endsOn?: LocalDate }): Decided {
  const open = openVersion(agreement);
  const lastDay = noticeEndsOn(agreement, facts, endsOn);
  return {
    notice: { givenBy: facts.by, givenOn: facts.today, endsOn: lastDay },
    ...(open && (open.state !== 'SIGNED' || open.effectiveFrom > lastDay) && abandonOpen(agreement)),
  };
}

/** The version in force ends with the agreement; what is signed or negotiated for later never comes into force. */
const closed = (agreement: Agreement): Decided => {
  const [inForce, open] = [versionInForce(agreement), openVersion(agreement)];
  return {
    versions: agreement.versions.map((version): AgreementVersion => {
      if (version === inForce) {
        const lastDay = lastDayOf(agreement);
        // Of a text that an earlier release let begin after the last day.
        return {
          ...version,
          state: 'SUPERSEDED',
          inForceTo: lastDay < version.inForceFrom! ? version.inForceFrom : lastDay,
        };
      }
      return version === open ? { ...version, state: 'ABANDONED' } : version;
    }),
  };
};

export const expireNotice = (agreement: Agreement, facts: Facts): Decided => ({
  ...(isStillUsed(facts) ? { state: 'RUN_OFF', tells: 'runOff' } : { state: 'TERMINATED', tells: 'terminated' }),
  ...closed(agreement),
});

export const endTerm = (agreement: Agreement, facts: Facts): Decided => ({
  ...(isStillUsed(facts) ? { state: 'RUN_OFF', tells: 'runOff' } : { state: 'EXPIRED', tells: 'expired' }),
  ...closed(agreement),
});

export const alertOfCap = (agreement: Agreement, { today }: Facts, alert: Omit<CapAlert, 'on'>): Decided => ({
  capAlerts: [...agreement.capAlerts, { ...alert, on: today }],
  tells: alert.percent === 100 ? 'capReached' : 'capWarning',
});
