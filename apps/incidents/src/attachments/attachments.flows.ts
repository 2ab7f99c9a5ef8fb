// SPDX-License-Identifier: MPL-2.0
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import {
  type AnyKind,
  Cases,
  type Command,
  type CommandInTransaction,
  Database,
  Problem,
  refusalOf,
  remember,
  rememberedNow,
  type Sql,
} from '#persistence';
import { type FileBody, ServiceLogger, type TextedFieldError } from '#service';
import { ContentStore, contentTypeOf, FILE_ENDINGS, type FileType, type Spooled, StoreUnavailable } from '#storage';
import { IncidentsConfig } from '../incidents.config.js';
import {
  type Attachment,
  attachmentIsDamaged,
  caseTakesNoAttachments,
  mayWithdraw,
  NAME_FAULTS,
  readFileName,
  seesAttachment,
  tooManyAttachments,
  UNREADABLE,
} from './attachment.js';
import { AttachmentCare } from './attachment-care.flows.js';
import { AttachmentLandlordView, AttachmentMunicipalView } from './attachments.dto.js';

const COLUMNS = `id, state, landlord_ref as "landlordRef", attached_by as "attachedBy", string_to_array(attached_as, ',') as "attachedAs",
  attached_at as "attachedAt", ended_at as "endedAt", scanned_at as "scannedAt", shared_with_landlord as "sharedWithLandlord",
  name, type, size_bytes as "sizeBytes", sha256, content_key as "contentKey"`;

type Stored = Attachment & { contentKey: string | null };
type View = AttachmentMunicipalView | AttachmentLandlordView;

/** Withdrawn ones stay listed: so many for each that there may be. */
const WITH_WITHDRAWN = 4;

/**
 * What is attached to cases. The content goes to the store before the row that shows it, and is noted before it goes there:
 * a crash in between leaves no row without content, and no content that nobody knows of.
 */
