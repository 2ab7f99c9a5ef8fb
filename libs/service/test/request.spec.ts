// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actionOf, entityTagsOf, languageOf } from '../src/request.js';

test.each([
  ['POST', '/v1/rent-arrears', 'rent-arrears.open'],
  ['GET', '/v1/rent-arrears', 'rent-arrears.list'],
  ['POST', '/v1/rent-arrears/:id/agree-instalment-plan', 'rent-arrears.agree-instalment-plan'],
  ['POST', '/v1/agreements', 'agreement.open'],
  ['GET', '/v1/agreements/:id', 'agreement.get'],
  ['GET', '/v1/tenancies/:id/history', 'tenancy.history'],
  ['POST', '/v1/parked-messages/:id/skip', 'parked-message.skip'],
])('%s %s is the action %s', (method, route, action) => {
  expect(actionOf(method, route)).toBe(action);
});

test.each([
  [undefined, 'da'],
  ['en', 'en'],
  ['en-GB,en;q=0.9', 'en'],
  ['da, en;q=0.9', 'da'],
  ['en;q=0.2, da;q=0.8', 'da'],
  ['de, en;q=0.1', 'en'],
  ['en;q=0', 'da'],
  ['*', 'da'],
  ['nonsense;;q=,', 'da'],
  ['EN-us ; Q=0.5, de', 'en'],
  ['en;q=1.5;x', 'en'],
  [`en${' '.repeat(15_000)}x`, 'da'],
  [`${'en,'.repeat(5_000)}en`, 'da'],
  [['en', 'en'], 'da'],
] as const)('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header as string)).toBe(language);
});

test('a list of entity tags is read back, however it is spelt', () => {
  const tag = fc.string({ unit: fc.constantFrom(...'abc019_./:'), minLength: 1, maxLength: 10 });
  const spelt = fc.tuple(
    tag,
    fc.constantFrom('', 'W/'),
    fc.constantFrom('', '-gzip', ';gzip', '--br', ';zstd'),
    fc.constantFrom('', ' ', '\t'),
  );
  fc.assert(
    fc.property(fc.array(spelt, { minLength: 1, maxLength: 5 }), (tags) => {
      const header = tags
        .map(([opaque, weak, coding, space]) => `${space}${weak}"${opaque}${coding}"${space}`)
        .join(',');
      expect(entityTagsOf(header)).toEqual(tags.map(([opaque]) => opaque));
    }),
  );
  for (const header of ['', ' ', ',', '7', '"7', '7"', 'W/7', 'w/"7"', '"7" "8"', '"a"b"', '*, "7"', '"æ\u0100"'])
    expect(entityTagsOf(header)).toBeUndefined();
  expect(entityTagsOf(' * ')).toBe('*');
});
