// SPDX-License-Identifier: MPL-2.0
// Lejemål: a tenancy under an agreement, from its first day to its last.
import type { TenancyState } from '#contracts/referrals/tenancy';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addDays,
  addMonths,
  type Guard,
  type HandOverReason,
  isOutside,
  type LocalDate,
  type Oere,
  type OwnedColumns,
  type OwnerFacts,
  ownedBy,
  ownedRules,
  ownerChecks,
  rules,
  type Strike,
  type StrikeFacts,
  type Strikes,
  strikeChecks,
  type To,
  unowned,
} from '#domain';
import { type Lease, securityLimits } from './lease.js';
import {
  type CheckSettlingIn,
  checked,
  defectsAreListed,
  furnitureHelpIsOffered,
  isCheckedByNow,
  isNotSettledYet,
  type Settling,
  tenancyHasBegun,
} from './settling-in.js';

/** Whose the tenant is: the support worker's, a person's or a team's (domain.md 2.2). Nobody's where none is named. */
export const tenancyOwner = {
  role: 'assignedRole',
  by: ['support_worker'],
  handOver: 'changeSupportWorker',
  names: { person: 'supportWorker', team: 'supportTeam' },
  closedAhead: { state: 'ENDED', through: 'endedOn' },
} as const;

/** Who was the support worker from a day on; nobody any more, where neither person nor team is named. */
export interface SupportPeriod {
  /** `staffId`; null: whoever of the team. */
  person: string | null;
  team: string | null;
  from: LocalDate;
  /** Null: from the tenancy's registration. */
  reason: HandOverReason | 'support_ended' | null;
}

/** Who registered it: with a citizen who was referred, by hand, or by the landlord as one whom nobody referred. */
export const ORIGINS = ['referral', 'municipality', 'landlord'] as const;

export interface Tenancy extends OwnedColumns, Lease, Settling {
  origin: (typeof ORIGINS)[number];
  referralRef: string | null;
  assignedRole: 'support_worker' | null;
  /** The newest last. */
  supportWorkers: readonly SupportPeriod[];
  state: TenancyState['state'];
  agreementRef: string;
  /** The signed text that the tenancy is settled by. */
  agreementVersionAtStart: number;
  dwellingRef: string;
  landlordRef: string;
  /** Opaque: who it is, only the citizen vault knows. */
  citizenRef: string;
  /** The landlord's own lease number. */
  landlordReference: string | null;
  /** Decides who reaches out when something goes wrong. */
  hasSupportWorker: boolean;
  startedOn: LocalDate;
  /** The last day. */
  endedOn: LocalDate | null;
  /** The move-out that ended it; null: it runs, or a person registered its end. */
  moveOutRef: string | null;
  /** Do the other services know its deposit and prepaid rent? */
  leaseIsTold: boolean;
  /** Øre per month. */
  rentOere: Oere;
  /** Øre per month on account. */
  utilitiesOere: Oere;
}

export interface Start
  extends Pick<Tenancy, 'agreementRef' | 'dwellingRef' | 'citizenRef' | 'hasSupportWorker' | 'startedOn'> {
  landlordReference?: string;
  /** `staffId`. */
  supportWorker?: string;
  supportTeam?: string;
  leaseSignedOn?: LocalDate;
  depositOere?: Oere;
  prepaidRentOere?: Oere;
  /** Of a citizen who was referred. */
  referralRef?: string;
}

/** Registered by the landlord: nobody referred the tenant, and who it is the municipality does not know. */
export type Registration = Omit<Start, 'hasSupportWorker' | 'supportWorker' | 'supportTeam' | 'referralRef'>;

export interface KnownVersion {
  no: number;
  from: LocalDate;
  to: LocalDate | null;
  /** What the municipality has undertaken; null or absent: not told. */
  commitments?: readonly { kind: string; capMonths?: number | null; capOere?: Oere | null }[] | null;
  vacancyIncludesUtilities?: boolean | null;
}

