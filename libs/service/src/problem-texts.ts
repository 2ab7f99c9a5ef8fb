// SPDX-License-Identifier: MPL-2.0
import type { Text } from '#domain';

const text = (da: string, en: string): Text => ({ da, en });

/** Sentences of the problems every service can answer. `{name}` is filled from the problem's facts. */
export const PROBLEM_TEXTS: Readonly<Record<string, Text>> = {
  'invalid-request': text(
    'Anmodningen har felt, der ikke kan bruges. Se listen over fejl.',
    'Some fields cannot be used. See the list of errors.',
  ),
  'malformed-json': text('Indholdet er ikke gyldig JSON i UTF-8.', 'The body is not valid JSON in UTF-8.'),
  'json-too-deep': text(
    'Indholdet har mere end {maxDepth} niveauer.',
    'The body is nested more than {maxDepth} levels deep.',
  ),
  'duplicate-member': text('Et felt står to gange i samme objekt.', 'A member appears twice in the same object.'),
  'bad-request': text('Anmodningen kan ikke læses.', 'The request cannot be read.'),
  'idempotency-key-required': text(
    'Headeren Idempotency-Key mangler eller er ikke 1-255 synlige ASCII-tegn.',
    'The header Idempotency-Key is missing or is not 1-255 visible ASCII characters.',
  ),
  'idempotency-key-not-opaque': text(
    'Headeren Idempotency-Key må ikke indeholde et CPR-nummer, og dette kan være et. Brug en ny uuid.',
    'The header Idempotency-Key must not hold a civil registration number, and this can be one. Use a new uuid.',
  ),
  'if-match-malformed': text(
    'Headeren If-Match skal være sagens ETag, for eksempel "7", flere adskilt af komma, eller *.',
    'The header If-Match must be the ETag of the case, for example "7", several separated by commas, or *.',
  ),
  'if-match-required': text(
    'Headeren If-Match mangler. Hent sagen, og send dens ETag med.',
    'The header If-Match is missing. Read the case and send its ETag along.',
  ),
  'token-missing': text('Log ind først: der mangler et adgangstoken.', 'Sign in first: there is no access token.'),
  'token-invalid': text(
    'Adgangstokenet kan ikke bruges. Log ind igen.',
    'The access token cannot be used. Sign in again.',
  ),
  'no-known-role': text('Du har ingen rolle i Indgang.', 'You have no role in Indgang.'),
  'landlord-missing': text(
    'Din rolle hører til en udlejer, men dit login siger ikke hvilken.',
    'Your role belongs to a landlord, but your sign-in does not say which.',
  ),
  'landlord-without-role': text(
    'Dit login hører til en udlejer, men har kommunens roller og ingen af en udlejers.',
    'Your sign-in belongs to a landlord but has roles of the municipality and none of a landlord.',
  ),
  'mixed-roles': text(
    'Dit login har både en udlejers og kommunens roller. Brug et login for hver.',
    'Your sign-in has roles of a landlord and of the municipality. Use one sign-in for each.',
  ),
  'role-not-allowed': text('Din rolle må ikke gøre dette.', 'Your role may not do this.'),
  'wrong-role': text('Din rolle må ikke gøre dette i sagen.', 'Your role may not do this in the case.'),
  'case-number-is-mistyped': text(
    'Sagsnummeret er skrevet forkert: kontrolcifferet passer ikke til resten. Læs det igen: bogstav, år, løbenummer og kontrolciffer, som R-26-00417-3.',
    'The case number is mistyped: the check digit does not fit the rest. Read it again: letter, year, running number and check digit, as in R-26-00417-3.',
  ),
  'case-number-is-of-another-kind': text(
    'Sagsnummeret er rigtigt skrevet, men hører til en anden slags sag: {kind} i {service}. Søg det i {path}.',
    'The case number is written right, but of another kind of case: {kind} in {service}. Look for it in {path}.',
  ),
  'not-found': text('Findes ikke, eller du har ikke adgang til det.', 'Does not exist, or you have no access to it.'),
  'method-not-allowed': text(
    'Adressen findes, men ikke med denne metode.',
    'The address exists, but not with this method.',
  ),
  'not-acceptable': text(
    'Svaret findes ikke i det ønskede format.',
    'The answer is not available in the wanted format.',
  ),
  'version-moved': text(
    'Sagen er ændret, siden du hentede den. Hent den igen.',
    'The case has changed since you read it. Read it again.',
  ),
  'idempotency-key-reused': text(
    'Samme Idempotency-Key er brugt til en anden anmodning.',
    'The same Idempotency-Key was used for another request.',
  ),
  'body-too-large': text('Indholdet er større end 256 kB.', 'The body is larger than 256 kB.'),
  'file-too-large': text(
    'Filen er for stor: den må højst fylde {mostBytes} byte.',
    'The file is too large: it may have at most {mostBytes} bytes.',
  ),
  'file-is-empty': text('Filen er tom.', 'The file is empty.'),
  'file-is-not-what-it-says': text(
    'Filens indhold er noget andet, end Content-Type siger, eller kan ikke modtages, fordi det har makroer eller adgangskode.',
    'The content of the file is something else than Content-Type says, or is not taken since it has macros or a password.',
  ),
  'file-type-not-allowed': text(
    'Den slags fil kan ikke modtages. Brug PDF, JPEG, PNG, WebP, Word (docx), Excel (xlsx) eller ren tekst, og sig i Content-Type, hvad den er.',
    'Files of that kind are not taken. Use PDF, JPEG, PNG, WebP, Word (docx), Excel (xlsx) or plain text, and say in Content-Type what it is.',
  ),
  'unsupported-content-encoding': text(
    'Indholdet skal sendes ukomprimeret: uden Content-Encoding.',
    'The body must be sent uncompressed: without Content-Encoding.',
  ),
  'address-too-long': text('Adressen er for lang.', 'The address is too long.'),
  'headers-too-large': text('Headerne er tilsammen større end 16 kB.', 'The headers are together larger than 16 kB.'),
  'request-timeout': text('Anmodningen kom ikke frem i tide.', 'The request did not arrive in time.'),
  'method-not-implemented': text('Metoden kendes ikke.', 'The method is not known.'),
  'version-not-supported': text('Brug HTTP/1.1.', 'Use HTTP/1.1.'),
  'unsupported-media-type': text('Indholdet skal være application/json.', 'The body must be application/json.'),
  'too-many-requests': text(
    'For mange anmodninger. Prøv igen om {retryAfterSeconds} sekunder.',
    'Too many requests. Try again in {retryAfterSeconds} seconds.',
  ),
  'too-much-at-once': text(
    'Der arbejdes allerede på så meget, som der er plads til. Prøv igen om {retryAfterSeconds} sekunder.',
    'As much is being worked on as there is room for. Try again in {retryAfterSeconds} seconds.',
  ),
  unavailable: text(
    'Systemet kan ikke svare lige nu. Prøv igen om lidt.',
    'The system cannot answer right now. Try again shortly.',
  ),
  'identity-provider-unavailable': text(
    'Login kan ikke kontrolleres lige nu. Prøv igen om lidt.',
    'The sign-in cannot be checked right now. Try again shortly.',
  ),
  'internal-error': text(
    'Der er en fejl i systemet. Opgiv traceId, når du henvender dig.',
    'There is a fault in the system. Quote the traceId when asking for help.',
  ),
};

