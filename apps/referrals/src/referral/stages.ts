// SPDX-License-Identifier: MPL-2.0
// Hurtigspor: who acts in which state of a referral, and until when (domain.md 4.6).
import type { Role } from '#contracts/roles';
import { type AgreedSlas, addWorkingDays, type DeadlineCode, dueOn, type LocalDate } from '#domain';
import type { Referral, ReferralStage } from './case.js';

type State = Referral['state'];

interface Step {
  /** Who acts. */
  role: Role;
  code: DeadlineCode;
  /** The deadline itself is another case's: of the same day as here, or of a day of its own, which is looked up. */
  isElsewhere?: 'same-day' | 'own-day';
}

/** Open states. In the others nobody has to act. */
export const STEPS: Readonly<Partial<Record<State, Step>>> = {
  REGISTERED: { role: 'social_caseworker', code: 'ASSESSMENT' },
  ASSESSED: { role: 'social_caseworker', code: 'OUTLOOK_REQUEST' },
  FINANCING_CHECK: { role: 'benefits_caseworker', code: 'FINANCING_OUTLOOK' },
  READY_TO_MATCH: { role: 'social_caseworker', code: 'MATCH' },
  PROPOSED: { role: 'landlord_admin', code: 'PROPOSAL_ANSWER', isElsewhere: 'same-day' },
  ACCEPTED: { role: 'social_caseworker', code: 'FINANCING_APPLICATION' },
  FINANCING_PENDING: { role: 'benefits_caseworker', code: 'BENEFIT_DECISION', isElsewhere: 'own-day' },
  LEASE_PENDING: { role: 'landlord_admin', code: 'LEASE_SIGNATURE', isElsewhere: 'same-day' },
  /** What is waited for is the first day of the tenancy. */
  MOVE_IN_PLANNED: { role: 'landlord_admin', code: 'KEYS_HANDED_OVER', isElsewhere: 'same-day' },
  MOVED_IN: { role: 'support_worker', code: 'SETTLING_IN' },
};

interface Day {
  today: LocalDate;
  slas: AgreedSlas | null;
}

function stageOf(state: State, { today, slas }: Day, day?: LocalDate): ReferralStage {
  const step = STEPS[state];
  const due = day ?? (step && step.isElsewhere !== 'own-day' ? dueOn(step.code, today, slas ?? undefined) : null);
  return { state, since: today, dueOn: due, leftOn: null };
}

export const firstStages = (day: Day) => ({ state: 'REGISTERED', stages: [stageOf('REGISTERED', day)] }) as const;

/**
 * It goes to another state: what the one before asked for is done.
 * @param due the last day of what it asks for, where it does not follow from the code
 */
export const entered = <To extends State>(
  { stages }: Pick<Referral, 'stages'>,
  state: To,
  day: Day,
  due?: LocalDate,
) => ({
  state,
  stages: [...stages.slice(0, -1), { ...stages.at(-1)!, leftOn: day.today }, stageOf(state, day, due)],
});

/** The last day of a deadline of the referral while it runs; null: it does not. */
export function runsTo({ stages }: Pick<Referral, 'stages'>, code: DeadlineCode): LocalDate | null {
  const { state, dueOn: due } = stages.at(-1)!;
  const step = STEPS[state];
  return step?.code === code && !step.isElsewhere ? due : null;
}

/** Its deadline comes later. */
export const stageDueLater = ({ stages }: Pick<Referral, 'stages'>, _: DeadlineCode, workingDays: number) => ({
  stages: stages.map((stage) =>
    stage.leftOn === null && stage.dueOn ? { ...stage, dueOn: addWorkingDays(stage.dueOn, workingDays) } : stage,
  ),
});

/** Days from the referral to the keys. */
export interface TrackRecord {
  /** How many have moved in. */
  movedIn: number;
  /** Calendar days from referral to keys; null: nobody has moved in. */
  medianDays: number | null;
  longestDays: number | null;
  /** Of those who moved in, how many within the target. */
  withinTarget: number;
}

/** Calendar days from the referral to the keys that are aimed at (domain.md 4.6). */
export const TARGET_DAYS = 21;

export function trackRecord(days: readonly number[]): TrackRecord {
  const sorted = days.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 ? sorted[half] : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  return {
    movedIn: sorted.length,
    medianDays: sorted.length ? median! : null,
    longestDays: sorted.at(-1) ?? null,
    withinTarget: sorted.filter((count) => count <= TARGET_DAYS).length,
  };
}
