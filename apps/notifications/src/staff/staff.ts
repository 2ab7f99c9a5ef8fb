// SPDX-License-Identifier: MPL-2.0
// Medarbejder: who works in the municipality, in which team, away until when, and who stands in meanwhile (domain.md 2.2).
import { MOST_ABSENCES, MUNICIPAL_ROLES } from '#contracts/notifications/staff';
import type { ActingRole, Role } from '#contracts/roles';
import { addDays, addMonths, type Guard, isOutside, type LocalDate, rules } from '#domain';

/** ANNOUNCED: is in the register and has not signed in yet. */
export const STAFF_STATES = ['ANNOUNCED', 'ACTIVE', 'LEFT'] as const;
const AT_WORK = ['ANNOUNCED', 'ACTIVE'] as const;

export interface Absence {
  absenceRef: string;
  from: LocalDate;
  /** The last day away. */
  to: LocalDate;
  /** `staffId` of who sees and acts meanwhile. */
  standIn: string;
}

export interface Staff {
  state: (typeof STAFF_STATES)[number];
  /** The id of the sign-in. */
  staffId: string;
  name: string | null;
  roles: Role[];
  /** Codes of the teams. */
  teams: string[];
  mailbox: string | null;
  phone: string | null;
  absences: Absence[];
  /** What the last sign-in said of the mailbox, whatever is written in its place since. */
  saidMailbox: string | null;
  /** Of the token that was heeded last; null: none yet. */
  signedInAt: Date | null;
}

/** What matters of somebody who may stand in. */
export type Colleague = Pick<Staff, 'state' | 'staffId' | 'roles' | 'absences'>;

/** Days on which the person stands in for another one. */
export type Duty = Pick<Absence, 'from' | 'to'>;

export interface StaffFacts {
  today: LocalDate;
  /** Who asks. */
  actorId: string;
  roles: readonly ActingRole[];
  teams: readonly string[];
  /** Who is to stand in; null: nobody has that id. Absent where nobody is named. */
  standIn?: Colleague | null;
  /** Absent where it has not been looked up. */
  duties?: readonly Duty[];
}

/** What an access token says. */
export interface SignedIn {
  staffId: string;
  roles: Role[];
  /** Null: it does not say. */
  name: string | null;
  mailbox: string | null;
  issuedAt: Date;
}

export type Announced = Pick<Staff, 'staffId' | 'name' | 'roles' | 'teams' | 'mailbox' | 'phone'>;
type Contact = Partial<Pick<Staff, 'name' | 'roles' | 'teams' | 'mailbox' | 'phone'>>;
type PlannedAbsence = Absence;
type ChangedAbsence = Pick<Absence, 'absenceRef'> & Partial<Absence>;

const SOURCE = 'domain.md 2.2';
/** Days back that an absence may have begun: an illness is registered when somebody has the time. */
const DAYS_BACK = 31;
const MONTHS = 12;

const overlap = (one: Duty, other: Duty) => one.from <= other.to && other.from <= one.to;

/** Does somebody with these roles and teams lead the person? Whom no team has, any team leader may take up. */
export const isLedBy = ({ teams }: Pick<Staff, 'teams'>, { roles, teams: own }: Pick<StaffFacts, 'roles' | 'teams'>) =>
  roles.includes('team_leader') && (teams.length === 0 || teams.some((team) => own.includes(team)));

const isOwnPeople: Guard<Staff, StaffFacts> = {
  code: 'staff-is-of-another-team',
  da: 'Personen er i et andet team. Det kan teamets leder eller it-driften gøre.',
  en: 'The person is in another team. The leader of that team or municipal IT can do it.',
  source: SOURCE,
  refuses: (staff, facts) => !facts.roles.includes('operator') && !isLedBy(staff, facts),
};

const isOwnAbsence: Guard<Staff, StaffFacts> = {
  code: 'absence-is-somebody-elses',
  da: 'Fravær registreres af personen selv eller af lederen af personens team.',
  en: 'Absence is entered by the person or by the leader of the person’s team.',
  source: SOURCE,
  refuses: (staff, facts) => staff.staffId !== facts.actorId && !isLedBy(staff, facts),
};

