// SPDX-License-Identifier: MPL-2.0
// Lejemål: a tenancy under an agreement, from its first day to its last.
import type { TenancyState } from '#contracts/referrals/tenancy';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
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

/** Whose the tenant is: the support worker's, a person's or a team's (domain.md 2.2). Nobody's where none is named. */
export const tenancyOwner = {
  role: 'assignedRole',
  by: ['support_worker'],
  handOver: 'changeSupportWorker',
  names: { person: 'supportWorker', team: 'supportTeam' },
  closedAhead: { state: 'ENDED', through: 'endedOn' },
} as const;

/** Who was the support worker from a day on. */
export interface SupportPeriod {
  /** `staffId`; null: whoever of the team. */
  person: string | null;
  team: string | null;
  from: LocalDate;
  /** Null: from the tenancy's registration. */
  reason: HandOverReason | null;
}

export interface Tenancy extends OwnedColumns {
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
}

/** The agreement's terms as heard last, with the tenancy's dwelling. */
export interface KnownTerms {
  state: string;
  landlordRef: string;
  agreementVersion: number;
  /** Those that came into force, with their first and last day; empty: not told. */
  versions: readonly { no: number; from: LocalDate; to: LocalDate | null }[];
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
  /** Has help been asked for or given, or has the citizen answered an administration agreement? */
  isBuiltOn: boolean;
  /** The administration agreement that says who pays the rent: the newest that the citizen accepted. */
  payer: { firstPaymentOn: LocalDate; lastPaidThrough: LocalDate | null } | null;
}

/** The version in force on the tenancy's first day: the one it is settled by (domain.md 3.4). */
export const versionOn = ({ versions, agreementVersion }: KnownTerms, day: LocalDate): number =>
  versions.findLast(({ from, to }) => from <= day && (to === null || day <= to))?.no ?? agreementVersion;

const agreementIsKnown: Guard<null, TenancyFacts> = {
  code: 'agreement-not-known-yet',
  da: 'Aftalen er ikke kendt her endnu. Prøv igen om lidt.',
  en: 'The agreement is not known here yet. Try again in a moment.',
  source: 'domain.md 4.2',
  refuses: (_, { terms }) => terms === null,
};

const agreementIsActive: Guard<null, TenancyFacts> = {
  code: 'agreement-is-not-active',
  da: 'Aftalen er ikke i kraft; den har tilstanden {state}.',
  en: 'The agreement is not in effect; its state is {state}.',
  source: 'domain.md 3.4, 4.2: no new tenancy in RUN_OFF',
  refuses: (_, { terms }) => terms?.state !== 'ACTIVE' && { state: terms?.state },
};

const startsWithinTerm: Guard<null, TenancyFacts, { startedOn: LocalDate }> = {
  code: 'tenancy-is-outside-the-agreement-term',
  da: 'Lejemålet skal begynde i aftalens løbetid, fra {from} til {to}.',
  en: 'The tenancy must start within the term of the agreement, from {from} to {to}.',
  field: 'startedOn',
  source: 'domain.md 3.4, 13.2: both days of the term are in it',
  refuses: (_, { terms }, { startedOn }) =>
    terms !== null &&
    (startedOn < terms.termFrom || startedOn > terms.termTo) && { from: terms.termFrom, to: terms.termTo },
};

const dwellingIsCovered: Guard<null, TenancyFacts> = {
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

const endsAfterStart: Guard<Tenancy, TenancyFacts, { endedOn: LocalDate }> = {
  code: 'tenancy-ends-outside-its-window',
  da: 'Lejemålets sidste dag kan være fra {earliest} til {latest}.',
  en: 'The last day of the tenancy can be from {earliest} to {latest}.',
  field: 'endedOn',
  source: 'domain.md 13.4',
  refuses: ({ startedOn }, { today }, { endedOn }) =>
    isOutside({ earliest: startedOn, latest: latestEnd(startedOn, today) }, endedOn),
};

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
  reason: HandOverReason | null,
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

const { handOver, ...owned } = ownedRules({
  ...tenancyOwner,
  also: ['social_caseworker'],
  from: ['STARTED', 'ENDED'],
  untold: LANDLORD_ROLES,
});
const nothingIsBuiltOnIt: Guard<Tenancy, TenancyFacts, Strike> = {
  code: 'tenancy-has-been-acted-on',
  field: 'ref',
  da: 'Der er søgt eller givet hjælp i lejemålet, eller borgeren har svaret på en administrationsaftale. Afslut lejemålet i stedet.',
  en: 'Help was asked for or given in the tenancy, or the citizen has answered an administration agreement. End the tenancy instead.',
  source: 'domain.md 13.4',
  refuses: (_, { isBuiltOn }, { what }) => what === 'start' && isBuiltOn,
};

const dwellingIsStillFree: Guard<Tenancy, TenancyFacts, Strike> = {
  ...dwellingIsFree,
  field: 'ref',
  refuses: (_, { dwellingIsLetSince }, { what }) => what === 'end' && dwellingIsLetSince,
};

export const tenancyStrikes: Strikes<Tenancy, TenancyFacts, What> = {
  what: { start: ['start'], end: ['end'] },
  binds: () => false,
  keeps: ({ today }) => ({ today }),
  closed: ['ENDED', 'STRUCK'],
  // Without a tenancy there is nothing else of it.
  falls: ({ action }) => action === 'start',
};

/** Twelve months ahead; of one that begins later than today, from its beginning. */
const latestEnd = (startedOn: LocalDate, today: LocalDate): LocalDate =>
  addMonths(startedOn > today ? startedOn : today, MONTHS_AHEAD);

export const tenancyRules = rules<Tenancy, TenancyFacts, ActingRole>()({
  start: {
    from: 'none',
    to: 'STARTED',
    tells: 'started',
    by: ['social_caseworker'],
    requires: [agreementIsKnown, agreementIsActive, dwellingIsCovered, dwellingIsFree],
    checks: [
      startsWithinTerm,
      startsSoon,
      isSupportedWhereNamed,
      ...ownerChecks<null, TenancyFacts, Start>(
        (_, __, start) => supportOf(start),
        { role: 'hasSupportWorker', person: 'supportWorker', team: 'supportTeam' },
        tenancyOwner.by,
      ),
    ],
    da: 'Registrér lejemål',
    en: 'Start a tenancy',
    told: { da: 'Lejemålet begyndte {startedOn}.', en: 'The tenancy started {startedOn}.' },
    source: 'domain.md 3.4',
    opens(facts, { agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn, ...input }: Start) {
      const { terms, today } = facts;
      const { landlordRef, dwelling } = terms!;
      const support = supportOf(input);
      const owner = { ...unowned, ...(support && ownedBy(support, facts)) };
      const { rentOere, utilitiesOere } = dwelling!;
      return {
        ...{ agreementRef, dwellingRef, citizenRef, hasSupportWorker, startedOn },
        landlordReference: input.landlordReference ?? null,
        agreementVersionAtStart: versionOn(terms!, startedOn),
        ...{ landlordRef, rentOere, utilitiesOere },
        endedOn: null,
        assignedRole: support ? support.role : null,
        ...owner,
        supportWorkers: support ? [periodOf(owner, today, null)] : [],
      };
    },
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
  strike: {
    from: ['STARTED', 'ENDED'],
    to: ['STARTED', 'STRUCK'],
    tells: ['startCorrected', 'endCorrected'],
    by: ['social_caseworker', 'single_entry'],
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
