// SPDX-License-Identifier: MPL-2.0
/** What time does to a deadline, in the order of precedence: on the last day a warning comes too late. */
export const TIME_STEPS = ['fallDue', 'warnAgain', 'warn', 'escalate1', 'escalate2', 'escalate3'] as const;
export type TimeStep = (typeof TIME_STEPS)[number];