@Injectable()
export class AttachmentsFlows {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly store: ContentStore,
    private readonly care: AttachmentCare,
    private readonly config: IncidentsConfig,
    private readonly logger: ServiceLogger,
  ) {}

  /** @throws Problem 404 the case, 415 not what it says, 400 its name, 503 the store is away; Refusal */
  async attach(
    kind: AnyKind,
    caseRef: string,
    file: FileBody,
    share: boolean,
    command: Command,
  ): Promise<{ status: 200 | 201; view: View }> {
    await this.cases.row(kind, caseRef, command);
    const known = await rememberedNow(command, this.database);
    if (known) return { status: known.status, view: await this.again(kind, caseRef, known.body, command) };
    const name = nameOf(file);
    await this.mustBeWhatItSays(file);
    const key = randomBytes(20).toString('hex');
    await this.database.query(
      `insert into attachment_content (key, case_ref, remove_after) values ($1, $2, clock_timestamp() + interval '1 hour')`,
      [key, caseRef],
    );
    try {
      await this.kept(() => this.store.put(key, file.content));
      const { id, status } = await this.recorded(kind, caseRef, { file, share, name, key }, command);
      return { status, view: await this.again(kind, caseRef, { id }, command) };
    } finally {
      // Where it has become nobody's, it need not wait for its hour.
      const left = await this.database.query(
        'update attachment_content set remove_after = clock_timestamp() where key = $1 and remove_after is not null returning 1',
        [key],
      );
      if (left.length || this.config.VIRUS_SCAN !== 'none') this.care.wake();
    }
  }

  /** Newest first. @throws Problem 404 */
  async list(kind: AnyKind, caseRef: string, command: Command): Promise<View[]> {
    await this.cases.row(kind, caseRef, command);
    const all = await this.database.query<Stored>(
      `select ${COLUMNS} from attachment where case_kind = $1 and case_ref = $2 order by id desc`,
      [kind.name, caseRef],
    );
    return all.filter((one) => seesAttachment(command.actor, one)).map((one) => viewFor(one, command));
  }

  /**
   * The content, checked: one that has changed since is never given away.
   * @throws Problem 404, 503 the store is away; Refusal where it has none, or is damaged
   */
  async content(
    kind: AnyKind,
    caseRef: string,
    id: string,
    command: Command,
  ): Promise<{ name: string; type: string; content: Spooled }> {
    // What the reader may not see is unknown, and no look at the case.
    await this.found(kind, caseRef, id, command, this.database);
    await this.cases.row(kind, caseRef, command);
    const read = { ...command, action: `${kind.name}.read-attachment` };
    // Beside the read of the case stands which of its attachments was read.
    const attachment = await this.cases.look(read, async (tx) => {
      const answer = await this.found(kind, caseRef, id, command, tx);
      if (answer.state !== 'AVAILABLE') throw refusalOf(UNREADABLE[answer.state]);
      return { answer, about: [id] };
    });
    const content = await this.kept(() => this.care.whole(attachment as { contentKey: string; sha256: string; sizeBytes: number })); // biome-ignore format: one line
    if (content) return { name: attachment.name!, type: attachment.type, content };
    this.logger.error(
      { action: read.action, caseId: caseRef, reason: 'damaged' },
      'an attachment is not what was attached',
    );
    throw refusalOf(attachmentIsDamaged);
  }

  /** @throws Problem 404, 403; Refusal where it is erased */
  async withdraw(kind: AnyKind, caseRef: string, id: string, command: Command): Promise<View> {
    await this.cases.row(kind, caseRef, command);
    const known = await rememberedNow(command, this.database);
    if (known) return await this.again(kind, caseRef, known.body, command);
    await this.remembering(command, async (tx) => {
      const attachment = await this.found(kind, caseRef, id, command, tx, true);
      if (attachment.state === 'ERASED') throw refusalOf(UNREADABLE.ERASED);
      if (attachment.state !== 'WITHDRAWN') {
        if (!mayWithdraw(command.actor, attachment)) throw new Problem(403, 'wrong-role');
        await tx.query(
          `update attachment set state = 'WITHDRAWN', ended_at = $2, name = null, content_key = null where id = $1`,
          [id, command.now],
        );
        await tx.query('update attachment_content set remove_after = clock_timestamp() where key = $1', [
          attachment.contentKey,
        ]);
        await noted(kind.name, 'withdraw-attachment', caseRef, { attachmentRef: id }, command, tx);
      }
      await remember(command, { status: 200, body: { id }, version: 1 }, tx);
    });
    this.care.wake();
    return await this.again(kind, caseRef, { id }, command);
  }

  /**
   * What is attached to these cases goes with the citizen: name and checksum at once, the content as soon as the store lets go
   * of it. In the transaction of the message.
   * @returns the cases that had any, and whether contents are left to be removed
   */
  async erase(
    caseRefs: readonly string[],
    citizenRef: string,
    { tx, now }: CommandInTransaction,
  ): Promise<{ cases: string[]; isLeft: boolean }> {
    for (const caseRef of caseRefs.toSorted()) await alone(caseRef, tx);
    await tx.query('insert into attachment_closed_case select unnest($1::uuid[]) on conflict do nothing', [caseRefs]);
    const erased = await tx.query<{ caseRef: string }>(
      `update attachment set state = 'ERASED', name = null, sha256 = null, content_key = null, ended_at = coalesce(ended_at, $2)
        where case_ref = any ($1) and state <> 'ERASED' returning case_ref as "caseRef"`,
      [caseRefs, now],
    );
    // What is being received this moment is not anybody's yet, and will not become so.
    const left = await tx.query(
      `update attachment_content set erased_with = $2, remove_after = coalesce(remove_after, clock_timestamp())
        where case_ref = any ($1) returning 1`,
      [caseRefs, citizenRef],
    );
    return { cases: [...new Set(erased.map(({ caseRef }) => caseRef))], isLeft: left.length > 0 };
  }

  /** The erasure is told once the contents are gone: `AttachmentCare` does. */
  async tellErasedLater(
    citizenRef: string,
    scrubbed: number,
    version: number,
    { correlationId, causationId, tx }: CommandInTransaction,
  ): Promise<void> {
    await tx.query(
      `insert into attachment_erasure (citizen_ref, case_version, scrubbed, correlation_id, causation_id)
       values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [citizenRef, version, scrubbed, correlationId, causationId ?? null],
    );
  }

  private async recorded(
    kind: AnyKind,
    caseRef: string,
    { file, share, name, key }: { file: FileBody; share: boolean; name: string; key: string },
    command: Command,
  ): Promise<{ id: string; status: 200 | 201 }> {
    const { id: actor, roles, landlordRef = null } = command.actor;
    const { sha256, size } = file.content;
    const isShared = share && landlordRef === null;
    return await this.remembering(command, async (tx) => {
      await alone(caseRef, tx);
      if ((await tx.query('select 1 from attachment_closed_case where case_ref = $1', [caseRef])).length)
        throw refusalOf(caseTakesNoAttachments);
      const own = await tx.query<{ id: string; isSame: boolean; isThere: boolean }>(
        `select id, content_key is not null and sha256 = $3 and shared_with_landlord = $4 as "isSame", content_key is not null as "isThere"
           from attachment where case_ref = $1 and landlord_ref is not distinct from $2`,
        [caseRef, landlordRef, sha256, isShared],
      );
      const same = own.find(({ isSame }) => isSame);
      const most = this.config.ATTACHMENTS_PER_CASE;
      if (!same && (own.filter(({ isThere }) => isThere).length >= most || own.length >= WITH_WITHDRAWN * most))
        throw refusalOf(tooManyAttachments, { most });
      const [id, status] = same ? ([same.id, 200] as const) : ([uuidv7(), 201] as const);
      if (!same) {
        const taken = await tx.query(
          'update attachment_content set remove_after = null where key = $1 and not is_being_removed returning 1',
          [key],
        );
        if (!taken.length) throw new Problem(503, 'unavailable');
        await tx.query(
          `insert into attachment (id, case_kind, case_ref, landlord_ref, attached_by, attached_as, attached_at, shared_with_landlord,
             name, type, size_bytes, sha256, state, content_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
          [
            ...[id, kind.name, caseRef, landlordRef, actor, roles.join(','), command.now, isShared],
            ...[name, file.type, size, sha256, this.config.VIRUS_SCAN === 'none' ? 'AVAILABLE' : 'PENDING', key],
          ],
        );
        const changes = { attachmentRef: id, type: file.type, sizeBytes: size, sharedWithLandlord: isShared };
        await noted(kind.name, 'attach', caseRef, changes, command, tx);
      }
      await remember(command, { status, body: { id }, version: 1 }, tx);
      return { id, status };
    });
  }

  /** One transaction; of two requests with the same key at the same moment both get the answer of the first. */
  private async remembering<T>(command: Command, work: (tx: Sql) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'idempotency-key-reused') throw error;
      const known = await rememberedNow(command, this.database);
      if (!known) throw error;
      return { ...(known.body as { id: string }), status: known.status } as T;
    }
  }

  /** As it is now: an answer that is remembered holds no name. */
  private async again(kind: AnyKind, caseRef: string, body: unknown, command: Command): Promise<View> {
    return viewFor(await this.found(kind, caseRef, (body as { id: string }).id, command, this.database), command);
  }

  private async found(
    kind: AnyKind,
    caseRef: string,
    id: string,
    { actor }: Command,
    sql: Sql,
    held = false,
  ): Promise<Stored> {
    const [one] = await sql.query<Stored>(
      `select ${COLUMNS} from attachment where id = $1 and case_kind = $2 and case_ref = $3 ${held ? 'for update' : ''}`,
      [id, kind.name, caseRef],
    );
    if (!one || !seesAttachment(actor, one)) throw new Problem(404, 'not-found');
    return one;
  }

  private async mustBeWhatItSays({ content, type }: FileBody): Promise<void> {
    // Whole in memory: one after the other.
    const looking = this.looking.then(async () => contentTypeOf(await content.bytes()));
    this.looking = looking.catch(() => undefined);
    if ((await looking) !== type) throw new Problem(415, 'file-is-not-what-it-says');
  }
  private looking: Promise<unknown> = Promise.resolve();

  private async kept<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.logger.warn({ action: 'attachments', err: error }, 'the store of contents is away');
      throw new Problem(503, 'unavailable');
    }
  }
}

