// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { validateSync } from 'class-validator';
import { LandlordContact } from './contacts.js';

const faultsOf = (given: Partial<LandlordContact>) =>
  validateSync(
    Object.assign(new LandlordContact(), {
      mailbox: 'a@b.dk',
      phone: '70101155',
      function: 'landlord_admin',
      ...given,
    }),
  ).map(({ property }) => property);

test.each([
  'a@b.dk',
  'Indgangen@Kommune.DK',
  'drift+indgang@udlejer.example',
  "o'brien_1@mail.a-b.co.uk",
  'post@ærøkommune.dk',
  `${'x'.repeat(64)}@b.dk`,
])('%s is a mailbox', (mailbox) => expect(faultsOf({ mailbox })).toEqual([]));

test.each([
  '',
  'a',
  'a@b',
  '@b.dk',
  'a@.dk',
  'a@b.',
  'a@b..dk',
  'a..b@c.dk',
  '.a@b.dk',
  'a.@b.dk',
  'a@-b.dk',
  'a@b-.dk',
  'a@b.d',
  'a@1.2.3.4',
  'a b@c.dk',
  'a@b@c.dk',
  'a@b.dk, c@d.dk',
  `${'x'.repeat(65)}@b.dk`,
  `a@${'b.'.repeat(130)}dk`,
])('%s is no mailbox', (mailbox) => expect(faultsOf({ mailbox })).toEqual(['mailbox']));

test.each([
  '70101155',
  '70 10 11 55',
  '70-10-11-55',
  '+45 70 10 11 55',
  '+4570101155',
  '+1 555 010 9999',
  '+1-555-010-9999',
  '+46 8 123 456',
  '+298 123456',
  '+49 151 23456789',
])('%s is a telephone number', (phone) => expect(faultsOf({ phone })).toEqual([]));

test.each([
  '',
  '112',
  '7010115',
  '701011556',
  '07010115',
  '+0 70101155',
  '+45 7010115',
  '+45 701011556',
  '+45 07010115',
  '+1 555',
  `+1${'5'.repeat(15)}`,
  '70  101155',
  '70101155 ',
  ' 70101155',
  '+45',
  'ring',
])('%s is no telephone number', (phone) => expect(faultsOf({ phone })).toEqual(['phone']));
