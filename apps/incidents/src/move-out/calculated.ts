// SPDX-License-Identifier: MPL-2.0
// What the calculation of a move-out is made of, as the case stands.
import type { CalculatedCase, CalculatedCover } from './calculation/calculation.js';
import { inspectionOf } from './case.js';
import { countingRequest } from './cover.js';
import type { MoveOutRow } from './move-out.kind.js';
import { paymentDueOn, settledInput } from './share.js';
import { vacancyRentOf } from './vacancy-rent.js';

/** Null: there is no statement. The agreement's number is not known here. */
export function calculatedOf(row: MoveOutRow, municipality: string): CalculatedCase | null {
  const settlement = settledInput(row);
  if (settlement === null || row.statementOn === null) return null;
  const rent = vacancyRentOf(row, row);
  return {
    ...{ number: row.number, agreementNumber: null, municipality },
    receivedOn: row.statementOn,
    decisionDueOn: row.state === 'DISPUTED' ? null : row.decisionDueOn,
    ...{ settlement, inspection: inspectionOf(row), cover: coverOf(row) },
    ...{ decidedOn: row.shareApprovedOn, paymentDueOn: paymentDueOn(row), paidOn: row.sharePaidOn },
    vacancy: rent && {
      rent,
      approvedOn: row.vacancyApprovedOn,
      approvedOere: row.vacancyApprovedOn
        ? (countingRequest(row, 'vacancy_rent_out')?.answer?.amountOere ?? null)
        : null,
      paidOn: row.vacancyPaidOn,
    },
  };
}

function coverOf(row: MoveOutRow): CalculatedCover | null {
  const request = countingRequest(row, 'move_out_shortfall');
  if (!request) return null;
  const { amountOere: askedOere, status, answer } = request;
  const said =
    answer === null
      ? ('requested' as const)
      : answer.state === 'RESERVED'
        ? ('reserved' as const)
        : ('refused' as const);
  return {
    ...{ askedOere, status: status === 'paid' ? ('paid' as const) : said },
    ...{ refusal: answer?.refusal ?? null, reservedUntil: answer?.expiresOn ?? null },
  };
}
