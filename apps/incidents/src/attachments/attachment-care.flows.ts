// SPDX-License-Identifier: MPL-2.0
import type { Readable } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { CaseStore, Clock, type CommandInTransaction, Database, type OutboxMessage } from '#persistence';
import { ServiceLogger } from '#service';
import { Clamd, ContentStore, type Spooled, StoreUnavailable, spooled, TooLarge, type VirusScan } from '#storage';
import { IncidentsConfig } from '../incidents.config.js';

interface Stored {
  contentKey: string;
  sha256: string;
  sizeBytes: number;
}

/** The receipt of an erasure: of how many cases something was forgotten. */
export const erasureReceipt = (citizenRef: string, scrubbed: number): OutboxMessage => ({
  topic: topics.incidentsErasures.name,
  key: citizenRef,
  type: types.incidentsErasures.done,
  classification: 'internal',
  body: { citizenRef, scrubbed },
});

/**
 * What happens to contents by and by: those that are nobody's are removed, new ones are looked at for viruses, erasures are told
 * once nothing is left. Each is tried again until it is done, by whichever process comes first. By the real clock.
 */
@Injectable()
export class AttachmentCare implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly scanner: VirusScan | undefined;
  private readonly failures: Counter<'what'>;
  private timer?: NodeJS.Timeout;
  private running?: Promise<void> | undefined;
  private readonly failing = new Set<string>();
  private isAsked = false;
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly store: ContentStore,
    private readonly cases: CaseStore,
    private readonly clock: Clock,
    private readonly config: IncidentsConfig,
    private readonly logger: ServiceLogger,
    registry: Registry,
  ) {
    this.scanner = config.VIRUS_SCAN === 'none' ? undefined : new Clamd(config.scannerAddress());
    this.failures = new Counter({
      name: 'indgang_attachment_failures_total',
      help: 'Contents that were damaged, and looks for viruses and removals that failed and are tried again.',
      labelNames: ['what'],
      registers: [registry],
    });
    const waiting = new Gauge({
      name: 'indgang_attachments_waiting',
      help: 'Attachments that nobody has looked at for viruses yet, and contents that are still to be removed.',
      labelNames: ['what'],
      registers: [registry],
      collect: async () => {
        const [counts] = await database.query<Record<'scan' | 'removal', number>>(
          `select (select count(*) from attachment where state = 'PENDING') as scan,
                  (select count(*) from attachment_content where remove_after <= clock_timestamp() or is_being_removed) as removal`,
        );
        for (const [what, count] of Object.entries(counts ?? {})) waiting.set({ what }, count);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), this.config.SWEEP_EVERY_MS).unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Something is there to be done. */
  wake(): void {
    this.isAsked = true;
    this.running ??= this.run();
  }

  /** The content as it was attached; undefined: it is no longer that, or gone. @throws StoreUnavailable */
  async whole({ contentKey, sha256, sizeBytes }: Stored): Promise<Spooled | undefined> {
    const stored = await this.store.get(contentKey);
    const content = await this.spooled(stored, sizeBytes);
    if (content?.sha256 === sha256) return content;
    await content?.close();
    this.failures.inc({ what: 'damaged' });
    return undefined;
  }

  private async spooled(stored: Readable | undefined, most: number): Promise<Spooled | undefined> {
    try {
      return stored && (await spooled(stored, most));
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw new StoreUnavailable('a content cannot be read', { cause: error });
    } finally {
      stored?.destroy();
    }
  }

  private async run(): Promise<void> {
    while (this.isAsked && !this.isStopped) {
      this.isAsked = false;
      await this.each('removal', () => this.removeOne());
      await this.each('scan', () => this.scanOne());
      await this.each('receipt', () => this.tellOne());
    }
    this.running = undefined;
  }

  /** Until nothing is left or one fails; that one waits for the next round. */
  private async each(what: string, one: () => Promise<boolean>): Promise<void> {
    try {
      while (!this.isStopped && (await one()));
      this.failing.delete(what);
    } catch (error) {
      this.failures.inc({ what });
      // Once an outage.
      if (!this.failing.has(what))
        this.logger.warn(
          { action: `attachment-${what}`, err: error },
          `attachments: ${what} failed and is tried again`,
        );
      this.failing.add(what);
    }
  }

  private async removeOne(): Promise<boolean> {
    const [found] = await this.database.query<{ key: string }>(
      `update attachment_content set is_being_removed = true, remove_after = clock_timestamp() + make_interval(secs => $1)
        where key = (select key from attachment_content where remove_after <= clock_timestamp()
                      order by remove_after limit 1 for update skip locked) returning key`,
      [this.pauseSeconds],
    );
    if (!found) return false;
    await this.store.remove(found.key);
    await this.database.query('delete from attachment_content where key = $1', [found.key]);
    return true;
  }

  private async scanOne(): Promise<boolean> {
    if (!this.scanner) {
      // Whoever has stopped looking for viruses does not want the rest to wait for ever.
      await this.database.query(`update attachment set state = 'AVAILABLE' where state = 'PENDING'`);
      return false;
    }
    const [found] = await this.database.query<Stored & { id: string; kind: string; caseRef: string }>(
      `update attachment set scan_after = clock_timestamp() + make_interval(secs => $1)
        where id = (select id from attachment where scanned_at is null and content_key is not null and scan_after <= clock_timestamp()
                     order by scan_after limit 1 for update skip locked)
       returning id, case_kind as kind, case_ref as "caseRef", content_key as "contentKey", sha256, size_bytes as "sizeBytes"`,
      [this.pauseSeconds],
    );
    if (!found) return false;
    const content = await this.whole(found);
    if (!content) {
      const { id: _, kind: __, caseRef: caseId } = found;
      this.logger.error(
        { action: 'attachment-scan', caseId, reason: 'damaged' },
        'an attachment is not what was attached',
      );
      return true;
    }
    try {
      const isClean = await this.scanner.isClean(content.stream());
      await this.scanned(found, isClean);
    } finally {
      await content.close();
    }
    return true;
  }

  private async scanned({ id, caseRef, kind }: { id: string; caseRef: string; kind: string }, isClean: boolean) {
    await this.database.transaction(async (tx) => {
      const [was] = await tx.query<{ key: string }>(
        'select content_key as key from attachment where id = $1 and content_key is not null for update',
        [id],
      );
      if (!was) return; // withdrawn or erased meanwhile
      await tx.query(
        isClean
          ? `update attachment set state = 'AVAILABLE', scanned_at = clock_timestamp() where id = $1`
          : `update attachment set state = 'INFECTED', scanned_at = clock_timestamp(), ended_at = clock_timestamp(), content_key = null
              where id = $1`,
        [id],
      );
      if (isClean) return;
      await tx.query('update attachment_content set remove_after = clock_timestamp() where key = $1', [was.key]);
      await tx.query(
        `insert into audit_log (actor_id, actor_kind, role, action, case_id, purpose, changes, at)
         values ('virus-scan', 'system', 'system', $1, $2, $1, $3::jsonb, $4::timestamptz)`,
        [`${kind}.find-virus-in-attachment`, caseRef, JSON.stringify({ attachmentRef: id }), this.clock.now()],
      );
      this.isAsked = true; // its content is to be removed
    });
    if (!isClean)
      this.logger.warn({ action: 'attachment-scan', caseId: caseRef, outcome: 'infected' }, 'a virus was found');
  }

  /** An erasure of which nothing is left is told, as the message that asked for it. */
  private tellOne(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [done] = await tx.query<Waiting>(
        `delete from attachment_erasure where citizen_ref =
           (select citizen_ref from attachment_erasure e
             where not exists (select from attachment_content c where c.erased_with = e.citizen_ref)
             limit 1 for update skip locked)
         returning citizen_ref as "citizenRef", case_version as version, scrubbed, correlation_id as "correlationId",
           causation_id as "causationId"`,
      );
      if (!done) return false;
      const { citizenRef, version, scrubbed, correlationId, causationId } = done;
      const command: CommandInTransaction = {
        actor: { id: 'incidents', kind: 'system', roles: ['system'] },
        ...{ action: types.citizen.erased, correlationId, ...(causationId && { causationId }) },
        ...{ now: this.clock.now(), today: this.clock.today(), tx },
      };
      await this.cases.tell(erasureReceipt(citizenRef, scrubbed), version, command);
      return true;
    });
  }

  /** What failed waits so long; so long it is another process's, if that is still at it. */
  private get pauseSeconds(): number {
    return this.config.SWEEP_EVERY_MS / 1000;
  }
}

interface Waiting {
  citizenRef: string;
  version: number;
  scrubbed: number;
  correlationId: string;
  causationId: string | null;
}