/** The agreement's terms as heard last, with the tenancy's dwelling. */
export interface KnownTerms {
  state: string;
  landlordRef: string;
  agreementVersion: number;
  /** Those that came into force, with their first and last day; empty: not told. */
  versions: readonly KnownVersion[];
  termFrom: LocalDate;
  termTo: LocalDate;
  /** Øre per month; null: the agreement has no such dwelling. */
  dwelling: { rentOere: Oere; utilitiesOere: Oere } | null;
}

export const STRIKEABLE = ['start', 'end'] as const;
type What = (typeof STRIKEABLE)[number];

export interface TenancyFacts extends OwnerFacts, StrikeFacts<Tenancy> {
  terms: KnownTerms | null;
  /** Does another tenancy of the dwelling share a day with this one? */
  dwellingIsLet: boolean;
  /** Does another tenancy of the citizen share a day with this one? */
  citizenHasAnother: boolean;
  /** Has somebody moved in since it ended? */
  dwellingIsLetSince: boolean;
  /** First day of the next tenancy of the dwelling; null: there is none. */
  nextStartsOn: LocalDate | null;
  /** Has the tenant sent a list of defects? */
  hasDefectList: boolean;
  /** Is there a move-out, was help asked for or given, or an administration agreement answered? To a landlord: what it sees of that. */
  isBuiltOn: boolean;
  /** The administration agreement that says who pays the rent: the newest that the citizen accepted. */
  payer: { firstPaymentOn: LocalDate; lastPaidThrough: LocalDate | null } | null;
}

/** The version in force on the tenancy's first day: the one it is settled by (domain.md 3.4). */
export const versionOn = ({ versions, agreementVersion }: KnownTerms, day: LocalDate): number =>
  versions.findLast(({ from, to }) => from <= day && (to === null || day <= to))?.no ?? agreementVersion;

/** What anything under an agreement asks of its terms. */
type OfTerms = Pick<TenancyFacts, 'terms'>;

export const agreementIsKnown: Guard<null, OfTerms> = {
  code: 'agreement-not-known-yet',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  source: 'domain.md 4.2',
  refuses: (_, { terms }) => terms === null,
};

export const agreementIsActive: Guard<null, OfTerms> = {
  code: 'agreement-is-not-active',
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  source: 'domain.md 3.4, 4.2: no new tenancy in RUN_OFF',
  refuses: (_, { terms }) => terms?.state !== 'ACTIVE' && { state: terms?.state },
};

export const startsWithinTerm: Guard<null, TenancyFacts, { startedOn: LocalDate }> = {
  code: 'tenancy-is-outside-the-agreement-term',
  da: 'Lejemålet skal begynde i aftalens løbetid, fra {from} til {to}.',
  en: 'The tenancy must start within the term of the agreement, from {from} to {to}.',
  field: 'startedOn',
  source: 'domain.md 3.4, 13.2: both days of the term are in it',
  refuses: (_, { terms }, { startedOn }) =>
    terms !== null &&
    (startedOn < terms.termFrom || startedOn > terms.termTo) && { from: terms.termFrom, to: terms.termTo },
};

export const dwellingIsCovered: Guard<null, OfTerms> = {
  code: 'dwelling-is-not-in-the-agreement',
  da: 'Boligen er ikke omfattet af aftalen.',
  en: 'The agreement does not cover the dwelling.',
  source: 'domain.md 4.1',
  refuses: (_, { terms }) => !terms?.dwelling,
};

/** How far ahead a first or a last day may be registered. */
const MONTHS_AHEAD = 12;

const startsSoon: Guard<null, TenancyFacts, { startedOn: LocalDate }> = {
  code: 'tenancy-starts-too-far-ahead',
  da: 'Et lejemåls første dag kan registreres højst 12 måneder frem: senest {latest}.',
  en: 'The first day of a tenancy may lie 12 months ahead at most: {latest} at the latest.',
  field: 'startedOn',
  source: 'domain.md 13.4: every date has a window',
  refuses: (_, { today }, { startedOn }) =>
    startedOn > addMonths(today, MONTHS_AHEAD) && { latest: addMonths(today, MONTHS_AHEAD) },
};

