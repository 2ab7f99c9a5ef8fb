// SPDX-License-Identifier: MPL-2.0
// Naboklage: what may be wrong with what somebody reports or records. Of the tribunal: tribunal-case.ts; of strikes:
// registered-in-error.ts.
import { addDays, addMonths, type Guard, isOutside, type LocalDate } from '#domain';
import {
  type ComplaintReport,
  landlordsReports,
  type NeighbourComplaint,
  type NeighbourComplaintFacts,
  type OtherComplaint,
} from './case.js';
import type { Conduct } from './conduct.js';
import { newestOf } from './tribunal-case.js';

type Check<Input, Subject = NeighbourComplaint> = Guard<Subject, NeighbourComplaintFacts, Input>;
type Asked = Guard<NeighbourComplaint, NeighbourComplaintFacts>;

// --- Days: each has its window (domain.md 13.4) ---

/** Older conduct is a matter of the past, or a slip of the keyboard. */
const MONTHS_BACK = 24;
const longAgo = (today: LocalDate) => addMonths(today, -MONTHS_BACK);

/** @param earliest the first day that makes sense; the last is today, since all of it has happened */
const isInWindow = <Field extends string, Subject>(
  field: Field,
  earliest: (subject: Subject, facts: NeighbourComplaintFacts) => LocalDate,
): Guard<Subject, NeighbourComplaintFacts, { [Name in Field]?: LocalDate | undefined }> => ({
  code: 'day-is-outside-its-window',
  field,
  da: 'Den dag kan ligge fra {earliest} til {latest}.',
  en: 'That day can lie from {earliest} to {latest}.',
  source: 'domain.md 13.4',
  refuses(subject, facts, { [field]: day }) {
    return day !== undefined && isOutside({ earliest: earliest(subject, facts), latest: facts.today }, day);
  },
});

/** What a tenant has done, and what the tenant was told of it, was in the tenancy. */
const inTheTenancy = (_: unknown, { today, tenancy }: NeighbourComplaintFacts): LocalDate => {
  const back = longAgo(today);
  return tenancy && tenancy.startedOn > back ? tenancy.startedOn : back;
};
export const conductIsRecent = isInWindow<'happenedOn', unknown>('happenedOn', inTheTenancy);
export const letterIsRecent = isInWindow<'sentOn', unknown>('sentOn', inTheTenancy);
export const dialogueIsInTheCase = isInWindow<'heldOn', NeighbourComplaint>('heldOn', ({ reportedOn }) => reportedOn);
export const filingIsRecent = isInWindow<'filedOn', unknown>('filedOn', (_, { today }) => longAgo(today));
export const serviceFollowsFiling = isInWindow<'servedOn', NeighbourComplaint>(
  'servedOn',
  (complaint) => newestOf(complaint)!.filedOn,
);
export const replyFollowsService = isInWindow<'repliedOn', NeighbourComplaint>('repliedOn', (complaint) => {
  const { servedOn, filedOn } = newestOf(complaint)!;
  return servedOn ?? filedOn;
});
export const decisionFollowsFiling = isInWindow<'decidedOn', NeighbourComplaint>('decidedOn', (complaint) => {
  const { servedOn, filedOn } = newestOf(complaint)!;
  return servedOn ?? filedOn;
});
export const notificationFollowsDecision = isInWindow<'notifiedOn', NeighbourComplaint>(
  'notifiedOn',
  (complaint) => newestOf(complaint)!.decision!.decidedOn,
);

const follows = <First extends string, Then extends string>(
  first: First,
  then: Then,
): Guard<
  unknown,
  NeighbourComplaintFacts,
  { [Name in First]: LocalDate } & { [Name in Then]?: LocalDate | undefined }
> => ({
  code: 'days-are-in-the-wrong-order',
  field: then,
  da: 'Den dag kan ligge fra {earliest} til {latest}: det ene kommer efter det andet.',
  en: 'That day can lie from {earliest} to {latest}: one thing comes after the other.',
  source: 'domain.md 13.4',
  refuses(_, { today: latest }, input) {
    const [earliest, day] = [input[first] as LocalDate, input[then] as LocalDate | undefined];
    return day !== undefined && (day < earliest || day > latest) && { earliest, latest };
  },
});
export const isServedAfterFiling = follows('filedOn', 'servedOn');
export const isNotifiedAfterDecision = follows('decidedOn', 'notifiedOn');

// --- Reports ---

type Said = Pick<ComplaintReport, 'kind' | 'from'> & {
  categories: readonly Conduct[];
  happenedOn?: LocalDate | undefined;
};

export const complaintHasACategory: Check<Said, unknown> = {
  code: 'complaint-has-no-category',
  field: 'categories',
  da: 'En klage nævner mindst én slags adfærd. En fornemmelse meldes som bekymring.',
  en: 'A complaint names one kind of conduct at least. A mere feeling is reported as a concern.',
  source: 'lejeloven § 153, stk. 1; domain.md 6',
  refuses: (_, __, { kind, categories }) => kind === 'complaint' && categories.length === 0,
};

export const complaintHasADay: Check<Said, unknown> = {
  code: 'complaint-has-no-day',
  field: 'happenedOn',
  da: 'En klage siger, hvilken dag det skete. En fornemmelse meldes som bekymring.',
  en: 'A complaint says on which day it happened. A mere feeling is reported as a concern.',
  source: 'domain.md 6',
  refuses: (_, __, { kind, happenedOn }) => kind === 'complaint' && happenedOn === undefined,
};