const hasRoomForAnother: Guard<Staff, StaffFacts> = {
  code: 'too-many-absences',
  da: 'Der kan højst være registreret {most} fravær ad gangen.',
  en: 'At most {most} absences can be entered at a time.',
  source: 'a limit of the system',
  refuses: ({ absences }) => absences.length >= MOST_ABSENCES && { most: MOST_ABSENCES },
};

/** Or a team leader could give himself the sight of every team. */
const teamsAreOwn: Guard<Staff, StaffFacts, Contact> = {
  code: 'team-is-another-leaders',
  field: 'teams',
  da: 'En teamleder flytter kun folk ind i og ud af sine egne team. Andre: {teams}.',
  en: 'A team leader moves people into and out of the own teams only. Others: {teams}.',
  source: SOURCE,
  refuses: (staff, { roles, teams: own }, { teams = staff.teams }) => {
    const moved = [...teams.filter((team) => !staff.teams.includes(team)), ...staff.teams.filter((team) => !teams.includes(team))]; // biome-ignore format: one line
    const others = moved.filter((team) => !own.includes(team));
    return !roles.includes('operator') && others.length > 0 && { teams: others };
  },
};

/** Name and roles are what the sign-in says, from the first one on. */
const saysOtherwise = (field: 'name' | 'roles'): Guard<Staff, StaffFacts, Contact> => ({
  code: `${field === 'name' ? 'name' : 'role'}-is-of-the-sign-in`,
  field,
  da: 'Det kommer fra personens login. Ret det i kommunens brugerkatalog.',
  en: 'It comes from the person’s sign-in. Change it in the municipality’s directory.',
  source: SOURCE,
  refuses: ({ signedInAt }, _, input) => signedInAt !== null && input[field] !== undefined,
});

const rolesAreOfIt: Guard<Staff, StaffFacts, Contact> = {
  code: 'roles-are-given-by-it',
  field: 'roles',
  da: 'Roller for en, der ikke har været logget ind, angives af it-driften.',
  en: 'The roles of somebody who has not signed in are given by municipal IT.',
  source: SOURCE,
  refuses: (_, { roles }, input) => input.roles !== undefined && !roles.includes('operator'),
};

const standsInForNobody: Guard<Staff, StaffFacts> = {
  code: 'person-stands-in-for-somebody',
  da: 'Personen er stedfortræder fra {from} til {to}. Vælg først en anden stedfortræder dér.',
  en: 'The person stands in for somebody from {from} to {to}. First choose another stand-in there.',
  source: SOURCE,
  refuses: (_, { duties = [] }) => duties.map(({ from, to }) => ({ from, to })),
};

const isAtWorkThen: Guard<Staff, StaffFacts, ChangedAbsence> = {
  code: 'person-stands-in-on-these-days',
  field: 'from',
  da: 'Personen er stedfortræder fra {from} til {to}. Vælg først en anden stedfortræder dér.',
  en: 'The person stands in for somebody from {from} to {to}. First choose another stand-in there.',
  source: SOURCE,
  refuses: (staff, { duties = [] }, input) => {
    const absence = absenceAfter(staff, input);
    return absence ? duties.filter((duty) => overlap(duty, absence)).map(({ from, to }) => ({ from, to })) : false;
  },
};

/** The absence as it would be; undefined: there is none of that reference. */
export function absenceAfter({ absences }: Pick<Staff, 'absences'>, input: ChangedAbsence): Absence | undefined {
  const known = absences.find(({ absenceRef }) => absenceRef === input.absenceRef);
  const { absenceRef, from = known?.from, to = known?.to, standIn = known?.standIn } = input;
  return from && to && standIn ? { absenceRef, from, to, standIn } : undefined;
}

