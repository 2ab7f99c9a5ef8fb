// SPDX-License-Identifier: MPL-2.0
/**
 * The terms of an agreement in plain words: what the two parties read and sign (domain.md 3.1–3.3, 3.5, 7.3, 13.2). Every
 * term is told in both languages, and what a draft leaves open is called open. Each section is told in sections/.
 */
import { clean, Wording, type WrittenDocument, withTexts } from '#document';
import type { Language } from '#domain';
import type { AgreementTerms } from '../agreement-terms.dto.js';
import { arrears } from './sections/arrears.js';
import { commitments, responsibilities } from './sections/commitments.js';
import { entryPoint, landlordContacts } from './sections/contacts.js';
import { followUp, revision, term } from './sections/course.js';
import { deadlines } from './sections/deadlines.js';
import { dwellings, properties, quota } from './sections/dwellings.js';
import { moveOut, securities } from './sections/move-out.js';
import { about, parties, targetGroup } from './sections/parties.js';
import { dataSharing, signatures } from './sections/signing.js';
import type { DocumentHead, Section } from './wording.js';
import { STATE } from './words.js';

const SECTIONS: readonly Section[] = [
  about,
  parties,
  targetGroup,
  properties,
  dwellings,
  quota,
  responsibilities,
  commitments,
  moveOut,
  securities,
  arrears,
  entryPoint,
  landlordContacts,
  deadlines,
  followUp,
  term,
  revision,
  dataSharing,
  signatures,
];

const SHORT_HASH = 12;

/** @param terms of a draft may lack fields */
export function agreementDocument(head: DocumentHead, terms: AgreementTerms, language: Language): WrittenDocument {
  const tell = new Wording(language);
  const { say } = tell;
  const text = say(
    `version ${head.versionNo}, tekst nr. ${head.revision}`,
    `version ${head.versionNo}, text no. ${head.revision}`,
  );
  const sections = SECTIONS.map((section, index) => {
    const { heading, ...rest } = section(head, terms, tell);
    return { heading: `${index + 1}. ${heading}`, ...rest };
  });
  const document: WrittenDocument = {
    language,
    title: say(`Samarbejdsaftale nr. ${head.agreementNo}`, `Cooperation agreement no. ${head.agreementNo}`),
    subtitle: say(
      `mellem ${head.municipality} og ${head.landlord.name}`,
      `between ${head.municipality} and ${head.landlord.name}`,
    ),
    status: [
      `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`,
      STATE[head.stateText].name[language],
      say(`sagsnummer ${head.number}`, `case number ${head.number}`),
    ].join(' · '),
    author: head.municipality,
    sections,
    footer: say(
      `Samarbejdsaftale nr. ${head.agreementNo} · ${head.number} · ${text} · fingeraftryk ${head.hash.slice(0, SHORT_HASH)}`,
      `Cooperation agreement no. ${head.agreementNo} · ${head.number} · ${text} · fingerprint ${head.hash.slice(0, SHORT_HASH)}`,
    ),
  };
  return withTexts(document, clean);
}
