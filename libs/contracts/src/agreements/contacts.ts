// SPDX-License-Identifier: MPL-2.0
import { Matches } from 'class-validator';
import type { LocalDate } from '#domain';
import { DateOnly, Form, OneOf, Optional, Part, Parts, Reference } from '../fields.js';
import { LANDLORD_ROLES, type Role } from '../roles.js';

/**
 * RFC 5321 without quoted names and addresses in brackets, which nobody has: capitals, `+` and a Danish letter in the domain
 * are what people have; a dot or a hyphen at the edge of a part is a slip.
 */
const MAILBOX =
  /^(?=[^@]{1,64}@.{1,189}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9æøåäöüÆØÅÄÖÜ]+(-+[A-Za-z0-9æøåäöüÆØÅÄÖÜ]+)*\.){1,6}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
/**
 * Danish numbers have 8 digits, others 7 to 15 with their country's code (E.164); none begins with 0. Spaces or hyphens stand
 * where people put them.
 */
const PHONE =
  /^(\+45[ -]?[1-9]([ -]?[0-9]){7}|\+4[0-46-9]([ -]?[0-9]){5,13}|\+[1-35-9]([ -]?[0-9]){6,14}|[1-9]([ -]?[0-9]){7})$/;

/** A mailbox of a function or team. That it is not a person's own cannot be seen from the text: the agreement's form asks for it. */
export const Mailbox = (): PropertyDecorator =>
  Matches(MAILBOX, {
    context: {
      code: 'not-a-mailbox',
      da: 'Skal være en e-mailadresse, for eksempel indgangen@kommune.dk.',
      en: 'Must be an e-mail address, for example indgangen@kommune.dk.',
    },
  });

export const Phone = (): PropertyDecorator =>
  Matches(PHONE, {
    context: {
      code: 'not-a-phone-number',
      da: 'Skal være et telefonnummer: 8 cifre, eller + og landekode, for eksempel 70 10 11 55 eller +1 555 010 9999.',
      en: 'Must be a telephone number: 8 digits, or + and the code of the country, for example 70 10 11 55 or +1 555 010 9999.',
    },
  });

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
