// SPDX-License-Identifier: MPL-2.0
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { addDays, type LocalDate } from '#domain';
import type { Sql } from '#persistence';
import {
  type Chain,
  DAYS_BETWEEN,
  type Figure,
  type Happening,
  nextFigure,
  SERIES,
  type Series,
  UNKNOWN_HOME,
} from './figures.js';

/** Something to count, as it was heard last. */
export interface HeardFigure {
  series: Series;
  /** The case it is about. */
  id: string;
  version: number;
  /** Null: not known to be under an agreement yet. */
  agreementRef: string | null;
  /** A dwelling or a tenancy, which is counted as its dwelling once that is known. */
  subjectRef: string;
  /** Null: it has not happened, or not after all. */
  happenedOn: LocalDate | null;
  measure: number | null;
  /** Why it is not counted although it happened. */
  ignored: string | null;
}

/** What was heard of other services' cases, counted for the follow-up of each agreement. */
@Injectable()
export class Figures {
  /** The newest version wins; what is published stays as it was published. */
  async remember(tx: Sql, { series, id, version, ...heard }: HeardFigure): Promise<void> {
    await tx.query(
      `insert into known_figure as known (series, id, version, agreement_ref, subject_ref, happened_on, measure, ignored)
       values ($1, $2, $3, $4, coalesce((select dwelling_ref from known_tenancies where id = $5), $5), $6, $7, $8)
       on conflict (series, id) do update set version = excluded.version, agreement_ref = excluded.agreement_ref,
         subject_ref = excluded.subject_ref, happened_on = excluded.happened_on, measure = excluded.measure,
         ignored = excluded.ignored
       where known.version < excluded.version and known.published_in is null`,
      [series, id, version, heard.agreementRef, heard.subjectRef, heard.happenedOn, heard.measure, heard.ignored],
    );
  }

  /** A tenancy was heard of: what was told of it before is about its dwelling. */
  async isTenancyOf(tx: Sql, tenancyRef: string, dwellingRef: string): Promise<void> {
    await tx.query('update known_figure set subject_ref = $2 where subject_ref = $1', [tenancyRef, dwellingRef]);
  }

  /** A case that its owner erased; a number that was published stays. */
  async forget(tx: Sql, id: string): Promise<void> {
    await tx.query('delete from known_figure where id = $1', [id]);
  }

  /** What happened is still counted as that of one home, of which nobody knows whose it was. @returns how many */
  async forgetCitizen(tx: Sql, citizenRef: string): Promise<number> {
    const [found] = await tx.query<{ count: number }>(
      `with scrubbed as (update known_figure set subject_ref = $2 where subject_ref = $1 returning 1)
       select count(*) as count from scrubbed`,
      [citizenRef, uuidv4()],
    );
    return found!.count;
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
       select 'money_paid_oere', b.id, b.version, b.agreement_ref,
              coalesce(t.dwelling_ref, b.dwelling_ref, b.tenancy_ref, $2), b.booked_on, b.amount_oere
         from cover_booking b left join known_tenancies t on t.id = b.tenancy_ref
        where b.agreement_ref = $1 and b.state = 'CONFIRMED'
       on conflict (series, id) do update set version = excluded.version, measure = excluded.measure
         where known.version < excluded.version and known.published_in is null`,
      [agreementRef, UNKNOWN_HOME],
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
          where agreement_ref = $1 and series = $2 and published_in is null and happened_on is not null
            and ignored is null for update`,
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
