// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { byTheRules, Cases, refusalOf } from '#persistence';
import { tenancy } from '../tenancy/tenancy.kind.js';
import { tenancyIsThere } from './move-in-inspection.js';
import { moveInInspection } from './move-in-inspection.kind.js';

@Injectable()
export class MoveInInspectionFlows {
  constructor(cases: Cases) {
    /** Whoever strikes the tenancy at that moment sees the inspection, or is seen. */
    cases.follow(moveInInspection, ['plan'], async ({ row: { tenancyRef }, command }) => {
      const [known] = await command.tx.query<{ state: string }>('select state from tenancy where id = $1 for share', [
        tenancyRef,
      ]);
      if (known?.state === 'STRUCK') throw refusalOf(tenancyIsThere);
    });
    /** Nobody moves in by a tenancy that there is not. */
    cases.follow(tenancy, ['strike'], async ({ row, input: { what }, command }) => {
      if (what !== 'start') return;
      const planned = await command.tx.query<{ id: string }>(
        `select id from move_in_inspection where tenancy_ref = $1 and state not in ('CANCELLED', 'STRUCK')`,
        [row.id],
      );
      for (const { id } of planned) await cases.act(moveInInspection, 'loseTenancy', id, byTheRules(command));
    });
  }
}
