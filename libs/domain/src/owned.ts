// SPDX-License-Identifier: MPL-2.0
// Whose a case is (domain.md 2.2): the role that acts, and of it a team, a person, or both. What every kind that somebody
// works on has in common: columns, and the rules by which it changes hands.
import type { LocalDate } from './danish-calendar.js';
import type { Guard } from './rules.js';
import type { Text } from './text.js';

/** Columns of a case that is somebody's, beside the one that holds the role. */
export interface OwnedColumns {
  /** Code of the team; null: of the role as a whole, or of a person of no team. */
  assignedTeam: string | null;
  /** `staffId`; null: whoever of the team, or of the role, takes it. */
  assignedPerson: string | null;
  /** Why it changed hands last. */
  handOverReason: HandOverReason | null;
  /** The owner has left, or is away and so is the stand-in. */
  ownerMissingSince: LocalDate | null;
  /** Since then it has an owner again. */
  ownerFoundOn: LocalDate | null;
}

export const HAND_OVER_REASONS = [
  'absence',
  'left',
  'workload',
  'citizen_moved',
  'other_skills',
  'citizens_wish',
  'wrongly_assigned',
] as const;
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

/** Of a new case: to the role as a whole, unless somebody is named. */
export const unowned = {
  assignedTeam: null,
  assignedPerson: null,
  handOverReason: null,
  ownerMissingSince: null,
  ownerFoundOn: null,
} as const satisfies OwnedColumns;

/** What is known of a member of the staff on the day. */
export interface KnownStaff {
  staffId: string;
  roles: readonly string[];
  teams: readonly string[];
  active: boolean;
  /** Roles in which the person is there today, or a stand-in is. */
  atWorkAs: readonly string[];
}

/** What the register says of whom a command names; looked up before the rule is asked, and only then. */
export interface NamedStaff {
  /** Null: unknown, or nobody is named. */
  person: KnownStaff | null;
  /** Roles that somebody active has in the team that is named. */
  teamRoles: readonly string[];
}

export interface OwnerFacts {
  today: LocalDate;
  staff?: NamedStaff;
}

/** To whom a case goes; the role stays where none is named. */
export interface To {
  role?: string;
  team?: string;
  person?: string;
}

/** A role whose cases are never all of its members': each has citizens of their own. */
const NEEDS_A_NAME = 'support_worker';

const staffOf = ({ staff }: OwnerFacts): NamedStaff => staff ?? { person: null, teamRoles: [] };

/**
 * What may be wrong with whom a command names.
 * @param toOf what it names, with the role that acts
 * @param at where the command names it, such as `to/`, or by which fields; null: it is the caller
 * @param by the roles that may have the case
 */
export function ownerChecks<Case, Facts extends OwnerFacts, Input>(
  toOf: (subject: Case, facts: Facts, input: Input) => To | undefined,
  at: string | Readonly<Record<keyof To, string>> | null,
  by: readonly string[],
) {
  type Check = Guard<Case, Facts, Input>;
  const check = (
    code: string,
    field: keyof To,
    { da, en }: Text,
    refuses: (to: To, staff: NamedStaff) => boolean,
  ): Check => ({
    ...{ code, da, en, source: 'domain.md 2.2' },
    ...(at !== null && { field: typeof at === 'string' ? `${at}${field}` : at[field] }),
    refuses: (subject, facts, input) => {
      const to = toOf(subject, facts, input);
      return to !== undefined && refuses(to, staffOf(facts));
    },
  });
  return [
    check(
      'role-cannot-have-the-case',
      'role',
      { da: 'En sag af den slags kan ikke høre til den rolle.', en: 'A case of this kind cannot belong to that role.' },
      ({ role }) => role !== undefined && !by.includes(role),
    ),
    check(
      'person-is-not-of-the-staff',
      'person',
      {
        da: 'Personen findes ikke blandt kommunens medarbejdere, som de kendes her.',
        en: 'The person is not among the municipality’s staff as they are known here.',
      },
      ({ person }, staff) => person !== undefined && !staff.person,
    ),
    check(
      'person-has-left',
      'person',
      { da: 'Personen arbejder her ikke mere.', en: 'The person does not work here any more.' },
      (_, { person }) => person?.active === false,
    ),
    check(
      'person-is-away-without-a-stand-in',
      'person',
      {
        da: 'Personen er fraværende, og det er stedfortræderen også.',
        en: 'The person is away, and so is the stand-in.',
      },
      ({ role }, { person }) =>
        !!person?.active && role !== undefined && person.roles.includes(role) && !person.atWorkAs.includes(role),
    ),
    check(
      'person-lacks-the-role',
      'person',
      {
        da: 'Personen har ikke den rolle, som sagen hører til.',
        en: 'The person does not have the role that the case belongs to.',
      },
      ({ role }, { person }) => !!person && role !== undefined && !person.roles.includes(role),
    ),
    check(
      'person-is-not-in-the-team',
      'team',
      { da: 'Personen er ikke med i teamet.', en: 'The person is not in the team.' },
      ({ team }, { person }) => !!person && team !== undefined && !person.teams.includes(team),
    ),
    check(
      'team-has-nobody-with-the-role',
      'team',
      {
        da: 'Ingen i teamet har den rolle, som sagen hører til.',
        en: 'Nobody in the team has the role that the case belongs to.',
      },
      ({ role, team, person }, { teamRoles }) =>
        team !== undefined &&
        person === undefined &&
        (role === undefined ? teamRoles.length === 0 : !teamRoles.includes(role)),
    ),
    check(
      'support-worker-is-not-named',
      'person',
      {
        da: 'Bostøttens sag skal gives til en person eller et team.',
        en: 'A case of the support workers is given to a person or a team.',
      },
      ({ role, team, person }) => role === NEEDS_A_NAME && team === undefined && person === undefined,
    ),
  ] as const;
}

