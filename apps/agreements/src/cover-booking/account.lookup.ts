// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { CLAIM_KINDS } from '#contracts/agreements/agreement';
import type { LocalDate } from '#domain';
import { type CasePage, Cases, type Command, Problem, type Sql } from '#persistence';
import { agreementOf, type VersionInForce, versionGoverning } from '../agreement/agreement.lookup.js';
import { seesCaps } from '../agreement/sees-caps.js';
import { ALL, type Booked, capOf, coveredUntil, coverOf, isCovered, NO_DAYS, type Request } from './cover.js';
import type { CapView, CommitmentUseView, CoverOfTenancyView, CoverSummaryView } from './cover-booking.dto.js';
import { BY_HAND } from './cover-booking.js';
import { coverBooking } from './cover-booking.kind.js';
import { accountOf } from './cover-booking.lookup.js';
import { ledgerHeader, ledgerLine } from './ledger-csv.js';

const EXPORT_PAGE = 1000;

/** What landlords are not told of, as the scope of the kind has it. */
const UNTOLD = `state <> 'CONFIRMED' and case_kind not in ('${BY_HAND}', 'vacancy')`;

/** The ledger as lines for a spreadsheet. */
const inLines: typeof coverBooking = {
  ...coverBooking,
  view: (row, _, { actor }) => ({ line: ledgerLine(row, seesCaps(actor)) }),
};

/** What is promised by an agreement, and what is reserved, paid and left of it. */
@Injectable()
export class CoverAccount {
  constructor(private readonly cases: Cases) {}

  /** The ledger of an agreement as CSV, newest first, every booking with its cause. */
  async export(agreementRef: string, command: Command): Promise<string> {
    const lines = [ledgerHeader];
    let after: string | undefined;
    do {
      const page: CasePage = await this.cases.list(
        inLines,
        { agreementRef, limit: EXPORT_PAGE, ...(after && { after }) },
        command,
      );
      lines.push(...(page.items as { line: string }[]).map(({ line }) => line));
      after = page.next ?? undefined;
    } while (after);
    // The byte order mark tells spreadsheets that it is UTF-8.
    return `\uFEFF${lines.join('\r\n')}\r\n`;
  }

  /** What is promised for one tenancy. @throws Problem 404 for a tenancy that is unknown or outside the caller's scope */
  ofTenancy(tenancyRef: string, command: Command): Promise<CoverOfTenancyView> {
    const { actor, today } = command;
    return this.cases.look(command, async (tx) => {
      const [tenancy] = await tx.query<{ agreement_ref: string; started_on: LocalDate }>(
        `select agreement_ref, started_on from known_tenancies
          where id = $1 and ($2::uuid is null or landlord_ref = $2)`,
        [tenancyRef, actor.landlordRef ?? null],
      );
      if (!tenancy) throw new Problem(404, 'not-found');
      const request = {
        ...{ agreementRef: tenancy.agreement_ref, tenancyRef, dwellingRef: null, vacantFrom: null, ...NO_DAYS },
        commitment: 'move_out_shortfall',
        bookedYear: Number(today.slice(0, 4)),
      } as const;
      const { version, booked } = await accountOf(tx, request, today);
      if (!version) throw new Problem(404, 'not-found');
      const { agreementRef, agreementVersion } = version;
      // What is left of the year is the municipality's budget.
      const terms = seesCaps(actor) ? version.terms : { ...version.terms, annualBudgetCapOere: null };
      const told = seesCaps(actor) ? booked : await withoutUntold(tx, request, booked);
      const left = coverOf(request, ALL, { terms, booked: told }).amountOere;
      const startedOn = tenancy.started_on;
      const answer = {
        ...{ tenancyRef, agreementRef, agreementVersion, startedOn },
        coverage: CLAIM_KINDS.map((kind) => ({
          kind,
          coveredBefore: coveredUntil(terms, kind, startedOn),
          isCovered: isCovered(terms, kind, today, startedOn),
        })),
        securitiesOrder: terms.securitiesOrder,
        vacancyIncludesUtilities: terms.vacancyIncludesUtilities,
        recourseAgainstTenant: terms.recourseAgainstTenant,
        shortfallLeftOere: left === ALL.amountOere ? null : left,
      };
      return { answer, about: [tenancyRef] };
    });
  }

