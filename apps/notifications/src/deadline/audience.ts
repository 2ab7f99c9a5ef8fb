// SPDX-License-Identifier: MPL-2.0
// Who hears of a deadline at which step (domain.md 8.1, 8.3).
import type { Role } from '#contracts/roles';
import type { DeadlineCode } from '#domain';
import type { TimeStep } from './time-steps.js';

/** `responsible`: the role that must act. `stand-in`: the same inbox, marked for who stands in. */
export type Hearer = 'responsible' | 'stand-in' | 'steering' | Role;
type Audience = Partial<Record<TimeStep, readonly Hearer[]>>;

const usual: Audience = {
  warn: ['responsible'],
  warnAgain: ['responsible'],
  fallDue: ['responsible'],
  escalate1: ['stand-in'],
  escalate2: ['responsible', 'team_leader'],
  // Aggregated: the agreement, the kind of deadline and the day, and no case.
  escalate3: ['responsible', 'steering'],
};

const withoutEscalation: Audience = { warn: ['responsible'], warnAgain: ['responsible'], fallDue: ['responsible'] };

const bothParties = ['responsible', 'landlord_admin'] as const;
/** Both parties are reminded of it; nobody is late with it. */
const ofBothParties: Audience = { warn: bothParties, warnAgain: bothParties, fallDue: bothParties };

/** Days that are nobody's duty in the municipality: the tenant's, both parties', or information. */
const others: Partial<Record<DeadlineCode, Audience>> = {
  DEMAND_EXPIRY: {
    warn: ['responsible', 'benefits_caseworker'],
    warnAgain: ['responsible', 'benefits_caseworker'],
    fallDue: ['responsible', 'benefits_caseworker', 'landlord_admin'],
  },
  // The landlord's to answer; whoever waits for it asks.
  PROPOSAL_ANSWER: {
    ...usual,
    escalate1: ['responsible', 'social_caseworker'],
  },
  /** The rent runs meanwhile: whoever answers for the municipality calls the landlord. */
  VACANCY_CONFIRM: {
    ...withoutEscalation,
    escalate1: ['responsible', 'single_entry'],
    escalate2: ['responsible', 'single_entry'],
  },
  LEASE_SIGNATURE: {
    ...usual,
    escalate1: ['responsible', 'social_caseworker'],
  },
  /** The landlord's own: who is late may lose claims. Whoever answers for the municipality is told once, and reminds him. */
  SUMMONS_LATEST: { ...withoutEscalation, escalate1: ['responsible', 'single_entry'] },
  REPORT_LATEST: { ...withoutEscalation, escalate1: ['responsible', 'single_entry'] },
  INSPECT_LATEST: { ...withoutEscalation, escalate1: ['responsible', 'single_entry'] },
  CLAIM_LATEST: { ...withoutEscalation, escalate1: ['responsible', 'single_entry'] },
  STATEMENT_DUE: { ...withoutEscalation, escalate1: ['responsible', 'single_entry'] },
  DEFECT_LIST: withoutEscalation,
  TRIBUNAL_REPLY: withoutEscalation,
  TRIBUNAL_DECISION: withoutEscalation,
  COURT_APPEAL: withoutEscalation,
  // domain.md 8.1: landlord and worker, 30 days before and on the day.
  CONDITIONAL_END: ofBothParties,
  AGREEMENT_TERM_END: ofBothParties,
  ALLOCATION_CEILING: ofBothParties,
  AGREEMENT_REVIEW: ofBothParties,
  FOLLOW_UP_MEETING: {
    warn: [...bothParties, 'steering_member'],
    fallDue: [...bothParties, 'steering_member'],
  },
};

const audienceOf = (code: string): Audience => others[code as DeadlineCode] ?? usual;

export const hearersOf = (code: string, step: TimeStep): readonly Hearer[] => audienceOf(code)[step] ?? [];

/** Does anybody hear of it once the day has passed? */
export const escalates = (code: string): boolean => hearersOf(code, 'escalate1').length > 0;