const isKnown: Guard<Staff, StaffFacts, Pick<Absence, 'absenceRef'>> = {
  code: 'absence-is-not-known',
  field: 'absenceRef',
  da: 'Personen har intet fravær med den reference, som ikke er forbi.',
  en: 'The person has no absence of that reference that is not over.',
  source: SOURCE,
  refuses: ({ absences }, { today }, input) =>
    !absences.some(({ absenceRef, to }) => absenceRef === input.absenceRef && to >= today),
};

type AbsenceCheck = Guard<Staff, StaffFacts, ChangedAbsence>;

const beginsInItsWindow: AbsenceCheck = {
  code: 'absence-begins-outside-its-window',
  field: 'from',
  da: 'Fravær begynder fra {earliest} til {latest}.',
  en: 'An absence begins from {earliest} to {latest}.',
  source: 'domain.md 2.2, 13.4',
  refuses: (staff, { today }, input) => {
    const absence = absenceAfter(staff, input);
    const before = staff.absences.find(({ absenceRef }) => absenceRef === input.absenceRef);
    if (!absence || absence.from === before?.from) return false;
    return isOutside({ earliest: addDays(today, -DAYS_BACK), latest: addMonths(today, MONTHS) }, absence.from);
  },
};

const endsInItsWindow: AbsenceCheck = {
  code: 'absence-ends-outside-its-window',
  field: 'to',
  da: 'Dette fravær slutter fra {earliest} til {latest}; for længere tid overdrages sagerne.',
  en: 'This absence ends from {earliest} to {latest}; for longer, the cases are handed over.',
  source: 'domain.md 2.2, 13.4',
  refuses: (staff, { today }, input) => {
    const absence = absenceAfter(staff, input);
    if (!absence) return false;
    const { from, to } = absence;
    return isOutside({ earliest: from > today ? from : today, latest: addMonths(from, MONTHS) }, to);
  },
};

const overlapsNone: AbsenceCheck = {
  code: 'absence-overlaps-another',
  field: 'from',
  da: 'Personen er allerede fraværende fra {from} til {to}. Ret det fravær i stedet.',
  en: 'The person is away from {from} to {to} already. Change that absence instead.',
  source: SOURCE,
  refuses: (staff, _, input) => {
    const absence = absenceAfter(staff, input);
    const other =
      absence && staff.absences.find((one) => one.absenceRef !== absence.absenceRef && overlap(one, absence));
    return other ? { from: other.from, to: other.to } : false;
  },
};

const ofStandIn = (
  words: Pick<AbsenceCheck, 'code' | 'da' | 'en'>,
  refuses: (standIn: Colleague | null, staff: Staff, absence: Absence) => ReturnType<AbsenceCheck['refuses']>,
): AbsenceCheck => ({
  ...words,
  field: 'standIn',
  source: SOURCE,
  refuses: (staff, { standIn }, input) => {
    const absence = absenceAfter(staff, input);
    return absence && standIn !== undefined ? refuses(standIn, staff, absence) : false;
  },
});

const standInChecks = [
  ofStandIn(
    {
      code: 'stand-in-is-the-person',
      da: 'En stedfortræder er en anden end den, der er fraværende.',
      en: 'A stand-in is somebody else than who is away.',
    },
    (standIn, { staffId }) => standIn?.staffId === staffId,
  ),
  ofStandIn(
    {
      code: 'stand-in-does-not-work-here',
      da: 'Stedfortræderen er ikke i registret eller er holdt op.',
      en: 'The stand-in is not in the register, or has left.',
    },
    (standIn) => !standIn || standIn.state === 'LEFT',
  ),
  ofStandIn(
    {
      code: 'stand-in-is-away',
      da: 'Stedfortræderen er selv fraværende fra {from} til {to}.',
      en: 'The stand-in is away from {from} to {to}.',
    },
    (standIn, _, absence) => {
      const away = standIn?.absences.find((one) => overlap(one, absence));
      return away ? { from: away.from, to: away.to } : false;
    },
  ),
  ofStandIn(
    {
      code: 'stand-in-lacks-roles',
      da: 'Stedfortræderen mangler: {missing}.',
      en: 'The stand-in lacks: {missing}.',
    },
    (standIn, { staffId, roles }) => {
      if (!standIn || standIn.staffId === staffId) return false;
      const missing = roles.filter((role) => !standIn.roles.includes(role));
      return missing.length > 0 && { missing };
    },
  ),
];