  /** What was promised, and what of it is reserved and paid. @throws Problem 404 outside the caller's scope */
  summary(agreementRef: string, command: Command): Promise<CoverSummaryView> {
    return this.cases.look(command, async (tx) => {
      await agreementOf(tx, agreementRef, command);
      const sums = `coalesce(sum(amount_oere) filter (where state = 'RESERVED'), 0)::bigint as "reservedOere",
        coalesce(sum(amount_oere) filter (where state = 'CONFIRMED'), 0)::bigint as "paidOere"`;
      const commitments = await tx.query<CommitmentUseView>(
        `select commitment, count(*) filter (where state in ('RESERVED', 'CONFIRMED')) as bookings, ${sums}
           from cover_booking where agreement_ref = $1 and ($2 or not (${UNTOLD})) group by commitment order by commitment`,
        [agreementRef, seesCaps(command.actor)],
      );
      const used = await tx.query<
        Pick<CapView, 'scope' | 'scopeRef' | 'commitment' | 'reservedOere' | 'paidOere'> & { begun: number[] }
      >(
        `with booked as (select b.*, coalesce(t.agreement_version_at_start, b.agreement_version) as begun
            from cover_booking b left join known_tenancies t on t.id = b.tenancy_ref and t.agreement_ref = b.agreement_ref
           where b.agreement_ref = $1 and b.commitment not in ('vacancy_rent_in', 'vacancy_rent_out') and ($2 or not (${UNTOLD})))
         (select 'tenancy' as scope, tenancy_ref::text as "scopeRef", commitment, array_agg(distinct begun) as begun, ${sums}
            from booked where tenancy_ref is not null group by tenancy_ref, commitment)
         union all
         (select 'year', booked_year::text, 'move_out_shortfall', array_agg(distinct begun), ${sums}
            from booked where commitment = 'move_out_shortfall' group by booked_year)`,
        [agreementRef, seesCaps(command.actor)],
      );
      // By the version under which each tenancy began: the one that governs it today, whichever it was booked by.
      const governing = new Map<number, VersionInForce | undefined>();
      for (const begun of new Set(used.flatMap((one) => one.begun)))
        governing.set(begun, await versionGoverning(tx, agreementRef, begun));
      const newest = (begun: readonly number[]) =>
        begun
          .map((one) => governing.get(one))
          .toSorted((a, b) => (b?.agreementVersion ?? 0) - (a?.agreementVersion ?? 0))[0];
      const found: CapView[] = [];
      for (const { begun, ...one } of used) {
        if (one.scope === 'year' && !seesCaps(command.actor)) continue;
        const terms = newest(begun)?.terms;
        const usedOere = one.reservedOere + one.paidOere;
        const capOere = terms && capOf(one.scope, one.commitment, terms);
        if (capOere === undefined || usedOere === 0) continue;
        found.push({
          ...one,
          capOere,
          leftOere: Math.max(0, capOere - usedOere),
          percent: capOere === 0 ? 100 : Math.floor((usedOere * 100) / capOere),
        });
      }
      const caps = found.toSorted((a, b) => b.percent - a.percent).slice(0, 100);
      const tenancies = caps.flatMap(({ scope, scopeRef }) => (scope === 'tenancy' ? [scopeRef] : []));
      return { answer: { agreementRef, commitments, caps }, about: [agreementRef, ...new Set(tenancies)] };
    });
  }
}

async function withoutUntold(tx: Sql, { tenancyRef, agreementRef, commitment }: Request, booked: Booked) {
  const [untold] = await tx.query<{ oere: number }>(
    `select coalesce(sum(amount_oere), 0)::bigint as oere from cover_booking
      where tenancy_ref = $1 and agreement_ref = $2 and commitment = $3 and state = 'RESERVED' and ${UNTOLD}`,
    [tenancyRef, agreementRef, commitment],
  );
  return { ...booked, tenancyOere: booked.tenancyOere - untold!.oere };
}
