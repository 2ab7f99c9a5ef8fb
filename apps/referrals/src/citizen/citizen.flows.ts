// SPDX-License-Identifier: MPL-2.0
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SERVICES } from '#contracts/topics';
import { addDays, copenhagenDate, type LocalDate, readCivilRegistrationNumber } from '#domain';
import {
  type Answer,
  allOf,
  brokenUniqueConstraint,
  byTheRules,
  CaseReader,
  Cases,
  type Command,
  Database,
  Problem,
  refusalOf,
  type Sql,
  SqlScope,
  Sweeper,
  storedKind,
} from '#persistence';
import { BootError } from '#service';
import { ReferralsConfig } from '../referrals.config.js';
import { tenancy } from '../tenancy/tenancy.kind.js';
import {
  type AddressView,
  type AuditorLookView,
  type ChangeCitizen,
  type ErasureView,
  type FoundCitizenView,
  type ListLooks,
  type LookView,
  type PersonView,
  type RegisterCitizen,
  type SearchCitizens,
  TenantPersonView,
  type WithAddressReason,
  type WithPurpose,
} from './citizen.dto.js';
import type { Register } from './citizen.js';
import { CITIZEN_IS_KNOWN, type CitizenRow, citizen } from './citizen.kind.js';
import { nameWords, PARTS, type Person } from './person.js';
import { type IndexEntry, Vault, type WrappedKey } from './vault/vault.js';

/** Who sees a citizen only to visit is not told the number nor the household. */
const DECIDES = ['social_caseworker', 'benefits_caseworker'] as const;

const AN_HOUR_MS = 3_600_000;

@Injectable()
export class CitizenFlows implements OnApplicationBootstrap {
  constructor(
    private readonly cases: Cases,
    private readonly reader: CaseReader,
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly config: ReferralsConfig,
    sweeper: Sweeper,
  ) {
    cases.follow(citizen, ['register', 'change'], ({ row, input, command }) =>
      this.index(row.id, input.index, command.tx),
    );
    cases.follow(citizen, ['erase'], async ({ row, command }) => {
      await command.tx.query('delete from citizen_index where citizen_id = $1', [row.id]);
      const homes = await command.tx.query<{ id: string }>(
        'select id from tenancy where citizen_ref = $1 order by id for update',
        [row.id],
      );
      for (const { id } of homes) {
        await this.cases.act(tenancy, 'forgetTenant', id, byTheRules(command));
        await command.tx.query('select forget_lease_number($1)', [id]);
      }
      await command.tx.query(
        `insert into erasure_receipt (citizen_id, service, done_at, scrubbed) values ($1, 'referrals', $2, $3)`,
        [row.id, command.now, 1 + homes.length],
      );
    });
    this.rotatesWith(sweeper);
  }

  /**
   * Citizens who are locked or found by another key than the current one are locked and indexed anew, one at a time. It is no act on
   * the case: neither version nor log knows of it. When all are, it is looked again after an hour: a process that still has
   * the file of before may have written meanwhile.
   */
  private rotatesWith(sweeper: Sweeper): void {
    let foundNone = false;
    let quietUntil = 0;
    sweeper.add({
      kind: storedKind(citizen),
      due: (_, bind) => {
        if (foundNone) quietUntil = performance.now() + AN_HOUR_MS;
        foundNone = performance.now() >= quietUntil;
        if (!foundNone) return 'false';
        return `c.state = 'KNOWN' and (c.wrapped_by <> ${bind(this.vault.wrapsWith)}
          or not exists (select from citizen_index i where i.citizen_id = c.id and i.kind = 'cpr' and i.key_id = ${bind(this.vault.indexesWith)})
          or exists (select from citizen_index i where i.citizen_id = c.id and i.key_id <> all (${bind(this.vault.indexKeyIds)}::text[])))`;
      },
      runDue: async (id, { tx }) => {
        foundNone = false;
        await this.rotate(id, tx);
        return 'done';
      },
    });
  }