const absenceChecks = [beginsInItsWindow, endsInItsWindow, overlapsNone, isAtWorkThen, ...standInChecks];

const byDay = (absences: readonly Absence[]) => absences.toSorted((one, other) => (one.from < other.from ? -1 : 1));

const saysSomethingNew: Guard<Staff, StaffFacts, SignedIn> = {
  code: 'sign-in-says-nothing-new',
  da: 'Det ved registret allerede.',
  en: 'The register knows that already.',
  source: SOURCE,
  refuses: (staff, _, said) => !isNews(staff, said),
};

/** Is there something to write? A token that was issued before the one that was heeded last is old news. */
export function isNews(staff: Pick<Staff, 'signedInAt' | 'roles' | 'name' | 'saidMailbox'>, said: SignedIn): boolean {
  if (!staff.signedInAt) return true;
  if (said.issuedAt < staff.signedInAt) return false;
  const differs = (is: string | null, was: string | null) => is !== null && is !== was;
  return (
    String(said.roles.toSorted()) !== String(staff.roles.toSorted()) ||
    differs(said.name, staff.name) ||
    differs(said.mailbox, staff.saidMailbox)
  );
}

/** Who may change what is known of the municipality's people. */
const KEEPERS = ['team_leader', 'operator'] as const;
const SYSTEM = ['system'] as const;
/** The one fact of its topic. */
const tells = 'changed';

