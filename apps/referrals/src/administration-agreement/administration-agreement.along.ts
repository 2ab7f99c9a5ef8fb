// SPDX-License-Identifier: MPL-2.0
// What happens to an administration agreement because of another case, in that case's transaction.
import type { LocalDate } from '#domain';
import type { CaseStore, Command, CommandInTransaction, Decision, Sql } from '#persistence';
import type { AdministrationAgreementRow } from './administration-agreement.entity.js';
import { administrationAgreementKind } from './administration-agreement.events.js';
import {
  type AdministrationFact,
  type AdministrationFacts,
  type Condition,
  endWithTenancy,
  lapse,
  offerAsCondition,
} from './administration-agreement.js';

type Known = Omit<AdministrationFacts, 'today'>;
type Decided = Decision<AdministrationAgreementRow, AdministrationFact>;

/**
 * The same person's command on another case: it has neither that case's version nor an answer to remember.
 * @param action `<case-kind>.<action>`
 */
export const along = (
  { idempotency: _, ifMatch: __, ...command }: Command,
  action: string,
  tx: Sql,
): CommandInTransaction => ({ ...command, action, tx });

const noView = () => null;

export async function openAsCondition(cases: CaseStore, condition: Condition, command: CommandInTransaction) {
  await cases.open(
    administrationAgreementKind,
    along(command, 'administration-agreement.offer-as-condition', command.tx),
    condition,
    (known: Known) => ({
      row: {
        ...offerAsCondition(condition, { ...known, today: command.today }),
        closedAt: null,
        nextDueOn: null,
      },
      fact: 'offered',
    }),
    noView,
  );
}

/** The help is no longer needed: what was offered as its condition is off the table. */
export async function lapseConditionOf(cases: CaseStore, financingRef: string, command: CommandInTransaction) {
  const offers = await command.tx.query<{ id: string }>(
    `select id from administration_agreement where financing_ref = $1 and state = 'OFFERED'`,
    [financingRef],
  );
  for (const { id } of offers) await change(cases, id, 'lapse', command, lapse);
}

/** An offer that is a condition stays: the citizen's answer, or the end of the need, decides the help first. */
export async function endAgreementsOf(
  cases: CaseStore,
  tenancyRef: string,
  lastDay: LocalDate,
  command: CommandInTransaction,
) {
  const open = await command.tx.query<{ id: string; state: string }>(
    `select id, state from administration_agreement
      where tenancy_ref = $1 and (state = 'ACTIVE' or (state = 'OFFERED' and basis <> 'condition_of_help'))`,
    [tenancyRef],
  );
  for (const { id, state } of open)
    if (state === 'OFFERED') await change(cases, id, 'lapse', command, lapse);
    else await change(cases, id, 'end-with-tenancy', command, (row, facts) => endWithTenancy(row, lastDay, facts));
}

async function change(
  cases: CaseStore,
  id: string,
  action: string,
  command: CommandInTransaction,
  decide: (row: AdministrationAgreementRow, facts: AdministrationFacts) => Decided,
) {
  await cases.change<AdministrationAgreementRow, AdministrationFact, Known>(
    administrationAgreementKind,
    id,
    along(command, `administration-agreement.${action}`, command.tx),
    {},
    (row, known) => {
      const { changes, fact } = decide(row, { ...known, today: command.today });
      return { changes: { ...changes, closedAt: command.now }, fact };
    },
    noView,
  );
}
