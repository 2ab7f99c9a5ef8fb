// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsArray, IsObject } from 'class-validator';
import { Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, OnMessage } from '#messaging';
import type { Sql } from '#persistence';

class HeardContacts {
  @Reference()
  landlordRef: string;

  @IsObject()
  singleEntryPoint: Record<string, unknown>;

  @IsArray()
  landlordContacts: Record<string, unknown>[];
}

/** Keeps where the parties of an agreement are reached; the newest version wins. */
@Controller()
export class ContactRoutesConsumer {
  @OnMessage(topics.contactsInternal.name, {
    types: [types.contacts.published],
    body: HeardContacts,
    erased: 'erased',
  })
  async published({ key, caseVersion, data }: IncomingMessage<HeardContacts>, tx: Sql): Promise<void> {
    await tx.query(
      `insert into contact_routes (agreement_ref, version, landlord_ref, single_entry, landlord_contacts)
       values ($1, $2, $3, $4::jsonb, $5::jsonb)
       on conflict (agreement_ref) do update
          set version = excluded.version, landlord_ref = excluded.landlord_ref,
              single_entry = excluded.single_entry, landlord_contacts = excluded.landlord_contacts
        where contact_routes.version < excluded.version`,
      [
        key,
        caseVersion,
        data.landlordRef,
        JSON.stringify(data.singleEntryPoint),
        JSON.stringify(data.landlordContacts),
      ],
    );
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await tx.query('delete from contact_routes where agreement_ref = $1', [key]);
  }
}