/** Both last days count: the next tenancy begins on the day after. Held by a constraint too, for two at once. */
export const dwellingIsFree: Guard<null, TenancyFacts> = {
  code: 'dwelling-is-let-already',
  da: 'Boligen har et andet lejemål i den periode. Et nyt kan begynde dagen efter, at det er slut.',
  en: 'The dwelling has another tenancy in that time. A new one can begin on the day after that one has ended.',
  source: 'domain.md 13.4',
  refuses: (_, { dwellingIsLet }) => dwellingIsLet,
};

type Ends<Facts extends keyof TenancyFacts> = Guard<
  Pick<Tenancy, 'startedOn' | 'endedOn'>,
  Pick<TenancyFacts, Facts>,
  { endedOn: LocalDate }
>;

const endsAfterStart: Ends<'today'> = {
  code: 'tenancy-ends-outside-its-window',
  da: 'Lejemålets sidste dag kan være fra {earliest} til {latest}.',
  en: 'The last day of the tenancy can be from {earliest} to {latest}.',
  field: 'endedOn',
  source: 'domain.md 13.4',
  refuses: ({ startedOn }, { today }, { endedOn }) =>
    isOutside({ earliest: startedOn, latest: latestEnd(startedOn, today) }, endedOn),
};

/** The day may be an earlier one, whoever lives there by now. */
const nobodyElseLivesThere: Ends<'nextStartsOn'> = {
  ...dwellingIsFree,
  field: 'endedOn',
  refuses: ({ endedOn: was }, { nextStartsOn }, { endedOn }) =>
    nextStartsOn !== null && was !== null && endedOn > was && endedOn >= nextStartsOn,
};

/** What is asked of the day that a move-out tells: what cannot be ends no tenancy. */
export const moveOutChecks = [endsAfterStart, nobodyElseLivesThere] as const;

const wasEndedByMoveOut: Guard<Tenancy, TenancyFacts> = {
  code: 'tenancy-was-ended-by-a-person',
  da: 'Lejemålets slutning er registreret af en medarbejder, ikke ved en fraflytning.',
  en: 'The end of the tenancy was registered by a person, not by a move-out.',
  source: 'domain.md 13.4',
  refuses: ({ moveOutRef }) => moveOutRef === null,
};

const nobodyHasMovedIn: Guard<Tenancy, TenancyFacts> = {
  ...dwellingIsFree,
  refuses: (_, { dwellingIsLetSince }) => dwellingIsLetSince,
};

/** A lease is signed at most so long before its first day is registered. */
const LEASE_MONTHS = 12;

const leaseWasSigned: Guard<null, TenancyFacts, { leaseSignedOn?: LocalDate }> = {
  code: 'lease-is-signed-outside-its-window',
  field: 'leaseSignedOn',
  da: 'Lejekontrakten kan være underskrevet fra {earliest} til {latest}.',
  en: 'The lease can have been signed from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: (_, { today: latest }, { leaseSignedOn }) =>
    leaseSignedOn !== undefined && isOutside({ earliest: addMonths(latest, -LEASE_MONTHS), latest }, leaseSignedOn),
};

const leaseChecks = [
  leaseWasSigned,
  ...securityLimits<null, TenancyFacts>((_, { terms }) => terms?.dwelling?.rentOere ?? null),
] as const;

const isSupportedWhereNamed: Guard<null, TenancyFacts, Start> = {
  code: 'support-worker-without-support',
  da: 'Der er nævnt en bostøttemedarbejder, men lejeren har ingen bostøtte.',
  en: 'A support worker is named, but the tenant has no support.',
  field: 'hasSupportWorker',
  source: 'domain.md 2.2',
  refuses: (_, __, { hasSupportWorker, ...named }) => !hasSupportWorker && !!(named.supportWorker ?? named.supportTeam),
};

