// SPDX-License-Identifier: MPL-2.0
// Bilag: what is attached to a case, by the landlord or by the municipality. Who sees it, who takes it back, what it may be called.
import { LANDLORD_ROLES, type Role } from '#contracts/roles';
import { spelled, type Text, textFault } from '#domain';

export const ATTACHMENT_STATES = ['PENDING', 'AVAILABLE', 'INFECTED', 'WITHDRAWN', 'ERASED'] as const;

export interface Attachment {
  id: string;
  /** `PENDING`: not yet looked at for viruses. `WITHDRAWN`, `INFECTED` and `ERASED` have no content any more. */
  state: (typeof ATTACHMENT_STATES)[number];
  /** Whose staff attached it; null: the municipality's. */
  landlordRef: string | null;
  attachedBy: string;
  /** Roles of who attached it. */
  attachedAs: readonly string[];
  attachedAt: Date;
  endedAt: Date | null;
  scannedAt: Date | null;
  /** Of one that the municipality attached. */
  sharedWithLandlord: boolean;
  name: string | null;
  type: string;
  sizeBytes: number;
  sha256: string | null;
}

/** Who asks. */
export interface Reader {
  id: string;
  roles: readonly string[];
  landlordRef?: string;
}

const CARETAKER: Role = 'landlord_caretaker';
const isCaretaker = (roles: readonly string[]) =>
  roles.includes(CARETAKER) && !LANDLORD_ROLES.some((role) => role !== CARETAKER && roles.includes(role));

/**
 * Of a case that the reader sees. The municipality sees everything. A landlord sees what the own staff attached and what the
 * municipality shares; a caretaker, who is told neither of money nor of anything municipal, what caretakers attached.
 */
export function seesAttachment({ landlordRef, roles }: Reader, attachment: Attachment): boolean {
  if (landlordRef === undefined) return true;
  const isOwn = attachment.landlordRef === landlordRef;
  return isCaretaker(roles) ? isOwn && isCaretaker(attachment.attachedAs) : isOwn || attachment.sharedWithLandlord;
}

/** The slip: who attached it takes it back, any of the same landlord's staff, or the single entry point (domain.md 13.4). */
export function mayWithdraw(reader: Reader, attachment: Attachment): boolean {
  if (!HAS_NAME.includes(attachment.state)) return false;
  const { id, roles, landlordRef } = reader;
  if (landlordRef !== undefined) return attachment.landlordRef === landlordRef && seesAttachment(reader, attachment);
  return roles.includes('single_entry') || (attachment.landlordRef === null && attachment.attachedBy === id);
}

const HAS_NAME: readonly Attachment['state'][] = ['PENDING', 'AVAILABLE', 'INFECTED'];

/** Characters of a name. */
const LONGEST = 120;
/** What no file system and no header takes. */
const NOT_IN_NAMES = /[\\/:*?"<>|\n]/;

export type NameFault = 'not-a-file-name' | 'not-a-text' | 'civil-registration-number' | 'file-name-does-not-fit';

/**
 * The name of a file as its header has it (percent encoding), in its one spelling.
 * @param endings of names of its type; without a name it is called `bilag`. A text that is called `.html` would run where it is opened
 */
export function readFileName(
  header: string | undefined,
  endings: readonly [string, ...string[]],
): { name: string } | { fault: NameFault } {
  if (header === undefined) return { name: `bilag.${endings[0]}` };
  const typed = decoded(header);
  if (typed === undefined) return { fault: 'not-a-file-name' };
  const wrong = textFault(typed);
  if (wrong) return { fault: wrong };
  const name = spelled(typed);
  if (!name || [...name].length > LONGEST || NOT_IN_NAMES.test(name) || name.startsWith('.'))
    return { fault: 'not-a-file-name' };
  const at = name.lastIndexOf('.');
  return at > 0 && endings.includes(name.slice(at + 1).toLowerCase()) ? { name } : { fault: 'file-name-does-not-fit' };
}

function decoded(header: string): string | undefined {
  if (!/^[\x20-\x7e]{1,1500}$/.test(header)) return undefined;
  try {
    return decodeURIComponent(header);
  } catch {
    return undefined;
  }
}

export const NAME_FAULTS: Readonly<Partial<Record<NameFault, Text>>> = {
  'not-a-file-name': {
    da: 'Skal være et filnavn uden sti på højst 120 tegn, skrevet med procentkodning.',
    en: 'Must be a file name without a path, at most 120 characters, in percent encoding.',
  },
  'file-name-does-not-fit': {
    da: 'Filnavnet skal ende, som filens art gør: .pdf, .jpg, .png, .webp, .docx, .xlsx eller .txt.',
    en: 'The file name must end as files of its kind do: .pdf, .jpg, .png, .webp, .docx, .xlsx or .txt.',
  },
};

/** Why there is no content to read, by state. */
export const UNREADABLE = {
  PENDING: {
    code: 'attachment-is-not-scanned-yet',
    da: 'Filen er ikke undersøgt for virus endnu. Prøv igen om lidt.',
    en: 'The file has not been looked at for viruses yet. Try again in a moment.',
    source: 'domain.md 9, 8',
  },
  INFECTED: {
    code: 'attachment-is-infected',
    da: 'Der var virus i filen. Den er slettet.',
    en: 'There was a virus in the file. It is deleted.',
    source: 'domain.md 9, 8',
  },
  WITHDRAWN: {
    code: 'attachment-is-withdrawn',
    da: 'Bilaget er trukket tilbage. Filen er slettet.',
    en: 'The attachment was taken back. The file is deleted.',
    source: 'domain.md 13.4',
  },
  ERASED: {
    code: 'attachment-is-erased',
    da: 'Bilaget er slettet, da sagens personoplysninger blev slettet.',
    en: 'The attachment was erased when the personal data of the case were.',
    source: 'domain.md 9, 6',
  },
} as const;

export const attachmentIsDamaged = {
  code: 'attachment-is-damaged',
  da: 'Filen er ikke længere, som den blev vedhæftet, og vises ikke. Sig det til den, der driver systemet.',
  en: 'The file is no longer as it was attached, and is not shown. Tell whoever runs the system.',
  source: 'domain.md 9, 8',
};

export const tooManyAttachments = {
  code: 'case-has-too-many-attachments',
  da: 'Sagen har {most} bilag fra jer; flere kan den ikke have.',
  en: 'The case has {most} attachments from your side; it can have no more.',
  source: 'domain.md 9, 8',
};

export const caseTakesNoAttachments = {
  code: 'case-takes-no-attachments',
  da: 'Sagens personoplysninger er slettet: den kan ikke få flere bilag.',
  en: 'The personal data of the case were erased: it takes no more attachments.',
  source: 'domain.md 9, 6',
};

export const ATTACHMENT_REFUSALS = [
  ...Object.values(UNREADABLE),
  ...[attachmentIsDamaged, tooManyAttachments, caseTakesNoAttachments],
];
