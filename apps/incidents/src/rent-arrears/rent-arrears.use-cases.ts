// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { addDays, type LocalDate, Refusal } from '#domain';
import { type Answer, CaseStore, type Command, type CommandInTransaction, type Decision, Sweeper } from '#persistence';
import { IncidentsConfig } from '../incidents.config.js';
import type { Facts, RentArrears } from './case.js';
import * as decide from './decisions.js';
import { nextStep } from './next-step.js';
import type {
  AgreeInstalmentPlan,
  ConfirmTenantPaid,
  IssueDemand,
  RecordContact,
  RegisterDemandDelivery,
  ReportFurtherRent,
  ReportOtherProblems,
  ReportRentArrears,
  WithdrawDemand,
} from './rent-arrears.dto.js';
import { type KnownFacts, viewFor, withSettings } from './rent-arrears.dto.js';
import type { RentArrearsRow } from './rent-arrears.entity.js';
import { rentArrearsCase, rentArrearsWithFees } from './rent-arrears.events.js';
import { nextTimeActionOn } from './rent-arrears.js';
import { scopeOf } from './rent-arrears.queries.js';
import type { HelpAnswer } from './temporary-help.js';

/** One at a time per landlord: the arrival of a tenancy, and the search for the tenancy of a report. */
const matchingLock = (landlordRef: string) => `hashtextextended('match ' || ${landlordRef}::text, 0)`;

@Injectable()
export class RentArrearsUseCases {
  constructor(
    private readonly cases: CaseStore,
    private readonly settings: IncidentsConfig,
    sweeper: Sweeper,
  ) {
    sweeper.add({ kind: rentArrearsCase, runDue: (id, command) => this.passTime(id, command) });
  }

  async report(input: ReportRentArrears, command: Command): Promise<Answer> {
    const reported = {
      landlordRef: command.actor.landlordRef!,
      landlordReference: input.landlordReference ?? null,
      tenancyRef: input.tenancyRef ?? null,
      amountOere: input.amountOere,
      rentDueOn: input.rentDueOn,
    };
    return await this.cases.open<RentArrearsRow, decide.RentArrearsFact, KnownFacts>(
      rentArrearsCase,
      command,
      reported,
      (known) => {
        const opened = decide.report(reported, command.actor.roles, withSettings(known, command.today, this.settings));
        return {
          row: {
            ...opened,
            closedAt: null,
            acknowledgeDeadlineRef: uuidv7(),
            ...follows(opened, command.today),
            // A tenancy that arrives in this moment is looked for once more at once.
            ...(opened.agreementRef === null && { nextDueOn: command.today }),
          },
          fact: 'opened',
        };
      },
      viewFor(command, this.settings),
    );
  }

