// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import type { LocalDate } from '#domain';
import { byTheRules, Cases, type CommandInTransaction, refusalOf } from '#persistence';
import { administrationAgreement } from '../administration-agreement/administration-agreement.kind.js';
import { CITIZEN_IS_ERASED, type TenancyRow, tenancy } from './tenancy.kind.js';

@Injectable()
export class TenancyFlows {
  constructor(private readonly cases: Cases) {
    cases.follow(tenancy, ['start', 'strike'], ({ row, before, command }) =>
      this.ofNobodyErased(row, before === null, command),
    );
    cases.follow(tenancy, ['end'], ({ row, input, command }) => this.endAgreements(row.id, input.endedOn, command));
    cases.follow(tenancy, ['strike'], ({ row, input: { what }, command }) =>
      what === 'end' ? this.resumeAgreement(row.id, command) : this.endAgreements(row.id, row.startedOn, command),
    );
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
