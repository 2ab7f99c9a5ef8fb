// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { CLAIM_KINDS } from '#contracts/agreements/agreement';
import type { LocalDate, Oere } from '#domain';
import { type Actor, type Answer, CaseReader, type Command, Database, Problem, type Scope } from '#persistence';
import { AgreementTexts, type VersionInForce } from '../agreement/agreement.texts.js';
import { usedOf } from './booked.lookup.js';
import { type CommitmentKind, coveredUntil, isCovered, shortfallLeft } from './cover.js';
import {
  type CapView,
  type CommitmentUseView,
  type CoverOfTenancyView,
  type CoverSummaryView,
  type ListCoverBookings,
  viewFor,
} from './cover-booking.dto.js';
import type { CoverBookingRow } from './cover-booking.entity.js';
import { coverBookingKind } from './cover-booking.events.js';
import { ledgerHeader, ledgerLine } from './ledger-csv.js';

/** Finance and single entry: the whole ledger. Landlord: bookings of the own agreements. */
export function scopeOf({ roles, landlordRef }: Actor): Scope<CoverBookingRow> {
  if (landlordRef) return { landlordRef };
  return ['finance', 'single_entry', 'system'].some((role) => (roles as string[]).includes(role)) ? {} : 'nothing';
}

const EXPORT_PAGE = 1000;

@Injectable()
export class CoverBookingQueries {
  constructor(
    private readonly cases: CaseReader,
    private readonly database: Database,
    private readonly texts: AgreementTexts,
  ) {}

  get(id: string, command: Command): Promise<Answer> {
    return this.cases.get(coverBookingKind, id, command, scopeOf(command.actor), viewFor(command));
  }

  list({ after, limit, count, bookedYear, ...filter }: ListCoverBookings, command: Command): Promise<object> {
    return this.cases.list(
      coverBookingKind,
      command,
      scopeOf(command.actor),
      { ...filter, ...(bookedYear && { bookedYear: Number(bookedYear) }) },
      { after, limit, count },
      viewFor(command),
    );
  }

  history(id: string, command: Command): Promise<object> {
    return this.cases.history(coverBookingKind, id, command, scopeOf(command.actor));
  }

  /** The ledger of an agreement as CSV, newest first, every booking with its cause. */
  async export(agreementRef: string, command: Command): Promise<string> {
    const lines = [ledgerHeader];
    let after: string | undefined;
    do {
      const page = await this.cases.list<CoverBookingRow, null>(
        coverBookingKind,
        command,
        scopeOf(command.actor),
        { agreementRef },
        { limit: EXPORT_PAGE, ...(after && { after }) },
        (row) => ({ line: ledgerLine(row, !command.actor.landlordRef) }),
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
    const version = tenancy && (await this.texts.governing(this.database, tenancy.agreement_ref, tenancy.at_start));
    if (!version) throw new Problem(404, 'not-found');
    const { terms, agreementRef, agreementVersion } = version;
    const about = { agreementRef, tenancyRef, commitment: 'move_out_shortfall', caseRef: tenancyRef } as const;
    const used = await usedOf(this.database, about, Number(today.slice(0, 4)));
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
      shortfallLeftOere: shortfallLeft(terms, used),
    };
  }

  /** What was promised, and what of it is reserved and paid. @throws Problem 404 outside the caller's scope */
  async summary(agreementRef: string, { actor }: Command): Promise<CoverSummaryView> {
    const [own] = await this.database.query(
      'select 1 from agreement where id = $1 and ($2::uuid is null or shown_to = $2)',
      [agreementRef, actor.landlordRef ?? null],
    );
    const version = own && (await this.texts.governing(this.database, agreementRef));
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
      texts.set(no, await this.texts.version(this.database, agreementRef, no));
    const caps: CapView[] = [];
    for (const { version: no, ...one } of used) {
      const terms = texts.get(no)?.terms ?? version?.terms;
      const capOere: Oere | null | undefined =
        one.scope === 'year'
          ? terms?.annualBudgetCapOere
          : terms?.commitments.find(({ kind }: { kind: CommitmentKind }) => kind === one.commitment)?.capOere;
      const usedOere = one.reservedOere + one.paidOere;
      if (capOere == null || usedOere === 0) continue;
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