  acknowledge(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.acknowledge);
  }

  assign(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.assign);
  }

  recordContactMade(id: string, input: RecordContact, command: Command): Promise<Answer> {
    return this.change(id, command, decide.recordContactMade, input);
  }

  recordContactFailed(id: string, input: RecordContact, command: Command): Promise<Answer> {
    return this.change(id, command, decide.recordContactFailed, input);
  }

  reportFurtherRent(id: string, input: ReportFurtherRent, command: Command): Promise<Answer> {
    return this.change(id, command, decide.reportFurtherRent, input);
  }

  issueDemand(id: string, input: IssueDemand, command: Command): Promise<Answer> {
    return this.change(id, command, decide.issueDemand, { ...input, demandRef: uuidv4() }, rentArrearsWithFees);
  }

  registerDemandDelivery(id: string, input: RegisterDemandDelivery, command: Command): Promise<Answer> {
    return this.change(id, command, decide.registerDemandDelivery, input);
  }

  withdrawDemand(id: string, input: WithdrawDemand, command: Command): Promise<Answer> {
    return this.change(id, command, decide.withdrawDemand, input);
  }

  confirmTenantPaid(id: string, input: ConfirmTenantPaid, command: Command): Promise<Answer> {
    return this.change(id, command, decide.confirmTenantPaid, input);
  }

  waiveLatePayment(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.waiveLatePayment);
  }

  insistOnTermination(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.insistOnTermination);
  }

  consentToInstalmentPlan(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.consentToInstalmentPlan);
  }

  agreeInstalmentPlan(id: string, input: AgreeInstalmentPlan, command: Command): Promise<Answer> {
    return this.change(id, command, decide.agreeInstalmentPlan, { ...input, planRef: uuidv4() });
  }

  requestHelp(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.requestHelp, { helpRef: uuidv7() });
  }

  terminate(id: string, command: Command): Promise<Answer> {
    return this.change(id, command, decide.terminate);
  }

  reportOtherProblems(id: string, input: ReportOtherProblems, command: Command): Promise<Answer> {
    return this.change(id, command, decide.reportOtherProblems, input);
  }

  /**
   * What referrals tells of an application for help. An answer to an older application, and one that says what is known
   * already, changes nothing; help that was paid is recorded whatever has become of the case.
   */
  async hearOfHelp(id: string, answer: HelpAnswer, state: string, command: CommandInTransaction): Promise<void> {
    const [known] = await command.tx.query<{ state: string; help: RentArrears['help']; closed: boolean }>(
      'select state, help, closed_at is not null as closed from rent_arrears where id = $1 for update',
      [id],
    );
    if (!known?.help || known.help.helpRef !== answer.helpRef) return;
    const { help, closed } = known;
    const act = (action: string, decision: Change<HelpAnswer>) =>
      this.change(id, { ...command, action: `rent-arrears.${action}` }, decision, answer);
    if (answer.paidOere > help.paidOere) {
      if (closed) await act('record-help-paid-twice', decide.recordHelpPaidTwice);
      else await act('record-help-paid', decide.recordHelpPaid);
    } else if (state === 'GRANTED' && known.state === 'HELP_PENDING') await act('grant-help', decide.grantHelp);
    else if (['REFUSED', 'WITHDRAWN'].includes(state) && ['HELP_PENDING', 'HELP_GRANTED'].includes(known.state))
      await act('refuse-help', decide.refuseHelp);
  }

  /** A tenancy has become known: reports of its landlord that waited for it are matched. */
  async matchReports(
    landlordRef: string,
    command: CommandInTransaction,
    keepTenancy: () => Promise<void>,
  ): Promise<void> {
    await command.tx.query(`select pg_advisory_xact_lock(${matchingLock('$1')})`, [landlordRef]);
    await keepTenancy();
    const waiting = await command.tx.query<{ id: string }>(
      'select id from rent_arrears where landlord_ref = $1 and agreement_ref is null and closed_at is null order by id',
      [landlordRef],
    );
    for (const { id } of waiting) await this.matchIfKnown(id, command);
  }

  /**
   * What time does to a case, one action at a time. A report and its tenancy that arrive in the same moment do not see one
   * another, so an unmatched case looks for its tenancy once more, and again every day, while none of its landlord arrives.
   */
  private async passTime(id: string, command: CommandInTransaction): Promise<'done' | 'later'> {
    const [due] = await command.tx.query<{ matched: boolean; ours: boolean | null }>(
      `select agreement_ref is not null as matched,
              case when agreement_ref is null then pg_try_advisory_xact_lock(${matchingLock('landlord_ref')}) end as ours
         from rent_arrears where id = $1`,
      [id],
    );
    if (due?.ours === false) return 'later';
    if (!due?.matched && (await this.matchIfKnown(id, { ...command, action: 'rent-arrears.match-tenancy' })))
      return 'done';
    for (const [action, decision] of Object.entries(timeActions))
      if (await this.unlessRefused(id, { ...command, action: `rent-arrears.${action}` }, decision)) return 'done';
    const tomorrow = addDays(command.today, 1);
    await command.tx.query('update rent_arrears set next_due_on = $2 where id = $1', [id, tomorrow]);
    return 'done';
  }

  /** Still unknown, or closed meanwhile: nothing is changed. */
  private matchIfKnown(id: string, command: CommandInTransaction): Promise<boolean> {
    return this.unlessRefused(id, command, decide.matchTenancy);
  }

  /** @returns whether the rules let it happen */
  private async unlessRefused(id: string, command: CommandInTransaction, decision: Change): Promise<boolean> {
    try {
      await this.change(id, command, decision);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  private async change<Input>(
    id: string,
    command: Command,
    decision: Change<Input>,
    input?: Input,
    kind = rentArrearsCase,
  ): Promise<Answer> {
    const { actor, now, today } = command;
    return await this.cases.change<RentArrearsRow, decide.RentArrearsFact, KnownFacts>(
      kind,
      id,
      command,
      scopeOf(actor),
      (row, known): Decision<RentArrearsRow, decide.RentArrearsFact> => {
        const { changes, fact } = decision(row, actor.roles, withSettings(known, today, this.settings), input as Input);
        const after = { ...row, ...changes };
        return { changes: { ...changes, ...(fact === 'closed' && { closedAt: now }), ...follows(after, today) }, fact };
      },
      viewFor(command, this.settings),
    );
  }
}

type Change<Input = void> = (
  row: RentArrears,
  roles: Command['actor']['roles'],
  facts: Facts,
  input: Input,
) => decide.Decided;

/** In this order where several are due. */
const timeActions = {
  'call-stand-in': decide.callStandIn,
  'expire-demand': decide.expireDemand,
  'break-plan': decide.breakPlan,
};

/** What follows from a case as it is: when time acts on it next, and who acts next by when. */
function follows(arrears: RentArrears, today: LocalDate) {
  const next = nextStep(arrears);
  const timeActsOn = nextTimeActionOn(arrears);
  const looksForTenancyOn = next && arrears.agreementRef === null ? addDays(today, 1) : null;
  return {
    nextDueOn: [timeActsOn, looksForTenancyOn].filter((day) => day !== null).toSorted()[0] ?? null,
    nextRole: next?.role ?? null,
    nextBy: next?.by ?? null,
  };
}
