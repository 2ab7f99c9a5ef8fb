// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '#domain';
import type { Sql } from '#persistence';
import { type Chain, DAYS_BETWEEN, type Figure, type Happening, nextFigure, SERIES, type Series } from './figures.js';

/** Something to count, as it was heard last. */
export interface HeardFigure {
  series: Series;
  /** The case it is about. */
  id: string;
  version: number;
  /** Null: not known to be under an agreement yet. */
  agreementRef: string | null;
  subjectRef: string;
  happenedOn: LocalDate;
  measure: number | null;
}

/** What was heard of other services' cases, counted for the follow-up of each agreement. */
@Injectable()
export class Figures {
  /** The newest version wins; what is published stays as it was published. */
  async remember(tx: Sql, { series, id, version, ...heard }: HeardFigure): Promise<void> {
    await tx.query(
      `insert into known_figure as known (series, id, version, agreement_ref, subject_ref, happened_on, measure)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (series, id) do update set version = excluded.version, agreement_ref = excluded.agreement_ref,
         happened_on = excluded.happened_on, measure = excluded.measure
       where known.version < excluded.version and known.published_in is null`,
      [series, id, version, heard.agreementRef, heard.subjectRef, heard.happenedOn, heard.measure],
    );
  }

  /** A case that its owner erased; a number that was published stays. */
  async forget(tx: Sql, id: string): Promise<void> {
    await tx.query('delete from known_figure where id = $1', [id]);
  }

  /**
   * Publishes for a meeting what at least five cases are behind, and withholds the rest for the next one. Once for each
   * meeting: the numbers are kept with it.
   * @param since first day in force of the agreement
   * @returns none where the last figures of the agreement were published a few days ago
   */
  async publish(
    tx: Sql,
    { agreementRef, meetingRef, since }: { agreementRef: string; meetingRef: string; since: LocalDate },
    today: LocalDate,
  ): Promise<Figure[]> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [agreementRef]);
    const [recent] = await tx.query(
      `select 1 from meeting
        where agreement_ref = $1 and jsonb_array_length(agenda->'figures') > 0 and agenda->>'preparedOn' > $2::text limit 1`,
      [agreementRef, addDays(today, -DAYS_BETWEEN)],
    );
    if (recent) return [];
    // The ledger is our own: what was paid is counted as it lies there.
    await tx.query(
      `insert into known_figure as known (series, id, version, agreement_ref, subject_ref, happened_on, measure)
       select 'money_paid_oere', id, version, agreement_ref, coalesce(tenancy_ref, dwelling_ref, case_ref), booked_on, amount_oere
         from cover_booking where agreement_ref = $1 and state = 'CONFIRMED'
       on conflict (series, id) do update set version = excluded.version, measure = excluded.measure
         where known.version < excluded.version and known.published_in is null`,
      [agreementRef],
    );
    const chains = await tx.query<Chain & { series: Series }>(
      'select series, next_from as "from", total from published_span where agreement_ref = $1',
      [agreementRef],
    );
    const figures: Figure[] = [];
    for (const series of Object.keys(SERIES) as Series[]) {
      const before = chains.find((chain) => chain.series === series) ?? { from: since, total: null };
      // Locked, and marked by id: what is heard of in this moment waits, and is neither lost nor counted twice.
      const waiting = await tx.query<Happening & { id: string }>(
        `select id, subject_ref as "subjectRef", happened_on as "happenedOn", measure from known_figure
          where agreement_ref = $1 and series = $2 and published_in is null for update`,
        [agreementRef, series],
      );
      const { figure, counted, chain } = nextFigure(series, before, waiting, today);
      figures.push(figure);
      if (figure.value === null) continue;
      await tx.query('update known_figure set published_in = $3 where series = $1 and id = any($2)', [
        series,
        counted.map(({ id }) => id),
        meetingRef,
      ]);
      await tx.query(
        `insert into published_span (agreement_ref, series, next_from, total) values ($1, $2, $3, $4)
         on conflict (agreement_ref, series) do update set next_from = excluded.next_from, total = excluded.total`,
        [agreementRef, series, chain.from, chain.total],
      );
    }
    return figures;
  }
}
