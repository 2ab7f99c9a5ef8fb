// SPDX-License-Identifier: MPL-2.0
import type { LocalDate } from '#domain';
import { DateOnly, Form, Mailbox, OneOf, Optional, Part, Parts, Phone, Reference } from '../fields.js';
import { LANDLORD_ROLES, type Role } from '../roles.js';

/** `man-tor 09:00-15:00, fre 09:00-13:00` */
export const OPENING_HOURS =
  /^(man|tir|ons|tor|fre|lør|søn)(-(man|tir|ons|tor|fre|lør|søn))? \d\d:\d\d-\d\d:\d\d(, (man|tir|ons|tor|fre|lør|søn)(-(man|tir|ons|tor|fre|lør|søn))? \d\d:\d\d-\d\d:\d\d){0,6}$/;

/** The municipality's one contact for everything (den ene indgang). */
export class SingleEntryPoint {
  @Mailbox()
  mailbox: string;

  @Phone()
  phone: string;

  @Form(OPENING_HOURS)
  openingHours: string;

  @Optional()
  @Mailbox()
  standInMailbox?: string;

  @Optional()
  @Phone()
  standInPhone?: string;

  /** The stand-in answers from this day … */
  @Optional()
  @DateOnly()
  awayFrom?: LocalDate;

  /** … to this one, both included. */
  @Optional()
  @DateOnly()
  awayTo?: LocalDate;
}

export class LandlordContact {
  @Mailbox()
  mailbox: string;

  @Phone()
  phone: string;

  /** Which of the landlord's roles reads it. */
  @OneOf(LANDLORD_ROLES)
  function: Role;
}

/**
 * Where the two parties of an agreement are reached: role mailboxes and phones, never citizens. The one body with
 * contact data, on a topic that notifications alone reads.
 */
export class ContactsState {
  @Reference()
  agreementRef: string;

  @Reference()
  landlordRef: string;

  @Part(() => SingleEntryPoint)
  singleEntryPoint: SingleEntryPoint;

  @Parts(() => LandlordContact, 50)
  landlordContacts: LandlordContact[];
}
