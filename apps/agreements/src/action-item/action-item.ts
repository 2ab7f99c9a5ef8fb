// SPDX-License-Identifier: MPL-2.0
// Aftalt opgave: what somebody undertook at a follow-up, with a day (roadmap P5; domain.md 3.5).
import type { ActingRole } from '#contracts/roles';
import { type Guard, type LocalDate, rules } from '#domain';

export const ACTION_ITEM_STATES = ['OPEN', 'DONE', 'CANCELLED'] as const;

/** Who may undertake something: each of them has an inbox. */
export const OWNERS = [
  'single_entry',
  'landlord_admin',
  'social_caseworker',
  'benefits_caseworker',
  'support_worker',
  'outreach_team',
  'finance',
  'steering_member',
] as const;
export type Owner = (typeof OWNERS)[number];

export interface ActionItem {
  state: (typeof ACTION_ITEM_STATES)[number];
  agreementRef: string;
  landlordRef: string;
  meetingRef: string | null;
  what: string;
  owner: Owner;
  dueOn: LocalDate;
  doneOn: LocalDate | null;
}

export interface ActionItemFacts {
  today: LocalDate;
  /** Of who asks. */
  roles: readonly ActingRole[];
}

const liesAhead: Guard<ActionItem | null, ActionItemFacts, { dueOn: LocalDate }> = {
  code: 'due-day-has-passed',
  da: 'Opgaven skal have en frist {earliest} eller senere.',
  en: 'The item must be due on {earliest} or later.',
  field: 'dueOn',
  source: 'domain.md 3.5',
  refuses: (_, { today }, { dueOn }) => dueOn < today && { earliest: today },
};

/** A party finishes what it undertook; the one entry point follows up for the municipality. */
const isTheCallers: Guard<ActionItem, ActionItemFacts> = {
  code: 'action-item-is-somebody-elses',
  da: 'Opgaven er ikke din. Den hører til: {owner}.',
  en: 'The item is not yours. It belongs to: {owner}.',
  source: 'P2; domain.md 3.5',
  refuses: ({ owner }, { roles }) => {
    const isOwn = roles.includes(owner) || (owner !== 'landlord_admin' && roles.includes('single_entry'));
    return !isOwn && { owner };
  },
};

const PARTIES_BY = ['single_entry', 'landlord_admin', 'steering_member'] as const;

export const actionItemRules = rules<ActionItem, ActionItemFacts, ActingRole>()({
  agree: {
    from: 'none',
    to: 'OPEN',
    by: PARTIES_BY,
    checks: [liesAhead],
    da: 'Aftal en opgave',
    en: 'Agree an action item',
    told: { da: 'Opgaven blev aftalt.', en: 'The item was agreed.' },
    source: 'P5; domain.md 3.5',
  },
  complete: {
    from: ['OPEN'],
    to: 'DONE',
    by: OWNERS,
    requires: [isTheCallers],
    da: 'Meld opgaven løst',
    en: 'Report the item done',
    told: { da: 'Opgaven blev løst.', en: 'The item was done.' },
    source: 'P5; domain.md 3.5',
  },
  changeDueDate: {
    from: ['OPEN'],
    to: 'same',
    by: PARTIES_BY,
    checks: [liesAhead],
    da: 'Flyt fristen',
    en: 'Change the due date',
    told: { da: 'Fristen blev flyttet til {dueOn}.', en: 'The due date was moved to {dueOn}.' },
    source: 'P5; domain.md 3.5',
  },
  cancel: {
    from: ['OPEN'],
    to: 'CANCELLED',
    by: PARTIES_BY,
    da: 'Aflys opgaven',
    en: 'Cancel the item',
    told: { da: 'Opgaven blev aflyst.', en: 'The item was cancelled.' },
    source: 'domain.md 3.5',
  },
});