/** Whom a command names as the support worker; undefined: nobody. */
const supportOf = ({ supportWorker: person, supportTeam: team }: Pick<Start, 'supportWorker' | 'supportTeam'>) =>
  person || team ? ({ role: 'support_worker', ...(person && { person }), ...(team && { team }) } as const) : undefined;

const periodOf = (
  { assignedPerson: person, assignedTeam: team }: Pick<OwnedColumns, 'assignedPerson' | 'assignedTeam'>,
  from: LocalDate,
  reason: SupportPeriod['reason'],
): SupportPeriod => ({ person, team, from, reason });

/** Ended ahead, it is somebody's through its last day. */
const isOver = ({ state, endedOn }: Tenancy, { today }: TenancyFacts): boolean => state === 'ENDED' && endedOn! < today;

const tenantLivesThere: Guard<Tenancy, TenancyFacts> = {
  code: 'tenant-has-moved-out',
  da: 'Lejemålet sluttede {endedOn}; derefter har lejeren ingen bostøttemedarbejder i det.',
  en: 'The tenancy ended on {endedOn}; after that the tenant has no support worker in it.',
  source: 'domain.md 2.2',
  refuses: (tenancy, facts) => isOver(tenancy, facts) && { endedOn: tenancy.endedOn },
};

const tenantHasSupport: Guard<Tenancy, TenancyFacts> = {
  code: 'tenant-has-no-support',
  da: 'Lejeren har ingen bostøtte i lejemålet.',
  en: 'The tenant has no support worker in the tenancy.',
  source: 'domain.md 2.2',
  refuses: ({ hasSupportWorker }) => !hasSupportWorker,
};

/** It may be told late. Ahead it is not told: until the last day the support worker has the tenant. */
const supportEndsAboutNow: Guard<Tenancy, TenancyFacts, { lastDay: LocalDate }> = {
  code: 'support-ends-on-another-day',
  field: 'lastDay',
  da: 'Bostøtten kan være sluttet fra {earliest} til {latest}.',
  en: 'The support can have ended from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  refuses: ({ startedOn, supportWorkers }, { today: latest }, { lastDay }) =>
    isOutside({ earliest: supportWorkers.at(-1)?.from ?? startedOn, latest }, lastDay),
};

const { handOver, ...owned } = ownedRules({
  ...tenancyOwner,
  also: ['social_caseworker'],
  from: ['STARTED', 'ENDED'],
  untold: LANDLORD_ROLES,
});
const nothingIsBuiltOnIt: Guard<Tenancy, TenancyFacts, Strike> = {
  code: 'tenancy-has-been-acted-on',
  field: 'ref',
  da: 'Der er siden handlet i lejemålet, så det kan ikke annulleres: der er meldt huslejerestance eller fraflytning, eller der er søgt hjælp eller svaret på en administrationsaftale. Kommunen kan afslutte det i stedet.',
  en: 'The tenancy has been acted on since and cannot be struck: missing rent or a move-out was reported, or help asked for or an administration agreement answered. The municipality can end it instead.',
  source: 'domain.md 13.4',
  refuses: (_, { isBuiltOn }, { what }) => what === 'start' && isBuiltOn,
};

const dwellingIsStillFree: Guard<Tenancy, TenancyFacts, Strike> = {
  ...dwellingIsFree,
  field: 'ref',
  refuses: (_, { dwellingIsLetSince }, { what }) => what === 'end' && dwellingIsLetSince,
};

export const tenancyStrikes: Strikes<Tenancy, TenancyFacts, What> = {
  what: { start: ['start', 'register'], end: ['end'] },
  binds: () => false,
  keeps: ({ today }) => ({ today }),
  closed: ['ENDED', 'STRUCK'],
  // Without a tenancy there is nothing else of it.
  falls: ({ action }) => action === 'start' || action === 'register',
};