/** A landlord who passes it on would come to be the one who complains of his own tenant, and the tenant would not know. */
export const tenantReportsHimself: Check<Said, unknown> = {
  code: 'tenants-own-report-goes-through-the-single-entry',
  field: 'from',
  da: 'En lejers egen melding går gennem den ene indgang.',
  en: 'A tenant’s own report goes through the single entry point.',
  source: 'N1; domain.md 6, 12.19',
  refuses: (_, { isLandlord }, { from }) => isLandlord && from === 'tenant',
};

interface Named {
  landlordRef: string | null;
  tenancyRef: string | null;
}
/** As it was sent. */
interface Naming {
  namesLandlord: boolean;
}

export const landlordIsHimself: Check<Naming, unknown> = {
  code: 'landlord-is-named-by-the-single-entry-only',
  field: 'landlordRef',
  da: 'Udlejer melder om sine egne lejemål og nævner sig ikke selv.',
  en: 'A landlord reports on tenancies of his own and does not name himself.',
  source: 'domain.md 6',
  refuses: (_, { isLandlord }, { namesLandlord }) => isLandlord && namesLandlord,
};

export const landlordIsKnown: Check<Named, unknown> = {
  code: 'landlord-is-not-known',
  field: 'landlordRef',
  da: 'Det fremgår ikke, hvis lejemål det er: angiv udlejer.',
  en: 'It cannot be told whose tenancy it is: name the landlord.',
  source: 'domain.md 6',
  refuses: (_, __, { landlordRef }) => landlordRef === null,
};

export const tenancyIsOfTheLandlord: Check<Named, unknown> = {
  code: 'tenancy-is-of-another-landlord',
  field: 'landlordRef',
  da: 'Lejemålet er en anden udlejers.',
  en: 'The tenancy is another landlord’s.',
  source: 'domain.md 6',
  refuses: (_, { isLandlord, landlordOfTenancy = null }, { landlordRef }) =>
    !isLandlord && landlordRef !== null && landlordOfTenancy !== null && landlordOfTenancy !== landlordRef,
};

/** Of cases that the landlord does not know of his own report must not tell him. */
const seenBy = ({ isLandlord, otherCases }: NeighbourComplaintFacts): OtherComplaint | undefined =>
  otherCases.find(({ isLandlords }) => isLandlords || !isLandlord);

export const noCaseIsOpen: Check<unknown, unknown> = {
  code: 'further-report-goes-to-the-open-case',
  da: 'Lejemålet har en åben sag, {number}: meld det som yderligere dér.',
  en: 'The tenancy has an open case, {number}: report it as something more there.',
  source: 'domain.md 6, 13.3, 13.4',
  refuses(_, facts) {
    const open = seenBy(facts);
    return open !== undefined && { number: open.number, caseRef: open.caseRef };
  },
};

/** What the unique index says, where two are at it at once. */
export const TENANCY_HAS_AN_OPEN_CASE = {
  code: 'tenancy-has-an-open-case',
  da: 'Lejemålet har en anden åben sag om naboklager.',
  en: 'The tenancy has another open case of complaints.',
  source: 'domain.md 13.4',
};
/** A case that has been opened since gives way to the one that is open again; not what is before the tribunal. */
export const noNewerCaseIsAtTheTribunal: Asked = {
  ...TENANCY_HAS_AN_OPEN_CASE,
  refuses({ state, isLandlords }, { otherCases }) {
    const other = otherCases.find((one) => one.isLandlords === isLandlords && one.isAtTribunal);
    return state === 'RESOLVED' && other !== undefined && { number: other.number, caseRef: other.caseRef };
  },
};

// --- The municipality's steps ---

export const isNotAcknowledged: Asked = {
  code: 'report-is-acknowledged-already',
  da: 'Kommunen har allerede kvitteret for meldingen.',
  en: 'The municipality has acknowledged the report already.',
  source: 'N1',
  refuses: ({ acknowledgedOn }) => acknowledgedOn !== null,
};

export const isNotAssigned: Asked = {
  code: 'case-is-assigned-already',
  da: 'Sagen er allerede givet til nogen. Giv den videre i stedet.',
  en: 'The case was given to somebody already. Hand it over instead.',
  source: 'N2',
  refuses: ({ assignedTo }) => assignedTo !== null,
};

export const isAssigned: Asked = {
  code: 'case-is-not-assigned-yet',
  da: 'Sagen er ikke givet til nogen endnu.',
  en: 'The case has not been given to anybody yet.',
  source: 'N2',
  refuses: ({ assignedTo }) => assignedTo === null,
};

export const quietPeriodHasPassed: Asked = {
  code: 'quiet-period-has-not-passed',
  da: 'Der har ikke været ro i alle dagene endnu.',
  en: 'It has not stayed quiet for all the days yet.',
  source: 'domain.md 6, 13.3',
  refuses: ({ quietUntil: latest }, { today }) => latest === null || (today <= latest && { latest }),
};

/**
 * The tenant has left, so long ago that it would have stayed quiet by now: also what says that the tenancy has ended may have
 * been an error. Of a landlord's case what he does not know of must not move its end.
 */
export const tenantHasLeft: Asked = {
  code: 'tenant-has-not-left',
  da: 'Lejemålet er ikke ophørt, eller det er for nylig.',
  en: 'The tenancy has not ended, or it has lately.',
  source: 'domain.md 6, 9.3; ADR 33',
  refuses(complaint, { tenancy, today, quietDays }) {
    const known = complaint.isLandlords ? landlordsReports(complaint) : complaint.reports;
    const since = [tenancy?.endedOn ?? today, ...known.map(({ reportedOn }) => reportedOn)].toSorted().at(-1)!;
    return today <= addDays(since, quietDays);
  },
};

/** The day after the quiet period. */
export const resolvesOn = ({ quietUntil }: NeighbourComplaint): LocalDate | null =>
  quietUntil && addDays(quietUntil, 1);
