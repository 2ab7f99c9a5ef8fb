// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { CLAIM_KINDS } from '#contracts/agreements/agreement';
import type { LocalDate } from '#domain';
import { type CasePage, Cases, type Command, Database, Problem } from '#persistence';
import { type VersionInForce, versionGoverning, versionNumbered } from '../agreement/agreement.lookup.js';
import { ALL, capOf, coveredUntil, coverOf, isCovered } from './cover.js';
import type { CapView, CommitmentUseView, CoverOfTenancyView, CoverSummaryView } from './cover-booking.dto.js';
import { coverBooking } from './cover-booking.kind.js';
import { bookedOf } from './cover-booking.lookup.js';
import { ledgerHeader, ledgerLine } from './ledger-csv.js';

const EXPORT_PAGE = 1000;

/** The ledger as lines for a spreadsheet. */
const inLines: typeof coverBooking = {
  ...coverBooking,
  view: (row, _, { actor }) => ({ line: ledgerLine(row, !actor.landlordRef) }),
};

/** What is promised by an agreement, and what is reserved, paid and left of it. */
@Injectable()
export class CoverAccount {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
  ) {}

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
  async ofTenancy(tenancyRef: string, { actor, today }: Command): Promise<CoverOfTenancyView> {
    const [tenancy] = await this.database.query<{ agreement_ref: string; at_start: number; started_on: LocalDate }>(
      `select agreement_ref, agreement_version_at_start as at_start, started_on from known_tenancies
        where id = $1 and ($2::uuid is null or landlord_ref = $2)`,
      [tenancyRef, actor.landlordRef ?? null],
    );
    const version = tenancy && (await versionGoverning(this.database, tenancy.agreement_ref, tenancy.at_start));
    if (!version) throw new Problem(404, 'not-found');
    const { terms, agreementRef, agreementVersion } = version;
    const request = {
      ...{ agreementRef, tenancyRef, caseRef: tenancyRef, dwellingRef: null },
      commitment: 'move_out_shortfall',
      bookedYear: Number(today.slice(0, 4)),
    } as const;
    const left = coverOf(request, ALL, terms, await bookedOf(this.database, request)).amountOere;
    const startedOn = tenancy.started_on;
    return {
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
  }

  /** What was promised, and what of it is reserved and paid. @throws Problem 404 outside the caller's scope */
  async summary(agreementRef: string, { actor }: Command): Promise<CoverSummaryView> {
    const [own] = await this.database.query(
      'select 1 from agreement where id = $1 and ($2::uuid is null or shown_to = $2)',
      [agreementRef, actor.landlordRef ?? null],
    );
    const version = own && (await versionGoverning(this.database, agreementRef));
    if (!own) throw new Problem(404, 'not-found');
    const sums = `coalesce(sum(amount_oere) filter (where state = 'RESERVED'), 0)::bigint as "reservedOere",
      coalesce(sum(amount_oere) filter (where state = 'CONFIRMED'), 0)::bigint as "paidOere"`;
    const commitments = await this.database.query<CommitmentUseView>(
      `select commitment, count(*) filter (where state in ('RESERVED', 'CONFIRMED')) as bookings, ${sums}
         from cover_booking where agreement_ref = $1 group by commitment order by commitment`,
      [agreementRef],
    );
    const used = await this.database.query<
      Pick<CapView, 'scope' | 'scopeRef' | 'commitment' | 'reservedOere' | 'paidOere'> & { version: number }
    >(
      `(select 'tenancy' as scope, tenancy_ref::text as "scopeRef", commitment, max(agreement_version) as version, ${sums}
          from cover_booking where agreement_ref = $1 and tenancy_ref is not null group by tenancy_ref, commitment)
       union all
       (select 'year', booked_year::text, 'move_out_shortfall', max(agreement_version), ${sums}
          from cover_booking where agreement_ref = $1 and commitment = 'move_out_shortfall' group by booked_year)`,
      [agreementRef],
    );
    const texts = new Map<number, VersionInForce | undefined>();
    for (const no of new Set(used.map((one) => one.version)))
      texts.set(no, await versionNumbered(this.database, agreementRef, no));
    const caps: CapView[] = [];
    for (const { version: no, ...one } of used) {
      const terms = texts.get(no)?.terms ?? version?.terms;
      const usedOere = one.reservedOere + one.paidOere;
      const capOere = terms && capOf(one.scope, one.commitment, terms);
      if (capOere === undefined || usedOere === 0) continue;
      caps.push({
        ...one,
        capOere,
        leftOere: Math.max(0, capOere - usedOere),
        percent: capOere === 0 ? 100 : Math.floor((usedOere * 100) / capOere),
      });
    }
    return { agreementRef, commitments, caps: caps.toSorted((a, b) => b.percent - a.percent).slice(0, 100) };
  }
}