/** Twelve months ahead; of one that begins later than today, from its beginning. */
const latestEnd = (startedOn: LocalDate, today: LocalDate): LocalDate =>
  addMonths(startedOn > today ? startedOn : today, MONTHS_AHEAD);

/** Long before any tenancy was registered: at once. */
const AT_ONCE: LocalDate = '2000-01-01';

/** Who helps a tenant to settle in; without a support worker it is social services. */
const SETTLES_IN = ['support_worker', 'social_caseworker'] as const;

/** What is the same whoever registers it. */
function lived({ agreementRef, dwellingRef, citizenRef, startedOn, ...lease }: Registration, { terms }: TenancyFacts) {
  const { landlordRef, dwelling } = terms!;
  const { rentOere, utilitiesOere } = dwelling!;
  return {
    ...{ agreementRef, dwellingRef, citizenRef, startedOn, landlordRef, rentOere, utilitiesOere, endedOn: null },
    ...{ moveOutRef: null, leaseIsTold: true },
    ...{ settlingIn: [], settledOn: null },
    landlordReference: lease.landlordReference ?? null,
    agreementVersionAtStart: versionOn(terms!, startedOn),
    leaseSignedOn: lease.leaseSignedOn ?? null,
    depositOere: lease.depositOere ?? null,
    prepaidRentOere: lease.prepaidRentOere ?? null,
  };
}

