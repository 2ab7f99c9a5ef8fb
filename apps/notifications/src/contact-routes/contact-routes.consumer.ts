// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsArray, IsObject } from 'class-validator';
import { Reference } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import { type IncomingMessage, OnMessage } from '#messaging';
import { forget, keepNewest, type Sql } from '#persistence';

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
    const { landlordRef, singleEntryPoint, landlordContacts } = data;
    const known = { landlordRef, singleEntryPoint, landlordContacts };
    await keepNewest(tx, 'contact_routes', { id: key, version: caseVersion, ...known });
  }

  async erased({ key }: IncomingMessage<null>, tx: Sql): Promise<void> {
    await forget(tx, 'contact_routes', key);
  }
}