  /** With a file of keys that is not the one of this database the service would work on as if nothing were amiss. */
  async onApplicationBootstrap(): Promise<void> {
    const locked = await this.database.query<{ key: string }>(
      `select distinct wrapped_by as key from citizen where state = 'KNOWN'`,
    );
    const gone = locked.filter(({ key }) => !this.vault.opens(key)).map(({ key }) => `the wrapping key ${key}`);
    const [unfound] = await this.database.query(
      `select 1 from citizen c where state = 'KNOWN' and not exists (
         select from citizen_index i where i.citizen_id = c.id and i.kind = 'cpr' and i.key_id = any ($1)) limit 1`,
      [this.vault.indexKeyIds],
    );
    if (unfound) gone.push('the index key that some are found by');
    if (gone.length) throw new BootError(`VAULT_KEYS lacks ${gone.join(' and ')}: citizens could not be read or found`);
  }

  register(input: RegisterCitizen, command: Command): Promise<Answer> {
    return this.registering(input, command, (id, said) => this.cases.open(citizen, 'register', command, said, { id }));
  }

  /** Locks what is said of a new citizen for whoever opens the case, alone or with others of the citizen. */
  async registering(
    input: RegisterCitizen,
    command: Command,
    open: (id: string, said: Register) => Promise<Answer>,
  ): Promise<Answer> {
    const { person, bornOn } = read(input);
    const id = uuidv7();
    const key = await this.vault.newKey(id);
    const whole: Person = { ...NOTHING, ...person, cpr: person.cpr!, name: person.name! };
    const said = {
      sealed: { ...SEALED_NOTHING, ...(await this.vault.seal(id, key, whole)) },
      index: this.vault.indexOf(whole),
      hasProtectedAddress: whole.address?.protected ?? false,
      bornOn: bornOn!,
      key,
    };
    return await this.unlessKnown(whole, command, () => open(id, said));
  }

  async change(id: string, input: ChangeCitizen, command: Command): Promise<Answer> {
    const { person, bornOn } = read(input);
    const [key] = await this.database.query<WrappedKey>(
      `select data_key as "dataKey", data_key_id as "dataKeyId", wrapped_by as "wrappedBy" from citizen
        where id = $1 and state = 'KNOWN'`,
      [id],
    );
    const said = {
      // Of one that there is not, or no more, the rule says so.
      sealed: key ? await this.vault.seal(id, key, person) : {},
      index: this.vault.indexOf(person),
      ...(person.address && { hasProtectedAddress: person.address.protected }),
      ...(bornOn && { bornOn }),
    };
    return await this.unlessKnown(person, command, () => this.cases.act(citizen, 'change', id, command, said));
  }

  /** Nobody begins a case of the citizen meanwhile: the row is held before it is looked at what is open. */
  erase(id: string, command: Command): Promise<Answer> {
    return this.database.transaction(async (tx) => {
      await tx.query('select from citizen where id = $1 for update', [id]);
      return await this.cases.act(citizen, 'erase', id, { ...command, tx });
    });
  }

  async person(id: string, { purpose }: WithPurpose, command: Command): Promise<PersonView | TenantPersonView> {
    const row = await this.seen(id, { ...command, purpose });
    if (DECIDES.some((role) => command.actor.roles.includes(role))) {
      const person = await this.vault.open(id, row, PARTS);
      return { ...TenantPersonView.of(id, person), cpr: person.cpr, household: person.household };
    }
    return TenantPersonView.of(id, await this.vault.open(id, row, ['name', 'contact', 'address']));
  }

  async address(id: string, { purpose, reason }: WithAddressReason, command: Command): Promise<AddressView> {
    const row = await this.seen(id, { ...command, purpose: `${purpose}:${reason}` });
    const { address } = await this.vault.open(id, row, ['address']);
    return { id, address: address?.text ?? null, hasProtectedAddress: address?.protected ?? false };
  }