/** Whose it becomes. A person's case stays with the team where the person is in it, so that its leader keeps sight of it. */
export function ownedBy(
  { team, person }: To,
  facts: OwnerFacts,
  before: string | null = null,
): Pick<OwnedColumns, 'assignedTeam' | 'assignedPerson'> {
  const { teams = [] } = staffOf(facts).person ?? {};
  const own = before !== null && teams.includes(before) ? before : (teams[0] ?? null);
  return { assignedTeam: team ?? (person === undefined ? null : own), assignedPerson: person ?? null };
}

const isFree: Guard<OwnedColumns, OwnerFacts> = {
  code: 'case-is-taken',
  da: 'Sagen har allerede en ejer. Den kan gives videre, men ikke tages.',
  en: 'The case has an owner already. It can be handed over, but not taken.',
  source: 'domain.md 2.2',
  refuses: ({ assignedPerson }) => assignedPerson !== null,
};

/**
 * How a case changes hands, for the table of its kind: `...ownedRules({…})`.
 * @param role the column that holds the role
 * @param by the roles that may have it
 * @param also who else may hand it over, beside its owners and their team leader
 * @param from the states in which it is somebody's
 * @param untold landlords' roles: they learn the function that acts, never who
 */
export function ownedRules<
  const Column extends string,
  const By extends string,
  const State extends string,
  const Also extends string,
  const Untold extends string,
>({
  role,
  by,
  also,
  from,
  untold,
}: {
  role: Column;
  by: readonly By[];
  also: readonly Also[];
  from: readonly State[];
  untold: readonly Untold[];
}) {
  type Owned = OwnedColumns & { [Name in Column]: string | null };
  type HandOver = { to: To; reason: HandOverReason };
  const common = { from, to: 'same', toldNotTo: untold, tells: 'changed', source: 'domain.md 2.2' } as const;
  const roleIn = (owned: Owned): string | null => owned[role];
  const roleOf = (owned: Owned, to: To) => (to.role ?? roleIn(owned)) as By;
  const isAnother: Guard<Owned, OwnerFacts, HandOver> = {
    code: 'owner-is-the-same',
    field: 'to',
    da: 'Sagen er der allerede.',
    en: 'The case is there already.',
    source: 'domain.md 2.2',
    refuses: (owned, _, { to }) =>
      roleOf(owned, to) === roleIn(owned) &&
      (to.person ?? null) === owned.assignedPerson &&
      (to.team ?? (to.person === undefined ? null : owned.assignedTeam)) === owned.assignedTeam,
  };
  /** Somebody has it who is there. */
  const found = ({ ownerMissingSince, ownerFoundOn }: OwnedColumns, { today }: OwnerFacts) => ({
    ownerFoundOn: ownerMissingSince === null ? null : (ownerFoundOn ?? today),
  });
  return {
    take: {
      ...common,
      by,
      requires: [isFree],
      checks: ownerChecks<Owned, OwnerFacts, { person: string }>(
        (owned, _, { person }) => ({ person, role: roleOf(owned, {}) }),
        null,
        by,
      ),
      da: 'Tag sagen',
      en: 'Take the case',
      told: { da: 'En medarbejder tog sagen.', en: 'A member of the staff took the case.' },
      changes: (owned: Owned, facts: OwnerFacts, { person }: { person: string }) => ({
        assignedPerson: person,
        ...found(owned, facts),
      }),
    },
    handOver: {
      ...common,
      by: [...by, ...also, 'team_leader', 'system'] as const,
      checks: [
        isAnother,
        ...ownerChecks<Owned, OwnerFacts, HandOver>(
          (owned, _, { to }) => ({ ...to, role: roleOf(owned, to) }),
          'to/',
          by,
        ),
      ],
      da: 'Giv sagen videre',
      en: 'Hand the case over',
      told: { da: 'Sagen blev givet videre.', en: 'The case was handed over.' },
      changes: (owned: Owned, facts: OwnerFacts, { to, reason }: HandOver) => ({
        ...({ [role]: roleOf(owned, to) } as Record<Column, By>),
        ...ownedBy(to, facts, owned.assignedTeam),
        ...found(owned, facts),
        handOverReason: reason,
      }),
    },
    missOwner: {
      ...common,
      by: ['system'] as const,
      da: 'Sagen har ingen ejer, der er på arbejde',
      en: 'The case has no owner at work',
      changes: (_: Owned, { today }: OwnerFacts) => ({ ownerMissingSince: today, ownerFoundOn: null }),
    },
    findOwner: {
      ...common,
      by: ['system'] as const,
      da: 'Sagen har igen en ejer, der er på arbejde',
      en: 'The case has an owner at work again',
      changes: (_: Owned, { today }: OwnerFacts) => ({ ownerFoundOn: today }),
    },
  };
}