/** For a code of one service's own that has no text: what its status says. */
export const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'bad-request',
  401: 'token-invalid',
  403: 'role-not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'request-timeout',
  412: 'version-moved',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
  422: 'idempotency-key-reused',
  428: 'if-match-required',
  429: 'too-many-requests',
  431: 'headers-too-large',
  501: 'method-not-implemented',
  505: 'version-not-supported',
  503: 'unavailable',
};

export const TITLES: Readonly<Record<number, Text>> = {
  400: text('Fejl i anmodningen', 'Bad request'),
  401: text('Ikke logget ind', 'Not signed in'),
  403: text('Ikke tilladt', 'Not allowed'),
  404: text('Findes ikke', 'Not found'),
  405: text('Metoden kan ikke bruges', 'Method not allowed'),
  406: text('Formatet findes ikke', 'Not acceptable'),
  408: text('For langsomt', 'Too slow'),
  409: text('Reglerne tillader det ikke', 'The rules do not allow it'),
  412: text('Sagen er ændret', 'The case has changed'),
  413: text('For stort', 'Too large'),
  414: text('For lang adresse', 'Address too long'),
  415: text('Forkert format', 'Wrong format'),
  422: text('Nøglen er brugt', 'The key was used'),
  428: text('Version mangler', 'Version missing'),
  429: text('For mange anmodninger', 'Too many requests'),
  431: text('For store headere', 'Headers too large'),
  500: text('Fejl i systemet', 'Fault in the system'),
  501: text('Metoden kendes ikke', 'Method not known'),
  505: text('HTTP-versionen kan ikke bruges', 'HTTP version not supported'),
  503: text('Kan ikke svare lige nu', 'Not available right now'),
};

