// SPDX-License-Identifier: MPL-2.0
// Meldinger: which case each kind of report opens, and what adds it to the open one. A landlord need not know how the
// municipality sorts its cases (roadmap H1, N1, N3, U1).
import type { ActionOf, AnyKind } from '#persistence';
import { moveOut } from '../move-out/move-out.kind.js';
import { neighbourComplaint } from '../neighbour-complaint/neighbour-complaint.kind.js';
import { rentArrears } from '../rent-arrears/rent-arrears.kind.js';

interface Opens<K extends AnyKind = AnyKind> {
  kind: K;
  /** Opens a case. */
  action: ActionOf<K>;
  /** Adds to the open case that the refusal with this code names. */
  further?: { action: ActionOf<K>; where: string };
  /** Fields of the report that it reads beside the tenancy's. */
  reads: readonly string[];
}
const opens = <K extends AnyKind>(of: Opens<K>): Opens => of as unknown as Opens;

const ofConduct = opens({
  kind: neighbourComplaint,
  action: 'report',
  further: { action: 'reportFurther', where: 'further-report-goes-to-the-open-case' },
  reads: ['from', 'categories', 'happenedOn'],
});
const ofLeaving = { kind: moveOut, action: 'report' } as const;

export const reportKinds = {
  missing_rent: opens({
    kind: rentArrears,
    action: 'report',
    further: { action: 'reportFurtherRent', where: 'further-rent-goes-to-the-open-case' },
    reads: ['amountOere', 'rentDueOn'],
  }),
  concern: ofConduct,
  complaint: ofConduct,
  moving_out: opens({ ...ofLeaving, reads: ['noticeOn', 'movedOutOn'] }),
  abandoned: opens({ ...ofLeaving, reads: ['movedOutOn'] }),
} as const;

export type ReportKind = keyof typeof reportKinds;
