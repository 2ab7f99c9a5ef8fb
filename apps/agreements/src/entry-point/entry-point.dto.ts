// SPDX-License-Identifier: MPL-2.0
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import type { LocalDate } from '#domain';

export class EntryPointQuery {
  /** One of the caller's agreements; default: the one that came into force last, else the one under negotiation. */
  @IsOptional()
  @IsUUID()
  agreementRef?: string;
}

/** How somebody is reached. */
export class ReachedAt {
  /** Null: no name was given. */
  name: string | null;
  mailbox: string | null;
  phone: string | null;
}

export class EntryPointView {
  agreementRef: string;
  agreementNo: string;
  municipality: string;
  /** Who answers now: the contact, or the stand-in while the contact is away. */
  @ApiProperty({ enum: ['contact', 'stand-in'] })
  answers: 'contact' | 'stand-in';
  /** Whom to call now. */
  call: ReachedAt;
  openingHours: string;
  /** Is somebody there in this moment? */
  isOpen: boolean;
  /** Whom to call when nobody answers; null: nobody is named. */
  otherwise: ReachedAt | null;
  /** Last day on which the stand-in answers; null: the contact answers. */
  awayTo: LocalDate | null;
}
