// SPDX-License-Identifier: MPL-2.0
// Genhusning: a tenant is to be evicted. Two things are to be found: temporary shelter by the day of it, which is the law, and
// a new home, which the agreement asks for (domain.md 7.4).
import type { REHOUSING_STATES } from '#contracts/referrals/rehousing';
import { type ActingRole, LANDLORD_ROLES } from '#contracts/roles';
import {
  addMonths,
  type Guard,
  isOutside,
  type LocalDate,
  type OwnedColumns,
  type OwnerFacts,
  ownedRules,
  rules,
  unowned,
} from '#domain';

export const TASKS = ['temporary_shelter', 'permanent_rehousing'] as const;
export type TaskCode = (typeof TASKS)[number];

export const TASK_OUTCOMES = ['open', 'done', 'not_needed'] as const;

export const NOT_NEEDED_REASONS = [
  'found_own_home',
  'lives_with_others',
  'in_an_institution',
  'declines_help',
  'moved_to_another_municipality',
] as const;

export interface Task {
  outcome: (typeof TASK_OUTCOMES)[number];
  /** Null: it is open. */
  on: LocalDate | null;
  /** Why it is not needed. */
  reason: (typeof NOT_NEEDED_REASONS)[number] | null;
}

/** Whose it is: the social caseworker's who referred the tenant to the dwelling, else any of social services. */
export const rehousingOwner = { role: 'assignedRole', by: ['social_caseworker'] } as const;

export interface Rehousing extends OwnedColumns {
  assignedRole: 'social_caseworker';
  state: (typeof REHOUSING_STATES)[number];
  evictionRef: string;
  agreementRef: string | null;
  /** As the eviction tells it; null: not told. */
  tenancyRef: string | null;
  /** Opaque: who it is, only the citizen vault knows. Null: not known yet. */
  citizenRef: string | null;
  /** The day on which the eviction was heard of. */
  heardOn: LocalDate;
  evictionOn: LocalDate;
  shelter: Task;
  home: Task;
  /** The referral to a new home. */
  referralRef: string | null;
}

/** The referral that a command names. */
export interface NamedReferral {
  citizenRef: string;
  isOpen: boolean;
}

export interface RehousingFacts extends OwnerFacts {
  /** Null: there is none. */
  referral?: NamedReferral | null;
  /** Another eviction's rehousing has it. */
  referralIsTaken?: boolean;
}

/** What the eviction tells, with what is known here of its tenancy. */
export type Heard = Pick<Rehousing, 'agreementRef' | 'tenancyRef' | 'citizenRef' | 'evictionOn'>;

export type NewRehousing = Heard & Pick<Rehousing, 'evictionRef' | 'assignedTeam' | 'assignedPerson'>;

const OPEN_TASK: Task = { outcome: 'open', on: null, reason: null };

/** Where both tasks are dealt with, there is nothing left to do. */
function dealtWith(rehousing: Rehousing, changes: Partial<Rehousing>) {
  const { shelter, home } = { ...rehousing, ...changes };
  const isOver = shelter.outcome !== 'open' && home.outcome !== 'open';
  const tells = isOver ? 'closed' : rehousing.state === 'OPEN' ? 'changed' : 'reopened';
  return { ...changes, state: isOver ? ('CLOSED' as const) : ('OPEN' as const), tells };
}

const taskOf = ({ shelter, home }: Rehousing, code: TaskCode): Task => (code === 'temporary_shelter' ? shelter : home);

const tasked = (code: TaskCode, task: Task) =>
  code === 'temporary_shelter' ? { shelter: task } : { home: task, referralRef: null };

// --- Guards ---

type Asks = Guard<Rehousing, RehousingFacts>;
type Check<Input> = Guard<Rehousing, RehousingFacts, Input>;
const SOURCE = 'domain.md 7.4';

const shelterIsToBeFound: Asks = {
  code: 'shelter-is-dealt-with',
  da: 'Midlertidigt husly er der allerede taget hånd om.',
  en: 'Temporary shelter is dealt with already.',
  source: SOURCE,
  refuses: ({ shelter }) => shelter.outcome !== 'open',
};

const homeIsToBeFound: Asks = {
  code: 'new-home-is-dealt-with',
  da: 'En ny bolig er der allerede taget hånd om, eller borgeren er indstillet.',
  en: 'A new home is dealt with already, or the citizen is referred.',
  source: SOURCE,
  refuses: ({ home, referralRef }) => home.outcome !== 'open' || referralRef !== null,
};

