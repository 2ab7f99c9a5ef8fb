// SPDX-License-Identifier: MPL-2.0
import { expect, test } from '@jest/globals';
import { actionOf, languageOf } from '../src/request.js';

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
] as const)('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});