const viewFor = (attachment: Attachment, { actor }: Command): View =>
  (actor.landlordRef === undefined ? AttachmentMunicipalView : AttachmentLandlordView).of(attachment, actor);

/** @throws Problem 400 */
function nameOf({ name, type }: FileBody): string {
  const read = readFileName(name, FILE_ENDINGS[type as FileType]);
  if ('name' in read) return read.name;
  const texts = NAME_FAULTS[read.fault];
  const error: TextedFieldError = { pointer: 'File-Name', code: read.fault, message: '', ...(texts && { texts }) };
  throw new Problem(400, 'invalid-request', {}, [error]);
}

/** One at a time for a case: what is counted, what is the same and what is erased. */
const alone = (caseRef: string, tx: Sql) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('attachments ' || $1::text, 0))`, [caseRef]);

/** In the audit log of the case; of the file neither name nor checksum. */
const noted = (kind: string, action: string, caseRef: string, changes: object, { actor, now }: Command, tx: Sql) =>
  tx.query(
    `insert into audit_log (actor_id, actor_kind, role, action, case_id, purpose, changes, at)
     values ($1, $2, $3, $4, $5, $4, $6::jsonb, $7::timestamptz)`,
    [actor.id, actor.kind, actor.roles.join(','), `${kind}.${action}`, caseRef, JSON.stringify(changes), now],
  );
