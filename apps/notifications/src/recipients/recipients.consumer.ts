// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, OneOf, Optional, OrNull, Reference, YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Cases, Clock, type Sql } from '#persistence';
import type { NewItem } from '../notification/notification.js';
import { notification } from '../notification/notification.kind.js';
import {
  type Recipient,
  recipientsOfAdministration,
  recipientsOfAgreements,
  recipientsOfArrears,
  recipientsOfFinancing,
} from './recipients.js';

class HeardAgreement {
  @Reference() landlordRef: string;
  @Optional() @YesNo() awaitsMunicipality?: boolean;
  @Optional() @YesNo() awaitsLandlord?: boolean;
  @Optional() @DateOnly() endsOn?: LocalDate;
}

class HeardRentArrears {
  @IsString() state: string;
  @OrNull() @Reference() agreementRef: string | null;
  @Reference() landlordRef: string;
  @DateOnly() acknowledgeDueOn: LocalDate;
  @DateOnly() outreachDueOn: LocalDate;
  @OrNull() @OneOf(['support_worker', 'outreach_team']) assignedTo: 'support_worker' | 'outreach_team' | null;
  @Optional() @DateOnly() demandExpiresOn?: LocalDate;
  @Optional() @DateOnly() paymentExpectedOn?: LocalDate;
}

class HeardFinancing {
  @IsString() state: string;
  @DateOnly() decisionDueOn: LocalDate;
  @OrNull() @DateOnly() payOn: LocalDate | null;
}

class HeardAdministrationAgreement {
  @Reference() tenancyRef: string;
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @DateOnly() from: LocalDate;
}

type About = Pick<NewItem, 'caseKind' | 'caseRef' | 'landlordRef' | 'agreementRef'>;

/** Of facts that nobody hears of nothing is read. */
const heardOf = (recipients: object) => Object.entries(recipients).flatMap(([type, who]) => (who ? [type] : []));

@Controller()
export class RecipientsConsumer {
  constructor(
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {}

  @OnMessage(topics.agreementInternal.name, { types: heardOf(recipientsOfAgreements), body: HeardAgreement })
  async agreement(message: IncomingMessage<HeardAgreement>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const about = { caseKind: 'agreement', caseRef: key, landlordRef: data.landlordRef, agreementRef: key };
    await this.tell(message, recipientsOfAgreements[type as keyof typeof recipientsOfAgreements]?.(data), about, tx);
  }

  @OnMessage(topics.rentArrearsInternal.name, { types: heardOf(recipientsOfArrears), body: HeardRentArrears })
  async arrears(message: IncomingMessage<HeardRentArrears>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { landlordRef, agreementRef } = data;
    const about = { caseKind: 'rent-arrears', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfArrears[type as keyof typeof recipientsOfArrears]?.(data), about, tx);
  }

  @OnMessage(topics.financingInternal.name, { types: heardOf(recipientsOfFinancing), body: HeardFinancing })
  async financing(message: IncomingMessage<HeardFinancing>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const about = { caseKind: 'financing', caseRef: key, landlordRef: null, agreementRef: null };
    await this.tell(message, recipientsOfFinancing[type as keyof typeof recipientsOfFinancing]?.(data), about, tx);
  }

  @OnMessage(topics.administrationAgreementInternal.name, {
    types: heardOf(recipientsOfAdministration),
    body: HeardAdministrationAgreement,
  })
  async administration(message: IncomingMessage<HeardAdministrationAgreement>, tx: Sql): Promise<void> {
    const { type, data } = message;
    const { tenancyRef, landlordRef, agreementRef } = data;
    const about = { caseKind: 'tenancy', caseRef: tenancyRef, landlordRef, agreementRef };
    await this.tell(
      message,
      recipientsOfAdministration[type as keyof typeof recipientsOfAdministration]?.(data),
      about,
      tx,
    );
  }

  private async tell(message: IncomingMessage<unknown>, all: Recipient[] = [], about: About, tx: Sql): Promise<void> {
    const command = messageCommand('notifications', message, this.clock, tx);
    for (const [recipientRole, subject, dueOn = null, standIn] of all)
      if (recipientRole)
        await this.cases.open(notification, 'send', command, {
          ...{ cause: message.id, recipientRole, subject, dueOn, standIn: standIn !== undefined },
          ...about,
        });
  }
}
