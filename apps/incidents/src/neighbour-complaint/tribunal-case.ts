// SPDX-License-Identifier: MPL-2.0
// Sag ved Huslejenævnet: what may be brought before the rent tribunal, its days, and the conditional year (lejeloven § 154;
// domain.md 6, 8.2, 13.1, 13.3).
import { addDays, dueOn, type Guard, type LocalDate } from '#domain';
import type { CaseDeadline } from '#persistence';
import type { Breach, NeighbourComplaint, NeighbourComplaintFacts, TribunalCase } from './case.js';

type Check<Input> = Guard<NeighbourComplaint, NeighbourComplaintFacts, Input>;
type Asked = Guard<NeighbourComplaint, NeighbourComplaintFacts>;

// --- What is known of it ---

export const newestOf = ({ tribunals }: Pick<NeighbourComplaint, 'tribunals'>): TribunalCase | undefined =>
  tribunals.at(-1);

/** The one that is before the tribunal. */
export const pendingOf = (complaint: Pick<NeighbourComplaint, 'tribunals'>): TribunalCase | undefined => {
  const newest = newestOf(complaint);
  return newest?.decision ? undefined : newest;
};

/** The last day on which the tenancy is conditional: a year after the decision, that day included; null: it never was. */
export const conditionalUntilOf = (tribunal: TribunalCase | undefined): LocalDate | null =>
  tribunal?.decision?.outcome === 'conditional' ? dueOn('CONDITIONAL_END', tribunal.decision.decidedOn) : null;

export const replyDueOnOf = ({ servedOn }: TribunalCase): LocalDate | null =>
  servedOn && dueOn('TRIBUNAL_REPLY', servedOn);

export const decisionExpectedOnOf = (tribunal: TribunalCase): LocalDate | null => {
  const replyDueOn = replyDueOnOf(tribunal);
  return replyDueOn && dueOn('TRIBUNAL_DECISION', replyDueOn);
};

export const appealUntilOf = ({ decision }: TribunalCase): LocalDate | null =>
  decision?.notifiedOn ? dueOn('COURT_APPEAL', decision.notifiedOn) : null;

/** Did the landlord remind the tenant before it? On the same day is not before (domain.md 13.3). */
export const isReminded = (
  { reminders }: Pick<NeighbourComplaint, 'reminders'>,
  { happenedOn }: Pick<Breach, 'happenedOn'>,
): boolean => reminders.some(({ sentOn }) => sentOn < happenedOn);

/** A breach in spite of a reminder that the tribunal has not decided on yet, by a day. */
export function mayBeFiled(
  complaint: Pick<NeighbourComplaint, 'reminders' | 'breaches' | 'tribunals'>,
  filedOn: LocalDate,
): boolean {
  const decidedOn = complaint.tribunals.flatMap(({ decision }) => decision?.decidedOn ?? []).toSorted();
  const since = decidedOn.at(-1);
  return complaint.breaches.some(
    (breach) => breach.happenedOn <= filedOn && (!since || breach.happenedOn > since) && isReminded(complaint, breach),
  );
}

/** The first of its tribunal cases that what is recorded does not bear. */
export const unfoundedOf = (complaint: NeighbourComplaint): TribunalCase | undefined =>
  complaint.tribunals.find(
    ({ filedOn }, no) => !mayBeFiled({ ...complaint, tribunals: complaint.tribunals.slice(0, no) }, filedOn),
  );

// --- Guards ---

const noReminder = {
  code: 'no-reminder-precedes-the-breach',
  da: 'Nævnet kan kun tage stilling til et brud, som er sket efter udlejers påmindelse: en påmindelse dateret før bruddet, og et brud efter nævnets seneste afgørelse og senest den dag, sagen indbringes.',
  en: 'The tribunal decides on a breach in spite of the landlord’s reminder only: a reminder dated before the breach, and a breach after the tribunal’s last decision and no later than the day of filing.',
  source: 'lejeloven § 154, stk. 2; domain.md 13.3',
};
export const reminderPrecedesABreach: Asked = {
  ...noReminder,
  refuses: (complaint, { today }) => !mayBeFiled(complaint, today),
};
export const reminderPrecedesTheFiling: Check<{ filedOn: LocalDate }> = {
  ...noReminder,
  field: 'filedOn',
  refuses: (complaint, { today }, { filedOn }) => filedOn <= today && !mayBeFiled(complaint, filedOn),
};

export const serviceIsNotKnown: Asked = {
  code: 'tribunal-service-is-known',
  da: 'Det er allerede registreret, hvornår lejeren fik sagen fra nævnet.',
  en: 'The day on which the tenant got the tribunal’s case is registered already.',
  source: 'domain.md 8.2',
  refuses: (complaint) => pendingOf(complaint)?.servedOn !== null,
};

export const replyIsNotKnown: Asked = {
  code: 'tribunal-reply-is-known',
  da: 'Lejerens svar til nævnet er allerede registreret.',
  en: 'The tenant’s reply to the tribunal is registered already.',
  source: 'domain.md 8.2',
  refuses: (complaint) => pendingOf(complaint)?.repliedOn !== null,
};

export const isDecided: Asked = {
  code: 'tribunal-has-not-decided',
  da: 'Nævnet har ikke truffet afgørelse.',
  en: 'The tribunal has not decided.',
  source: 'domain.md 6',
  refuses: (complaint) => !newestOf(complaint)?.decision,
};