  /** Newest first. What is asked for is in nobody's log; that it was, and who was shown, is. */
  async search({ cpr, name, purpose, ...page }: SearchCitizens, asked: Command): Promise<object> {
    const command = { ...asked, purpose };
    const number = cpr === undefined ? [] : [this.vault.indexOf({ cpr: readCivilRegistrationNumber(cpr)!.number })];
    const words = [...number, ...nameWords(name ?? '').map((word) => this.vault.indexOf({ name: word }))];
    const values = words.flatMap((entries, word) => entries.map(({ value }) => ({ value, word })));
    // A word that stands under several keys is one word.
    const hasAll = new SqlScope(
      (bind) => `c.state = 'KNOWN' and c.id in (
        select i.citizen_id from citizen_index i
          join unnest(${bind(values.map(({ value }) => value))}::bytea[], ${bind(values.map(({ word }) => word))}::int[]) w (value, word)
            on w.value = i.value
         group by i.citizen_id having count(distinct w.word) = ${bind(words.length)})`,
    );
    const found = await this.reader.list<CitizenRow, object>(
      storedKind(citizen) as never,
      command,
      allOf(citizen.scope(command.actor, command.today), hasAll),
      {},
      page,
      (row) => row,
    );
    if (!found.items.length) await this.cases.look(command, async () => ({ answer: null, about: [null] }));
    const items = await Promise.all(
      (found.items as CitizenRow[]).map(async (row): Promise<FoundCitizenView> => {
        const { name: shown } = await this.vault.open(row.id, row, ['name']);
        return { id: row.id, name: shown };
      }),
    );
    return { items, next: found.next };
  }

  /** Everything in the log about the citizen and the citizen's cases here, newest first. */
  async looks(id: string, { after, limit }: ListLooks, command: Command): Promise<object> {
    await this.ofAnybody(id, command);
    const entries = await this.database.query<LookView & AuditorLookView & { position: number }>(
      `select a.position, a.at, a.role as by, a.action, nullif(a.purpose, a.action) as purpose, a.changes is not null as changed,
              a.actor_id as "staffId", a.in_stead_of as "inSteadOf"
         from (select * from audit_log
           where case_id = any (array(select $1::uuid
             union all select t.id from tenancy t where t.citizen_ref = $1
             union all select f.id from financing f join tenancy t on t.id = f.tenancy_ref where t.citizen_ref = $1
             union all select f.id from financing f join referral r on r.id = f.referral_ref where r.citizen_ref = $1
             union all select i.id from move_in_inspection i join tenancy t on t.id = i.tenancy_ref where t.citizen_ref = $1
             union all select x.id from rehousing x where x.citizen_ref = $1
             union all select r.id from referral r where r.citizen_ref = $1
             union all select q.id from proposal q join referral r on r.id = q.referral_ref where r.citizen_ref = $1
             union all select p.id from administration_agreement p join tenancy t on t.id = p.tenancy_ref where t.citizen_ref = $1))
           -- Those of these cases, by their index, and not the whole log from its end.
           offset 0) a
        where $2::bigint is null or a.position < $2
        order by a.position desc limit $3`,
      [id, after ?? null, limit + 1],
    );
    const shown = entries.slice(0, limit);
    const isAuditor = command.actor.roles.includes('auditor');
    return {
      items: shown.map(({ position: _, staffId, inSteadOf, ...look }) =>
        isAuditor ? { ...look, staffId, inSteadOf } : look,
      ),
      next: entries.length > limit ? String(shown.at(-1)!.position) : null,
    };
  }

  /** What each service has done of an erasure, and until when a backup may still hold the citizen. */
  async erasure(id: string, command: Command): Promise<ErasureView> {
    const { erasedOn } = await this.ofAnybody(id, command);
    const receipts = await this.database.query<{ service: string; doneAt: Date; scrubbed: number }>(
      `select service, done_at as "doneAt", scrubbed from erasure_receipt where citizen_id = $1`,
      [id],
    );
    const services = SERVICES.map((service) => {
      const { doneAt = null, scrubbed = null } = receipts.find((receipt) => receipt.service === service) ?? {};
      return { service, doneAt, scrubbed };
    });
    const isDone = services.every(({ doneAt }) => doneAt);
    const last = receipts
      .map(({ doneAt }) => copenhagenDate(doneAt))
      .toSorted()
      .at(-1);
    return {
      ...{ id, erasedOn, services, isDone },
      backupsUntil: isDone ? addDays(last!, this.config.BACKUP_RETENTION_DAYS) : null,
    };
  }