/** Sentences for one field, by code; `{limit}` is the bound or the allowed words. */
export const FIELD_TEXTS: Readonly<Record<string, Text>> = {
  'unknown-field': text('Feltet kendes ikke.', 'The field is not known.'),
  required: text('Feltet skal udfyldes.', 'The field is required.'),
  'not-an-object': text('Skal være et JSON-objekt.', 'Must be a JSON object.'),
  'nul-character': text('Teksten må ikke indeholde NUL-tegn.', 'The text must not hold NUL characters.'),
  'unpaired-surrogate': text('Teksten er ikke gyldig Unicode.', 'The text is not valid Unicode.'),
  'not-a-text': text(
    'Teksten må ikke være tom eller indeholde kontroltegn eller usynlige tegn.',
    'The text must not be blank or hold control characters or invisible ones.',
  ),
  'civil-registration-number': text(
    'Teksten må ikke indeholde et CPR-nummer, og dette kan være et.',
    'The text must not hold a civil registration number, and this can be one.',
  ),
  'number-too-large': text('Tallet er for stort.', 'The number is too large.'),
  'sent-twice': text('Må kun stå én gang i adressen.', 'May stand only once in the address.'),
  'is-string': text('Skal være en tekst.', 'Must be a text.'),
  'is-int': text('Skal være et helt tal.', 'Must be a whole number.'),
  'is-number': text('Skal være et tal.', 'Must be a number.'),
  'is-boolean': text('Skal være sandt eller falsk.', 'Must be true or false.'),
  'is-array': text('Skal være en liste.', 'Must be a list.'),
  'is-object': text('Skal være et JSON-objekt.', 'Must be a JSON object.'),
  'is-uuid': text('Skal være en uuid.', 'Must be a uuid.'),
  'is-in': text('Skal være en af: {limit}.', 'Must be one of: {limit}.'),
  'is-enum': text('Skal være en af: {limit}.', 'Must be one of: {limit}.'),
  'is-email': text('Skal være en e-mailadresse.', 'Must be an e-mail address.'),
  'is-url': text('Skal være en webadresse.', 'Must be a web address.'),
  'is-local-date': text('Skal være en dato ÅÅÅÅ-MM-DD, som findes.', 'Must be a date YYYY-MM-DD that exists.'),
  'is-date-string': text('Skal være et tidspunkt efter ISO 8601.', 'Must be an ISO 8601 time.'),
  'is-iso8601': text('Skal være et tidspunkt efter ISO 8601.', 'Must be an ISO 8601 time.'),
  matches: text('Har ikke den rette form.', 'Does not have the right form.'),
  min: text('Skal være mindst {limit}.', 'Must be at least {limit}.'),
  max: text('Må højst være {limit}.', 'Must be at most {limit}.'),
  'min-length': text('Skal have mindst {limit} tegn.', 'Must have at least {limit} characters.'),
  'max-length': text('Må højst have {limit} tegn.', 'Must have at most {limit} characters.'),
  'is-length': text('Har ikke den rette længde.', 'Does not have the right length.'),
  'array-min-size': text('Listen skal have mindst {limit} led.', 'The list must have at least {limit} entries.'),
  'array-max-size': text('Listen må højst have {limit} led.', 'The list must have at most {limit} entries.'),
  'array-not-empty': text('Listen må ikke være tom.', 'The list must not be empty.'),
  'case-number-is-mistyped': text(
    'Ikke et sagsnummer: læs det igen, med kontrolcifferet til sidst.',
    'No case number: read it again, with the check digit at the end.',
  ),
  'case-number-is-of-another-kind': text('En anden slags sag: {limit}.', 'Another kind of case: {limit}.'),
  'each-once': text('Står allerede i listen.', 'Stands in the list already.'),
};

export const FIELD_FALLBACK = text('Værdien kan ikke bruges.', 'The value cannot be used.');

/** Fills `{name}`; a fact that is missing leaves its braces, so that a test can find it. */
export const fill = (sentence: string, facts: Readonly<Record<string, unknown>>) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (facts[name] === undefined ? whole : String(facts[name])));