const isFoundByNow: Check<{ foundOn: LocalDate }> = {
  code: 'shelter-was-found-on-another-day',
  field: 'foundOn',
  da: 'Husly kan være fundet fra {earliest} til {latest}.',
  en: 'Shelter can have been found from {earliest} to {latest}.',
  source: 'domain.md 13.4: every date has a window',
  // The municipality may have acted before it heard.
  refuses: ({ heardOn }, { today: latest }, { foundOn }) =>
    isOutside({ earliest: addMonths(heardOn, -1), latest }, foundOn),
};

const referralIsOpen: Check<{ referralRef: string }> = {
  code: 'referral-is-not-open',
  field: 'referralRef',
  da: 'Der er ingen sådan indstilling, eller den er afsluttet.',
  en: 'There is no such referral, or it has ended.',
  source: SOURCE,
  refuses: (_, { referral }) => !referral?.isOpen,
};

/** Where nobody knew who it is, the referral says it. */
const isOfTheCitizen: Check<{ referralRef: string }> = {
  code: 'referral-is-of-another-citizen',
  field: 'referralRef',
  da: 'Indstillingen er for en anden borger.',
  en: 'The referral is of another citizen.',
  source: SOURCE,
  refuses: ({ citizenRef }, { referral }) =>
    !!referral?.isOpen && citizenRef !== null && referral.citizenRef !== citizenRef,
};

/** Held by a unique index too, for two at once. */
export const isOfNoOther: Check<{ referralRef: string }> = {
  code: 'referral-is-of-another-rehousing',
  field: 'referralRef',
  da: 'Indstillingen hører allerede til en anden genhusning.',
  en: 'The referral belongs to another rehousing already.',
  source: SOURCE,
  refuses: (_, { referralIsTaken }) => referralIsTaken ?? false,
};

const isStillToDo: Check<{ task: TaskCode }> = {
  code: 'task-is-dealt-with',
  field: 'task',
  da: 'Opgaven er der allerede taget hånd om.',
  en: 'The task is dealt with already.',
  source: SOURCE,
  refuses: (rehousing, _, { task }) => taskOf(rehousing, task).outcome !== 'open',
};

const isDealtWith: Check<{ task: TaskCode }> = {
  code: 'task-is-to-be-done',
  field: 'task',
  da: 'Opgaven er ikke løst endnu.',
  en: 'The task is not dealt with yet.',
  source: SOURCE,
  refuses: (rehousing, _, { task }) =>
    taskOf(rehousing, task).outcome === 'open' && (task === 'temporary_shelter' || rehousing.referralRef === null),
};

// --- The table ---

const SOCIAL = ['social_caseworker'] as const;