  /** For who may ask it of every citizen, without seeing who that is; written to the audit log. @throws Problem 404 */
  private ofAnybody(id: string, command: Command): Promise<{ erasedOn: LocalDate | null }> {
    return this.cases.look(command, async (tx) => {
      const [answer] = await tx.query<{ erasedOn: LocalDate | null }>(
        'select erased_on as "erasedOn" from citizen where id = $1',
        [id],
      );
      if (!answer) throw new Problem(404, 'not-found');
      return { answer, about: [id] };
    });
  }

  /** In the scope, written to the audit log by the statement that reads it. @throws Problem 404, also of one who is erased */
  private async seen(id: string, command: Command): Promise<CitizenRow> {
    const row = await this.cases.row(citizen, id, command);
    if (row.state === 'ERASED') throw new Problem(404, 'not-found');
    return row;
  }

  /** Of two who register the same person at once one is told, by the index, that the other did. That it was told is logged. */
  private async unlessKnown({ cpr }: Partial<Person>, command: Command, act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      if (brokenUniqueConstraint(error) !== 'one_citizen_a_cpr') throw error;
      const [known] = await this.database.query<{ id: string }>(
        `select citizen_id as id from citizen_index where kind = 'cpr' and value = any ($1::bytea[])`,
        [this.vault.indexOf({ cpr: cpr! }).map(({ value }) => value)],
      );
      // Erased at this moment: whoever tries again registers the citizen.
      if (!known) throw new Problem(412, 'version-moved');
      await this.cases.look(command, async () => ({ answer: null, about: [known.id] }));
      const refusal = refusalOf(CITIZEN_IS_KNOWN, { citizenRef: known.id });
      throw refusal.among([refusal]);
    }
  }

  /** What is found by another number or name from now on. */
  private async index(citizenRef: string, entries: readonly IndexEntry[], tx: Sql): Promise<void> {
    const kinds = [...new Set(entries.map(({ kind }) => kind))];
    await tx.query('delete from citizen_index where citizen_id = $1 and kind = any ($2)', [citizenRef, kinds]);
    await tx.query(
      `insert into citizen_index (citizen_id, kind, key_id, value)
       select $1, * from unnest($2::text[], $3::text[], $4::bytea[])`,
      [
        citizenRef,
        entries.map(({ kind }) => kind),
        entries.map(({ keyId }) => keyId),
        entries.map(({ value }) => value),
      ],
    );
  }

  /** Under the current keys, and found under no key that is gone. */
  private async rotate(id: string, tx: Sql): Promise<void> {
    const [row] = await tx.query<CitizenRow>(
      `select data_key as "dataKey", data_key_id as "dataKeyId", wrapped_by as "wrappedBy", cpr, name, address, contact, household
         from citizen where id = $1`,
      [id],
    );
    const { cpr, name } = await this.vault.open(id, row!, ['cpr', 'name']);
    const { dataKey, wrappedBy } = await this.vault.rewrapped(id, row!);
    await tx.query('update citizen set data_key = $2, wrapped_by = $3 where id = $1', [id, dataKey, wrappedBy]);
    await this.index(id, this.vault.indexOf({ cpr, name }), tx);
  }
}

const NOTHING = { address: null, contact: null, household: null };
const SEALED_NOTHING = { cpr: null, name: null, ...NOTHING };

/** As it is kept: the number in its one spelling; what is empty is nothing. */
function read({ cpr, name, address, contact, household }: ChangeCitizen): {
  person: Partial<Person>;
  bornOn?: string;
} {
  const number = cpr === undefined ? undefined : readCivilRegistrationNumber(cpr);
  const person: Partial<Person> = {
    ...(number && { cpr: number.number }),
    ...(name !== undefined && { name }),
    ...(address && { address: { ...address } }),
    ...(contact && { contact: contact.phone || contact.mailbox ? { ...contact } : null }),
    ...(household && { household: { ...household } }),
  };
  return { person, ...(number && { bornOn: number.bornOn }) };
}