export const staffRules = rules<Staff, StaffFacts, ActingRole>()({
  announce: {
    from: 'none',
    to: 'ANNOUNCED',
    by: ['operator'],
    tells,
    da: 'Meld en medarbejder, før personen har været logget ind',
    en: 'Announce somebody who has not signed in yet',
    told: { da: 'Personen blev meldt.', en: 'The person was announced.' },
    source: SOURCE,
    opens: (_, announced: Announced) => ({ ...announced, absences: [], saidMailbox: null, signedInAt: null }),
  },
  meet: {
    from: 'none',
    to: 'ACTIVE',
    by: SYSTEM,
    tells,
    da: 'Personen logger ind for første gang',
    en: 'The person signs in for the first time',
    told: { da: 'Personen loggede ind for første gang.', en: 'The person signed in for the first time.' },
    source: SOURCE,
    opens: (_, { staffId, roles, name, mailbox, issuedAt }: SignedIn) => ({
      ...{ staffId, roles, name, mailbox, saidMailbox: mailbox, signedInAt: issuedAt },
      ...{ teams: [], phone: null, absences: [] },
    }),
  },
  signIn: {
    from: STAFF_STATES,
    to: { ANNOUNCED: 'ACTIVE', ACTIVE: 'same', LEFT: 'same' },
    by: SYSTEM,
    checks: [saysSomethingNew],
    tells,
    da: 'Personens login siger noget nyt',
    en: 'The person’s sign-in says something new',
    told: { da: 'Personens login sagde noget nyt.', en: 'The person’s sign-in said something new.' },
    source: SOURCE,
    changes: (staff, _, { roles, name, mailbox, issuedAt }: SignedIn) => ({
      ...{ roles, signedInAt: issuedAt },
      ...(name !== null && { name }),
      ...(mailbox !== null && mailbox !== staff.saidMailbox && { mailbox, saidMailbox: mailbox }),
    }),
  },
  change: {
    from: AT_WORK,
    to: 'same',
    by: KEEPERS,
    requires: [isOwnPeople],
    checks: [teamsAreOwn, saysOtherwise('name'), saysOtherwise('roles'), rolesAreOfIt],
    tells,
    da: 'Ret team og kontaktoplysninger',
    en: 'Change teams and contact data',
    told: { da: 'Team eller kontaktoplysninger blev rettet.', en: 'Teams or contact data were changed.' },
    source: SOURCE,
    changes: (_, __, contact: Contact) => contact,
  },
  deactivate: {
    from: AT_WORK,
    to: 'LEFT',
    by: KEEPERS,
    requires: [isOwnPeople, standsInForNobody],
    tells,
    da: 'Meld personen fratrådt',
    en: 'The person has left',
    told: { da: 'Personen blev meldt fratrådt.', en: 'The person was reported to have left.' },
    source: SOURCE,
    changes: () => ({ absences: [] }),
  },
  reactivate: {
    from: ['LEFT'],
    to: [...AT_WORK],
    by: KEEPERS,
    requires: [isOwnPeople],
    tells,
    da: 'Personen er tilbage',
    en: 'The person is back',
    told: { da: 'Personen kom tilbage.', en: 'The person came back.' },
    source: SOURCE,
    changes: ({ signedInAt }) => ({ state: signedInAt ? ('ACTIVE' as const) : ('ANNOUNCED' as const) }),
  },
  erase: {
    from: ['LEFT'],
    to: 'same',
    by: ['operator'],
    tells,
    da: 'Slet navn og kontaktoplysninger',
    en: 'Erase name and contact data',
    told: { da: 'Navn og kontaktoplysninger blev slettet.', en: 'Name and contact data were erased.' },
    source: 'domain.md 9',
    changes: () => ({ name: null, mailbox: null, phone: null, saidMailbox: null }),
  },
  planAbsence: {
    from: AT_WORK,
    to: 'same',
    by: MUNICIPAL_ROLES,
    requires: [isOwnAbsence, hasRoomForAnother],
    checks: absenceChecks,
    tells,
    da: 'Registrér fravær og stedfortræder',
    en: 'Enter an absence and its stand-in',
    told: { da: 'Et fravær blev registreret.', en: 'An absence was entered.' },
    source: SOURCE,
    changes: ({ absences }, _, absence: PlannedAbsence) => ({ absences: byDay([...absences, absence]) }),
  },
  changeAbsence: {
    from: AT_WORK,
    to: 'same',
    by: MUNICIPAL_ROLES,
    requires: [isOwnAbsence],
    checks: [isKnown, ...absenceChecks],
    tells,
    da: 'Ret fravær eller stedfortræder',
    en: 'Change an absence or its stand-in',
    told: { da: 'Et fravær blev rettet.', en: 'An absence was changed.' },
    source: SOURCE,
    changes: (staff, _, input: ChangedAbsence) => {
      const changed = absenceAfter(staff, input)!;
      const others = staff.absences.filter(({ absenceRef }) => absenceRef !== changed.absenceRef);
      return { absences: byDay([...others, changed]) };
    },
  },
  endAbsence: {
    from: AT_WORK,
    to: 'same',
    by: MUNICIPAL_ROLES,
    requires: [isOwnAbsence],
    checks: [isKnown],
    tells,
    da: 'Personen er tilbage fra fravær, eller det bliver ikke til noget',
    en: 'The person is back from an absence, or it does not happen',
    told: { da: 'Et fravær blev afsluttet.', en: 'An absence was ended.' },
    source: SOURCE,
    // Who comes back today was away until yesterday.
    changes: ({ absences }, { today }, { absenceRef }: Pick<Absence, 'absenceRef'>) => ({
      absences: absences.flatMap((one) =>
        one.absenceRef !== absenceRef ? [one] : one.from < today ? [{ ...one, to: addDays(today, -1) }] : [],
      ),
    }),
  },
  /** When somebody was away is nobody's business once it is over. */
  forgetAbsence: {
    from: STAFF_STATES,
    to: 'same',
    by: SYSTEM,
    tells,
    da: 'Fraværet er forbi',
    en: 'The absence is over',
    told: { da: 'Et fravær er forbi.', en: 'An absence is over.' },
    source: 'domain.md 2.2, 9',
    due: ({ absences }) => absences.map(({ to }) => addDays(to, 1)).toSorted()[0] ?? null,
    changes: ({ absences }, { today }) => ({ absences: absences.filter(({ to }) => to >= today) }),
  },
});