export const rehousingRules = rules<Rehousing, RehousingFacts, ActingRole>()({
  open: {
    from: 'none',
    to: 'OPEN',
    tells: 'opened',
    by: ['system'],
    da: 'Der er sat en dag for udsættelsen',
    en: 'A day is set for the eviction',
    told: { da: 'Udsættelsen er sat til {evictionOn}.', en: 'The eviction is set for {evictionOn}.' },
    source: 'U4; domain.md 7.4',
    opens: ({ today }, { evictionRef, assignedTeam, assignedPerson, ...heard }: NewRehousing) => ({
      ...heard,
      ...{ evictionRef, heardOn: today, shelter: OPEN_TASK, home: OPEN_TASK, referralRef: null },
      ...{ ...unowned, assignedRole: 'social_caseworker', assignedTeam, assignedPerson },
    }),
  },
  hearEviction: {
    from: ['OPEN'],
    to: 'same',
    tells: ['dateChanged', 'changed', 'homeLost'],
    by: ['system'],
    da: 'Notér, hvad udsættelsen oplyser',
    en: 'Note what the eviction tells',
    told: { da: 'Udsættelsen er {evictionOn}.', en: 'The eviction is on {evictionOn}.' },
    source: 'domain.md 6.2, 7.4',
    changes({ evictionOn, citizenRef, referralRef }, _, heard: Heard) {
      // Of another citizen after all: the referral is not this one's.
      const isOfAnother = referralRef !== null && citizenRef !== heard.citizenRef;
      const tells = heard.evictionOn === evictionOn ? 'changed' : 'dateChanged';
      return { ...heard, ...(isOfAnother ? { referralRef: null, tells: 'homeLost' } : { tells }) };
    },
  },
  cancel: {
    from: ['OPEN'],
    to: 'CANCELLED',
    tells: 'closed',
    by: ['system'],
    da: 'Udsættelsen er aflyst, eller dens dag var en fejl',
    en: 'The eviction is called off, or its day was an error',
    told: {
      da: 'Udsættelsen er aflyst, eller dens dag var en fejl.',
      en: 'The eviction is called off, or its day was an error.',
    },
    source: 'domain.md 6.2, 13.4',
    // Another eviction's may be linked to the referral.
    changes: () => ({ referralRef: null }),
  },
  reopen: {
    from: ['CANCELLED'],
    to: 'OPEN',
    tells: 'reopened',
    by: ['system'],
    da: 'Udsættelsen er ikke aflyst alligevel, eller har en ny dag',
    en: 'The eviction is not called off after all, or has another day',
    told: {
      da: 'Udsættelsen er alligevel sat til {evictionOn}.',
      en: 'The eviction is set for {evictionOn} after all.',
    },
    source: 'domain.md 6.2, 13.4',
    changes: (_, __, heard: Heard) => heard,
  },
  findShelter: {
    from: ['OPEN'],
    to: ['OPEN', 'CLOSED'],
    tells: ['changed', 'closed'],
    by: SOCIAL,
    requires: [shelterIsToBeFound],
    checks: [isFoundByNow],
    da: 'Registrér midlertidigt husly',
    en: 'Register temporary shelter',
    told: { da: 'Der blev fundet midlertidigt husly.', en: 'Temporary shelter was found.' },
    source: 'serviceloven § 80; domain.md 7.4',
    changes: (rehousing, _, { foundOn }: { foundOn: LocalDate }) =>
      dealtWith(rehousing, { shelter: { outcome: 'done', on: foundOn, reason: null } }),
  },
  refer: {
    from: ['OPEN'],
    to: 'same',
    tells: 'changed',
    by: SOCIAL,
    requires: [homeIsToBeFound],
    checks: [referralIsOpen, isOfTheCitizen, isOfNoOther],
    da: 'Knyt en ny indstilling til sagen',
    en: 'Link a new referral to the case',
    told: { da: 'Borgeren blev indstillet til en ny bolig.', en: 'The citizen was referred to a new home.' },
    source: 'U4; domain.md 7.4',
    changes: (_, { referral }, { referralRef }: { referralRef: string }) => ({
      referralRef,
      citizenRef: referral!.citizenRef,
    }),
  },
  findHome: {
    from: ['OPEN'],
    to: ['OPEN', 'CLOSED'],
    tells: ['changed', 'closed'],
    by: ['system'],
    da: 'Borgeren får en ny bolig',
    en: 'The citizen gets a new home',
    told: { da: 'Borgeren fik en ny bolig.', en: 'The citizen got a new home.' },
    source: 'domain.md 7.4',
    changes: (rehousing, { today: on }) => dealtWith(rehousing, { home: { outcome: 'done', on, reason: null } }),
  },
  loseReferral: {
    from: ['OPEN'],
    to: 'same',
    tells: 'homeLost',
    by: ['system'],
    da: 'Indstillingen til en ny bolig endte uden bolig',
    en: 'The referral to a new home ended without one',
    told: {
      da: 'Indstillingen til en ny bolig endte uden bolig.',
      en: 'The referral to a new home ended without one.',
    },
    source: 'domain.md 7.4',
    changes: () => ({ referralRef: null }),
  },
  reopenHome: {
    from: ['OPEN', 'CLOSED'],
    to: 'OPEN',
    tells: ['changed', 'reopened'],
    by: ['system'],
    da: 'Det nye lejemål var registreret ved en fejl',
    en: 'The new tenancy was registered in error',
    told: {
      da: 'Det nye lejemål var registreret ved en fejl.',
      en: 'The new tenancy was registered in error.',
    },
    source: 'domain.md 13.4',
    changes: (rehousing) => dealtWith(rehousing, { home: OPEN_TASK }),
  },
  declareNotNeeded: {
    from: ['OPEN'],
    to: ['OPEN', 'CLOSED'],
    tells: ['changed', 'closed'],
    by: SOCIAL,
    checks: [isStillToDo],
    da: 'Notér, at husly eller bolig ikke er nødvendig',
    en: 'Note that shelter or home is not needed',
    told: { da: 'En af opgaverne er ikke nødvendig.', en: 'One of the tasks is not needed.' },
    source: 'domain.md 7.4',
    changes: (rehousing, { today: on }, { task, reason }: { task: TaskCode; reason: NonNullable<Task['reason']> }) =>
      dealtWith(rehousing, tasked(task, { outcome: 'not_needed', on, reason })),
  },
  reopenTask: {
    from: ['OPEN', 'CLOSED'],
    to: 'OPEN',
    tells: ['changed', 'reopened'],
    by: SOCIAL,
    checks: [isDealtWith],
    da: 'Åbn en opgave igen',
    en: 'Open a task again',
    told: { da: 'En af opgaverne blev åbnet igen.', en: 'One of the tasks was opened again.' },
    source: 'domain.md 13.4',
    changes: (rehousing, _, { task }: { task: TaskCode }) => dealtWith(rehousing, tasked(task, OPEN_TASK)),
  },
  ...ownedRules({ ...rehousingOwner, also: ['single_entry'], from: ['OPEN'], untold: LANDLORD_ROLES }),
});