export const tenancyRules = rules<Tenancy, TenancyFacts, ActingRole>()({
  start: {
    from: 'none',
    to: 'STARTED',
    tells: 'started',
    by: ['social_caseworker', 'system'],
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered, dwellingIsFree],
    checks: [
      startsWithinTerm,
      startsSoon,
      ...leaseChecks,
      isSupportedWhereNamed,
      ...ownerChecks<null, TenancyFacts, Start>(
        // Who was to support a referred citizen and has left meanwhile keeps nobody out: an owner is looked for then.
        (_, __, start) => (start.referralRef ? undefined : supportOf(start)),
        { role: 'hasSupportWorker', person: 'supportWorker', team: 'supportTeam' },
        tenancyOwner.by,
      ),
    ],
    da: 'Registrér lejemål',
    en: 'Start a tenancy',
    told: { da: 'Lejemålet begyndte {startedOn}.', en: 'The tenancy started {startedOn}.' },
    source: 'domain.md 3.4',
    opens(facts, { hasSupportWorker, ...input }: Start) {
      const support = supportOf(input);
      const owner = { ...unowned, ...(support && ownedBy(support, facts)) };
      return {
        ...lived(input, facts),
        ...{ hasSupportWorker, referralRef: input.referralRef ?? null },
        origin: input.referralRef ? 'referral' : 'municipality',
        assignedRole: support ? support.role : null,
        ...owner,
        supportWorkers: support ? [periodOf(owner, facts.today, null)] : [],
      };
    },
  },
  // Complaints and outreach are for all tenants; this one the municipality did not refer.
  register: {
    from: 'none',
    to: 'STARTED',
    tells: 'started',
    by: ['landlord_admin'],
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered, dwellingIsFree],
    checks: [startsWithinTerm, startsSoon, ...leaseChecks],
    da: 'Registrér et lejemål, som kommunen ikke har anvist',
    en: 'Registration a tenancy that the municipality did not refer',
    told: { da: 'Lejemålet begyndte {startedOn}.', en: 'The tenancy started {startedOn}.' },
    source: 'N2; domain.md 4.1',
    opens: (facts, input: Registration) => ({
      ...lived(input, facts),
      ...{ hasSupportWorker: false, referralRef: null, origin: 'landlord' },
      ...{ assignedRole: null, ...unowned, supportWorkers: [] },
    }),
  },
  ...owned,
  changeSupportWorker: {
    ...handOver,
    requires: [tenantLivesThere],
    da: 'Skift bostøttemedarbejder',
    en: 'Change the support worker',
    told: { da: 'Lejeren fik en anden bostøttemedarbejder.', en: 'The tenant got another support worker.' },
    changes(tenancy: Tenancy, facts: TenancyFacts, input: { to: To; reason: HandOverReason }) {
      const changes = handOver.changes(tenancy, facts, input);
      const period = periodOf(changes, facts.today, input.reason);
      return { ...changes, hasSupportWorker: true, supportWorkers: [...tenancy.supportWorkers, period] };
    },
  },
  endSupport: {
    from: ['STARTED', 'ENDED'],
    to: 'same',
    tells: 'changed',
    by: ['support_worker', 'social_caseworker'],
    toldNotTo: LANDLORD_ROLES,
    requires: [tenantLivesThere, tenantHasSupport],
    checks: [supportEndsAboutNow],
    da: 'Afslut bostøtten i lejemålet',
    en: 'End the support in the tenancy',
    told: { da: 'Bostøtten sluttede.', en: 'The support ended.' },
    source: 'N2; domain.md 2.2: then it is the outreach team’s',
    changes: ({ supportWorkers }, _, { lastDay }: { lastDay: LocalDate }) => ({
      ...{ hasSupportWorker: false, assignedRole: null, ...unowned },
      supportWorkers: [...supportWorkers, periodOf(unowned, addDays(lastDay, 1), 'support_ended')],
    }),
  },
  take: {
    ...owned.take,
    requires: [tenantLivesThere, ...owned.take.requires],
    changes(tenancy: Tenancy, facts: TenancyFacts, input: { person: string }) {
      const changes = owned.take.changes(tenancy, facts, input);
      const period = periodOf({ ...changes, assignedTeam: tenancy.assignedTeam }, facts.today, null);
      return { ...changes, supportWorkers: [...tenancy.supportWorkers, period] };
    },
  },
  findOwner: {
    ...owned.findOwner,
    told: {
      da: 'Der mangler ikke længere en bostøttemedarbejder på arbejde.',
      en: 'No support worker at work is missing any more.',
    },
    // After its last day nobody is looked for any more.
    changes: (tenancy: Tenancy, facts: TenancyFacts) =>
      isOver(tenancy, facts)
        ? { ownerMissingSince: null, ownerFoundOn: null }
        : owned.findOwner.changes(tenancy, facts),
  },
  checkSettlingIn: {
    from: ['STARTED'],
    to: 'same',
    tells: 'changed',
    by: SETTLES_IN,
    toldNotTo: LANDLORD_ROLES,
    checks: [isCheckedByNow],
    da: 'Notér på tjeklisten for indflytning',
    en: 'Note on the settling-in checklist',
    told: { da: 'Der blev noteret på tjeklisten for indflytning.', en: 'The settling-in checklist was noted on.' },
    source: 'B5; domain.md 4.1, 4.7',
    changes: (tenancy, _, item: CheckSettlingIn) => checked(tenancy, item),
  },
  finishSettlingIn: {
    from: ['STARTED'],
    to: 'same',
    tells: 'changed',
    by: SETTLES_IN,
    toldNotTo: LANDLORD_ROLES,
    requires: [tenancyHasBegun, isNotSettledYet, furnitureHelpIsOffered, defectsAreListed],
    da: 'Afslut indflytningen',
    en: 'Finish settling in',
    told: { da: 'Indflytningen blev afsluttet.', en: 'The tenant has settled in.' },
    source: 'B5; domain.md 4.1',
    changes: (_, { today }) => ({ settledOn: today }),
  },
  end: {
    from: ['STARTED'],
    to: 'ENDED',
    tells: 'ended',
    by: ['social_caseworker'],
    checks: [endsAfterStart],
    da: 'Afslut lejemål',
    en: 'End a tenancy',
    told: { da: 'Lejemålet slutter {endedOn}.', en: 'The tenancy ends {endedOn}.' },
    source: 'domain.md 3.4, 7.1',
    changes: (_, __, { endedOn }: { endedOn: LocalDate }) => ({ endedOn }),
  },
  endByMoveOut: {
    from: ['STARTED', 'ENDED'],
    to: 'ENDED',
    tells: 'ended',
    by: ['system'],
    checks: moveOutChecks,
    da: 'Lejeren fraflytter, eller en anden dag end først oplyst',
    en: 'The tenant moves out, or on another day than was told first',
    told: {
      da: 'Lejeren fraflytter, og lejemålet slutter {endedOn}.',
      en: 'The tenant moves out, and the tenancy ends {endedOn}.',
    },
    source: 'domain.md 7.2',
    changes: (_, __, { endedOn, moveOutRef }: { endedOn: LocalDate; moveOutRef: string }) => ({ endedOn, moveOutRef }),
  },
  reopenByMoveOut: {
    from: ['ENDED'],
    to: 'STARTED',
    tells: 'endCorrected',
    by: ['system'],
    requires: [wasEndedByMoveOut, nobodyHasMovedIn],
    da: 'Fraflytningen, som lejemålet sluttede ved, var registreret ved en fejl',
    en: 'The move-out that ended the tenancy was registered in error',
    told: {
      da: 'Fraflytningen var registreret ved en fejl; lejemålet løber videre.',
      en: 'The move-out was registered in error; the tenancy runs on.',
    },
    source: 'domain.md 13.4',
    changes: () => ({ endedOn: null, moveOutRef: null }),
  },
  tellLease: {
    from: ['STARTED', 'ENDED'],
    to: 'same',
    tells: 'changed',
    by: ['system'],
    toldNotTo: LANDLORD_ROLES,
    da: 'Fortæl de andre dele af Indgang, hvad lejekontrakten siger',
    en: 'Tell the other services what the lease says',
    told: {
      da: 'Depositum og forudbetalt leje blev kendt i de andre dele af Indgang.',
      en: 'The other services got to know the deposit and the prepaid rent.',
    },
    source: 'domain.md 7.3',
    // Of those that began before others needed to know.
    due: ({ leaseIsTold, depositOere, prepaidRentOere }) =>
      leaseIsTold || (depositOere === null && prepaidRentOere === null) ? null : AT_ONCE,
    changes: () => ({ leaseIsTold: true }),
  },
  forgetTenant: {
    from: ['ENDED', 'STRUCK'],
    to: 'same',
    tells: 'changed',
    by: ['system'],
    toldNotTo: LANDLORD_ROLES,
    da: 'Glem, hvad der kan pege på en slettet borger',
    en: 'Forget what could point at an erased citizen',
    told: { da: 'Borgeren blev slettet.', en: 'The citizen was erased.' },
    source: 'domain.md 9',
    changes: () => ({ landlordReference: null }),
  },
  strike: {
    from: ['STARTED', 'ENDED'],
    to: ['STARTED', 'STRUCK'],
    tells: ['startCorrected', 'endCorrected'],
    by: ['social_caseworker', 'single_entry', 'landlord_admin'],
    checks: [...strikeChecks<Tenancy>(tenancyStrikes), nothingIsBuiltOnIt, dwellingIsStillFree],
    da: 'Annullér et lejemåls fejlregistrerede start eller slutning',
    en: 'Strike the start or the end of a tenancy registered in error',
    told: {
      da: 'En registrering var en fejl og blev annulleret.',
      en: 'A record was made in error and was struck.',
    },
    source: 'domain.md 13.4',
    changes(before, { striking }, { what }: Strike<What>) {
      const { subject } = striking!.without!;
      const tells = `${what}Corrected` as const;
      return subject
        ? { endedOn: subject.endedOn, state: 'STARTED', tells }
        : { endedOn: before.endedOn, state: 'STRUCK', tells };
    },
  },
});
