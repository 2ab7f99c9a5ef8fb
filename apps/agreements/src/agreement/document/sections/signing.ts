// SPDX-License-Identifier: MPL-2.0
// The annex on data, and the signatures (domain.md 3.2, 9).
import type { Section } from '../wording.js';

export const dataSharing: Section = (_, terms, { say, agreed }) => ({
  heading: say('Oplysninger om lejere', 'Information on tenants'),
  paragraphs: agreed(
    terms.dataSharingAnnex,
    { da: 'hvilke oplysninger parterne deler', en: 'what information the parties share' },
    (annex) => [
      say(
        `Hvilke oplysninger parterne må dele med hinanden, står i dette bilag: ${annex}`,
        `What information the parties may share is written in this annex: ${annex}`,
      ),
    ],
  ),
});

export const signatures: Section = ({ municipality, landlord, hash, signatures: given }, _, { say, day }) => {
  const sides = [
    { party: 'municipality', name: municipality },
    { party: 'landlord', name: landlord.name },
  ] as const;
  return {
    heading: say('Underskrifter', 'Signatures'),
    paragraphs: [
      say(
        'Parterne skriver under på den samme tekst. Her er tekstens fingeraftryk (SHA-256). Står det samme fingeraftryk i begge parters eksemplar, er alt, hvad de har aftalt, det samme.',
        "The parties sign the same text. Here is the text's fingerprint (SHA-256). Where the copies of both parties show the same fingerprint, all that they have agreed is the same.",
      ),
      hash,
    ],
    table: {
      columns: [
        say('For', 'For'),
        say('Navn', 'Name'),
        say('Stilling', 'Position'),
        say('Dato', 'Date'),
        say('Underskrift', 'Signature'),
      ],
      rows: sides.flatMap(({ party, name }) => {
        const own = given.filter((signature) => signature.party === party);
        return own.length > 0
          ? own.map((signature) => [name, signature.name, signature.role, day(signature.signedOn), signature.method])
          : [[name, '', '', '', '']];
      }),
    },
  };
};
