// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { byTheRules, Cases, type CommandInTransaction, refusalOf } from '#persistence';
import { ServiceLogger } from '#service';
import { administrationAgreement } from '../administration-agreement/administration-agreement.kind.js';
import { moveOutChecks } from './tenancy.js';
import { CITIZEN_IS_ERASED, type TenancyRow, tenancy } from './tenancy.kind.js';

/** A tenancy, and how it was left by what is known here. */
interface KnownEnd extends Pick<TenancyRow, 'state' | 'startedOn' | 'endedOn' | 'moveOutRef'> {
  leftBy: string | null;
  leftOn: LocalDate | null;
  nextStartsOn: LocalDate | null;
}

@Injectable()
export class TenancyFlows {
  constructor(
    private readonly cases: Cases,
    private readonly logger: ServiceLogger,
  ) {
    cases.follow(tenancy, ['start', 'strike'], ({ row, before, command }) =>
      this.ofNobodyErased(row, before === null, command),
    );
    cases.follow(tenancy, ['end'], ({ row, input, command }) => this.endAgreements(row.id, input.endedOn, command));
    cases.follow(tenancy, ['endByMoveOut'], async ({ row, before, input, command }) => {
      // On another day than was told first: what ended with it ends anew.
      if (before?.state === 'ENDED') await this.resumeAgreement(row.id, command);
      await this.endAgreements(row.id, input.endedOn, command);
    });
    cases.follow(tenancy, ['reopenByMoveOut'], ({ row, command }) => this.resumeAgreement(row.id, command));
    cases.follow(tenancy, ['strike'], async ({ row, input: { what }, command }) => {
      if (what === 'start') return await this.endAgreements(row.id, row.startedOn, command);
      await this.resumeAgreement(row.id, command);
      return await this.followMoveOut(row.id, byTheRules(command));
    });
  }

  /**
   * The tenancy ends on the day of the newest move-out that was not registered in error, and runs on where there is none any
   * more: by what is known of all of them, in whatever order it is heard. What a person has registered stays. A day that
   * cannot be ends nothing; the move-out tells another one, or a person registers the end.
   */
  async followMoveOut(tenancyRef: string, command: CommandInTransaction): Promise<void> {
    const { tx, today } = command;
    const [found] = await tx.query<KnownEnd>(
      `select t.state, t.started_on as "startedOn", t.ended_on as "endedOn", t.move_out_ref as "moveOutRef",
              m.id as "leftBy", m.moved_out_on as "leftOn",
              (select min(o.started_on) from tenancy o where o.dwelling_ref = t.dwelling_ref and o.id <> t.id
                and o.state <> 'STRUCK' and o.started_on > t.started_on) as "nextStartsOn"
         from tenancy t left join lateral (
           select id, moved_out_on from known_move_outs where tenancy_ref = t.id and not is_struck order by id desc limit 1
         ) m on true
        where t.id = $1 for update of t`,
      [tenancyRef],
    );
    if (!found || found.state === 'STRUCK' || (found.state === 'ENDED' && !found.moveOutRef)) return;
    const { state, leftBy: moveOutRef, leftOn: endedOn, nextStartsOn } = found;
    if (!moveOutRef || !endedOn) {
      if (state === 'STARTED') return;
      if (nextStartsOn !== null) this.leave(tenancyRef, 'dwelling-is-let-already');
      else await this.cases.act(tenancy, 'reopenByMoveOut', tenancyRef, command);
      return;
    }
    if (moveOutRef === found.moveOutRef && endedOn === found.endedOn) return;
    const fault = moveOutChecks.find((check) => check.refuses(found, { today, nextStartsOn }, { endedOn }));
    if (fault) this.leave(tenancyRef, fault.code);
    else await this.cases.act(tenancy, 'endByMoveOut', tenancyRef, command, { endedOn, moveOutRef });
  }

  private leave(caseId: string, outcome: string): void {
    this.logger.warn({ caseId, outcome }, 'a tenancy is left as it is, whatever its move-out tells');
  }

  /** The row of the citizen is held: an erasure sees this tenancy, or this sees the erasure. */
  private async ofNobodyErased({ citizenRef, state }: TenancyRow, starts: boolean, { tx }: CommandInTransaction) {
    const [known] = await tx.query<{ state: string }>('select state from citizen where id = $1 for share', [
      citizenRef,
    ]);
    if (known?.state !== 'ERASED' || state === 'STRUCK') return;
    const refusal = refusalOf(CITIZEN_IS_ERASED);
    throw starts ? refusal.among([refusal]) : refusal;
  }

  /**
   * The one that had ended with the tenancy runs on, unless another has been offered since. An offer that lapsed stays
   * lapsed: nobody had answered it, and it can be made again.
   */
  private async resumeAgreement(tenancyRef: string, caused: CommandInTransaction) {
    const ended = await caused.tx.query<{ id: string }>(
      `select id from administration_agreement p where tenancy_ref = $1 and ended_with_tenancy
          and not exists (select from administration_agreement o where o.tenancy_ref = $1 and o.id > p.id)`,
      [tenancyRef],
    );
    for (const { id } of ended)
      await this.cases.act(administrationAgreement, 'reopenWithTenancy', id, byTheRules(caused));
  }

  /** An offer that is a condition stays: the citizen's answer, or the end of the need, decides the help first. */
  private async endAgreements(tenancyRef: string, lastPaidThrough: LocalDate, caused: CommandInTransaction) {
    const command = byTheRules(caused);
    const open = await command.tx.query<{ id: string; state: string }>(
      `select id, state from administration_agreement
        where tenancy_ref = $1 and (state = 'ACTIVE' or (state = 'OFFERED' and basis <> 'condition_of_help'))`,
      [tenancyRef],
    );
    for (const { id, state } of open)
      if (state === 'OFFERED') await this.cases.act(administrationAgreement, 'lapse', id, command);
      else await this.cases.act(administrationAgreement, 'endWithTenancy', id, command, { lastPaidThrough });
  }
}
