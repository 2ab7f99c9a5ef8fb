// SPDX-License-Identifier: MPL-2.0
import { IsIn } from 'class-validator';
import { Optional } from '#contracts/fields';
import { type Attachment, mayWithdraw, type Reader } from './attachment.js';

export class AttachQuery {
  /** The landlord may see it too. Left out: the municipality alone. What a landlord attaches, the landlord sees. */
  @Optional()
  @IsIn(['true'])
  shareWithLandlord?: 'true';
}

/** An attachment as the municipality sees it. */
export class AttachmentMunicipalView {
  id: string;
  /** Null once it is withdrawn or erased. */
  name: string | null;
  /** Media type, by its content. */
  type: string;
  sizeBytes: number;
  /** Checksum of the content, hexadecimal; null once it is erased. */
  sha256: string | null;
  state: Attachment['state'];
  attachedBy: 'landlord' | 'municipality';
  /** Roles of who attached it. */
  attachedAs: string[];
  /** `staffId` of who attached it; absent of a landlord’s staff. */
  person?: string;
  attachedAt: Date;
  /** Nobody has looked for viruses while it is null. */
  scannedAt: Date | null;
  /** Since then it has no content. */
  endedAt: Date | null;
  /** The landlord sees it. */
  sharedWithLandlord: boolean;
  allowedActions: string[];

  static of(this: void, attachment: Attachment, reader: Reader): AttachmentMunicipalView {
    const { attachedAs, attachedBy: person, landlordRef, sharedWithLandlord } = attachment;
    return {
      ...AttachmentLandlordView.of(attachment, reader),
      attachedAs: [...attachedAs],
      ...(landlordRef === null && { person }),
      sharedWithLandlord: sharedWithLandlord || landlordRef !== null,
    };
  }
}

/** An attachment as landlords see it: of the municipality's that it is the municipality's. */
export class AttachmentLandlordView {
  id: string;
  /** Null once it is withdrawn or erased. */
  name: string | null;
  /** Media type, by its content. */
  type: string;
  sizeBytes: number;
  /** Checksum of the content, hexadecimal; null once it is erased. */
  sha256: string | null;
  state: Attachment['state'];
  attachedBy: 'landlord' | 'municipality';
  attachedAt: Date;
  /** Nobody has looked for viruses while it is null. */
  scannedAt: Date | null;
  /** Since then it has no content. */
  endedAt: Date | null;
  allowedActions: string[];

  static of(this: void, attachment: Attachment, reader: Reader): AttachmentLandlordView {
    const { id, name, type, sizeBytes, sha256, state, landlordRef, attachedAt, scannedAt, endedAt } = attachment;
    return {
      ...{ id, name, type, sizeBytes, sha256, state },
      attachedBy: landlordRef === null ? 'municipality' : 'landlord',
      ...{ attachedAt, scannedAt, endedAt },
      allowedActions: mayWithdraw(reader, attachment) ? ['withdraw'] : [],
    };
  }
}
