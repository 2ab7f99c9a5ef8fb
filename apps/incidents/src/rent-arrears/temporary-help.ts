// SPDX-License-Identifier: MPL-2.0
// Midlertidig huslejehjælp: asked for here, decided in referrals (roadmap H5; domain.md 5.5, 5.6). The landlord is not told.
import { type Guard, helpDecisionDueOn, type LocalDate, type Oere } from '#domain';
import type { Help, RentArrears, RentArrearsFacts } from './case.js';
import { runningUntil } from './demand-notice.js';

// --- Guards ---

export const tenancyIsMatched: Guard<RentArrears, RentArrearsFacts> = {
  code: 'tenancy-is-not-known-yet',
  da: 'Lejemålet er ikke kendt endnu, så der kan ikke søges hjælp i sagen.',
  en: 'The tenancy is not known yet, so help cannot be asked for in this case.',
  source: 'domain.md 5.5',
  refuses: ({ agreementRef }) => agreementRef === null,
};

/** An answer of the benefits office to another application than the newest changes nothing. */
export const answersTheNewestApplication: Guard<RentArrears, RentArrearsFacts, { helpRef: string }> = {
  code: 'answer-is-not-to-the-newest-application',
  da: 'Svaret gælder ikke sagens seneste ansøgning om hjælp.',
  en: 'The answer is not to the newest application of the case.',
  source: 'domain.md 13.3',
  refuses: ({ help }, _, { helpRef }) => help?.helpRef !== helpRef,
};

// --- Decisions ---

/** A refused application does not block a later one: each has a reference of its own. */
export const applyForHelp = (helpRef: string, arrears: RentArrears, { today, slas }: RentArrearsFacts): Help => ({
  helpRef,
  status: 'asked',
  appliedOn: today,
  decisionDueOn: helpDecisionDueOn(today, runningUntil(arrears), null, slas ?? undefined),
  payOn: null,
  paidOere: 0,
});

/** A demand that reaches the tenant later may only shorten the time for the decision (domain.md 13.1). */
export const shortenHelpDecision = (help: Help | null, expiresOn: LocalDate | null): Help | null =>
  help?.status === 'asked' && expiresOn
    ? { ...help, decisionDueOn: helpDecisionDueOn(help.appliedOn, expiresOn, help.decisionDueOn) }
    : help;

/** The case ended without it: what is not paid yet is no longer needed. */
export const withdrawHelp = (help: Help | null): Help | null =>
  help && (help.status === 'asked' || help.status === 'granted') ? { ...help, status: 'withdrawn' } : help;

/** What referrals tells of the application. */
export interface HelpAnswer {
  helpRef: string;
  payOn: LocalDate | null;
  /** Paid to the landlord so far, in all. */
  paidOere: Oere;
  paidOn: LocalDate | null;
  /** Nothing more will be paid. */
  isComplete: boolean;
}

/**
 * What an answer asks of the case as it stands; undefined: nothing, since it is to an older application or is known
 * already. Help that was paid is recorded whatever has become of the case.
 * @param stateThere the state of the application at referrals
 */
export function heardOfHelp(
  { state, help, closedAt }: Pick<RentArrears, 'state' | 'help'> & { closedAt: Date | null },
  { helpRef, paidOere }: HelpAnswer,
  stateThere: string,
): 'grantHelp' | 'refuseHelp' | 'giveUpHelp' | 'recordHelpPaid' | 'recordHelpPaidTwice' | undefined {
  if (help?.helpRef !== helpRef) return undefined;
  if (paidOere > help.paidOere) return closedAt ? 'recordHelpPaidTwice' : 'recordHelpPaid';
  if (stateThere === 'GRANTED' && state === 'HELP_PENDING') return 'grantHelp';
  if (stateThere !== 'REFUSED' && stateThere !== 'WITHDRAWN') return undefined;
  return state === 'HELP_PENDING' ? 'refuseHelp' : state === 'HELP_GRANTED' ? 'giveUpHelp' : undefined;
}