export const notificationIsNotKnown: Asked = {
  code: 'tribunal-notification-is-known',
  da: 'Det er allerede registreret, hvornår lejeren fik afgørelsen.',
  en: 'The day on which the tenant had the decision is registered already.',
  source: 'domain.md 8.2',
  refuses: (complaint) => !!newestOf(complaint)?.decision?.notifiedOn,
};

export const isNotVerified: Asked = {
  code: 'tribunal-decision-is-verified',
  da: 'Afgørelsen er allerede set på dokumentet.',
  en: 'The decision has been seen on the document already.',
  source: 'domain.md 2',
  refuses: (complaint) => !!newestOf(complaint)?.decision?.verifiedOn,
};

export const conditionsAreTold: Check<{ outcome: string; conditions?: string | undefined }> = {
  code: 'conditions-are-not-told',
  field: 'conditions',
  da: 'Et betinget lejemål har vilkår; andre afgørelser har ikke.',
  en: 'A conditional tenancy has conditions; other decisions have none.',
  source: 'lejeloven § 154, stk. 1, nr. 1',
  refuses: (_, __, { outcome, conditions }) => (outcome === 'conditional') !== (conditions !== undefined),
};

export const yearHasElapsed: Asked = {
  code: 'conditional-year-has-not-elapsed',
  da: 'Lejemålet er betinget til og med {latest}.',
  en: 'The tenancy is conditional until {latest}, that day included.',
  source: 'domain.md 13.1',
  refuses(complaint, { today }) {
    const latest = conditionalUntilOf(newestOf(complaint));
    return latest === null || (today <= latest && { latest });
  },
};

/** Time has closed the case the day after the year; a breach that happened in it is told when the landlord has heard of it. */
export const conditionalYearIsNotLongOver: Asked = {
  code: 'conditional-year-is-over',
  da: 'Et brud på vilkårene kan meldes, mens lejemålet er betinget, og {days} dage derefter.',
  en: 'A breach of the conditions can be reported while the tenancy is conditional, and {days} days after.',
  source: 'domain.md 13.3: a fact that arrives late is recorded',
  refuses(complaint, { today, breachToldWithinDays: days }) {
    if (complaint.state === 'CONDITIONAL') return false;
    const latest = complaint.endedBy === 'year' ? conditionalUntilOf(newestOf(complaint)) : null;
    return (latest === null || today > addDays(latest, days)) && { days };
  },
};

export const breachIsInTheYear: Check<{ happenedOn: LocalDate }> = {
  code: 'breach-is-outside-the-conditional-year',
  field: 'happenedOn',
  da: 'Lejemålet var betinget fra {earliest} til og med {latest}; kun et brud i den tid er et brud på vilkårene.',
  en: 'The tenancy was conditional from {earliest} to {latest}, that day included; only a breach within it breaks the conditions.',
  source: 'lejeloven § 154, stk. 1, nr. 1; domain.md 13.1',
  refuses(complaint, _, { happenedOn }) {
    const newest = newestOf(complaint)!;
    const [earliest, latest] = [newest.decision!.decidedOn, conditionalUntilOf(newest)!];
    return (happenedOn < earliest || happenedOn > latest) && { earliest, latest };
  },
};

// --- Deadlines ---

/** @param state of the complaint */
export function tribunalDeadlines(
  { state, endedBy }: Pick<NeighbourComplaint, 'state' | 'endedBy'>,
  tribunal: TribunalCase,
  worker: CaseDeadline['responsible'],
): CaseDeadline[] {
  const { tribunalRef: of, servedOn, serviceToldOn, repliedOn, decision } = tribunal;
  const all: CaseDeadline[] = [];
  if (servedOn && serviceToldOn)
    all.push(
      {
        // The tenant's own day: whoever helps the tenant is reminded of it.
        ...{ code: 'TRIBUNAL_REPLY', of, dueOn: replyDueOnOf(tribunal)!, setOn: serviceToldOn },
        status: repliedOn ? 'met' : decision ? 'cancelled' : 'set',
        metOn: repliedOn,
        responsible: worker,
      },
      {
        ...{ code: 'TRIBUNAL_DECISION', of, dueOn: decisionExpectedOnOf(tribunal)!, setOn: serviceToldOn },
        status: decision ? 'met' : 'set',
        metOn: decision?.decidedOn ?? null,
        responsible: 'single_entry',
      },
    );
  const appealUntil = appealUntilOf(tribunal);
  if (decision?.notifiedOn && appealUntil)
    all.push({
      ...{ code: 'COURT_APPEAL', of, dueOn: appealUntil, setOn: decision.notifiedOn },
      ...{ status: 'set', metOn: null, responsible: worker },
    });
  const conditionalUntil = conditionalUntilOf(tribunal);
  if (decision && conditionalUntil) {
    const isElapsed = state === 'RESOLVED' && endedBy === 'year';
    all.push({
      ...{ code: 'CONDITIONAL_END', of, dueOn: conditionalUntil, setOn: decision.decidedOn },
      status: isElapsed ? 'met' : state === 'CONDITIONAL' ? 'set' : 'cancelled',
      metOn: isElapsed ? conditionalUntil : null,
      responsible: worker,
    });
  }
  return all;
}
