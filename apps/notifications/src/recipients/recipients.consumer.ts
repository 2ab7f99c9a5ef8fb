// SPDX-License-Identifier: MPL-2.0
import { Controller } from '@nestjs/common';
import { IsString } from 'class-validator';
import { DateOnly, Form, OneOf, Optional, OrNull, Part, Reference, Whole, YesNo } from '#contracts/fields';
import { topics } from '#contracts/topics';
import { types } from '#contracts/types';
import type { LocalDate } from '#domain';
import { type IncomingMessage, messageCommand, OnMessage } from '#messaging';
import { Clock, type Sql } from '#persistence';
import { HeardOwner } from '../notification/heard-owner.dto.js';
import { type About, type News, NotificationFlows } from '../notification/notification.flows.js';
import {
  type Recipient,
  recipientsOfAdministration,
  recipientsOfAgreements,
  recipientsOfAnswers,
  recipientsOfArrears,
  recipientsOfComplaints,
  recipientsOfDeclines,
  recipientsOfEvictions,
  recipientsOfFinancing,
  recipientsOfInspections,
  recipientsOfMoney,
  recipientsOfMoveOuts,
  recipientsOfProposals,
  recipientsOfReferrals,
  recipientsOfRehousings,
  recipientsOfVacancies,
} from './recipients.js';

class HeardAgreement {
  @Reference() landlordRef: string;
  @Optional() @YesNo() awaitsMunicipality?: boolean;
  @Optional() @YesNo() awaitsLandlord?: boolean;
  @Optional() @DateOnly() endsOn?: LocalDate;
}

/** Of every kind that is worked on; absent of one that tells its role alone. */
class OfSomebody {
  @Optional() @Part(() => HeardOwner) owner?: HeardOwner;
}

class HeardRentArrears extends OfSomebody {
  @IsString() state: string;
  @OrNull() @Reference() agreementRef: string | null;
  @Reference() landlordRef: string;
  @DateOnly() acknowledgeDueOn: LocalDate;
  @DateOnly() outreachDueOn: LocalDate;
  @OrNull() @OneOf(['support_worker', 'outreach_team']) assignedTo: 'support_worker' | 'outreach_team' | null;
  @Optional() @DateOnly() demandExpiresOn?: LocalDate;
  @Optional() @DateOnly() paymentExpectedOn?: LocalDate;
}

class HeardComplaint extends OfSomebody {
  @OrNull() @Reference() agreementRef: string | null;
  /** Absent where the landlord does not know of the case. */
  @Optional() @Reference() landlordRef?: string;
  @Optional() @IsString() state?: string;
  @Optional() @DateOnly() acknowledgeDueOn?: LocalDate;
  @Optional() @DateOnly() outreachDueOn?: LocalDate;
  @Optional() @OneOf(['support_worker', 'outreach_team']) assignedTo?: 'support_worker' | 'outreach_team';
  @Optional() @DateOnly() replyDueOn?: LocalDate;
  @Optional() @DateOnly() conditionalUntil?: LocalDate;
}

/** Of money for moving in that a landlord gets. */
class HeardPaidLandlord {
  @Reference() landlordRef: string;
  @Reference() proposalRef: string;
}

class HeardFinancing extends OfSomebody {
  @Optional() @IsString() kind?: string;
  @Optional() @Part(() => HeardPaidLandlord) paidTo?: HeardPaidLandlord;
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

class HeardReferral extends OfSomebody {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @DateOnly() dueOn?: LocalDate;
}

class HeardProposal extends OfSomebody {
  @Reference() referralRef: string;
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @DateOnly() answerDueOn: LocalDate;
  @Optional() @DateOnly() leaseDueOn?: LocalDate;
  @Optional() @Whole(0, 100_000) unagreedDeclines?: number;
}

class HeardVacancy {
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @Optional() @IsString() state?: string;
  @Optional() @DateOnly() answerDueOn?: LocalDate;
  @Optional() @IsString() reservedBecause?: string;
  @Optional() @IsString() letBy?: string;
  @Optional() @DateOnly() confirmDueOn?: LocalDate;
  @Optional() @DateOnly() paymentDueOn?: LocalDate;
}

class HeardInspection extends OfSomebody {
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @DateOnly() plannedOn: LocalDate;
}

class HeardRehousing extends OfSomebody {
  @OrNull() @Reference() agreementRef: string | null;
  @IsString() state: string;
  @DateOnly() evictionOn: LocalDate;
}

class HeardMoveOut extends OfSomebody {
  @Reference() agreementRef: string;
  @Reference() landlordRef: string;
  @Optional() @DateOnly() plannedOn?: LocalDate;
  @Optional() @DateOnly() decisionDueOn?: LocalDate;
  @Optional() @DateOnly() paymentDueOn?: LocalDate;
  @Optional() @YesNo() reletAsked?: boolean;
}

class HeardEviction extends OfSomebody {
  @OrNull() @Reference() agreementRef: string | null;
  @Optional() @Reference() landlordRef?: string;
  @Optional() @IsString() state?: string;
  @Optional() @DateOnly() servedOn?: LocalDate;
  @Optional() @DateOnly() vacateBy?: LocalDate;
  @Optional() @DateOnly() evictionOn?: LocalDate;
  @Optional() @DateOnly() dutyDueOn?: LocalDate;
}

/** Whose a case is and whose it was, alike of every kind that is worked on. */
class HeardOwners {
  @Form(/^[a-z][a-z-]{0,39}$/) caseKind: string;
  @Reference() caseRef: string;
  @OrNull() @Reference() agreementRef: string | null;
  @OrNull() @Reference() landlordRef: string | null;
  @Part(() => HeardOwner) owner: HeardOwner;
  @Optional() @Part(() => HeardOwner) previousOwner?: HeardOwner;
}

/** Whose own facts tell whoever gets the case first, with what to do. */
const TELL_THEIR_FIRST_OWNER: readonly string[] = [
  ...['rent-arrears', 'neighbour-complaint', 'financing', 'move-in-inspection', 'move-out', 'rehousing', 'eviction'],
];

/** Of facts that nobody hears of nothing is read. */
const heardOf = (recipients: object) => Object.entries(recipients).flatMap(([type, who]) => (who ? [type] : []));

@Controller()
export class RecipientsConsumer {
  constructor(
    private readonly notifications: NotificationFlows,
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
    const { landlordRef, agreementRef, assignedTo, owner } = data;
    const about = { caseKind: 'rent-arrears', caseRef: key, landlordRef, agreementRef };
    const told = { ...data, assignedTo: owner?.role ?? assignedTo };
    await this.tell(message, recipientsOfArrears[type as keyof typeof recipientsOfArrears]?.(told), about, tx);
  }

  @OnMessage(topics.neighbourComplaintInternal.name, { types: heardOf(recipientsOfComplaints), body: HeardComplaint })
  async complaint(message: IncomingMessage<HeardComplaint>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { landlordRef = null, agreementRef, assignedTo = null, owner } = data;
    const about = { caseKind: 'neighbour-complaint', caseRef: key, landlordRef, agreementRef };
    const told = { ...data, assignedTo: owner?.role ?? assignedTo };
    await this.tell(message, recipientsOfComplaints[type as keyof typeof recipientsOfComplaints]?.(told), about, tx);
  }

  @OnMessage(topics.financingInternal.name, { types: heardOf(recipientsOfFinancing), body: HeardFinancing })
  async financing(message: IncomingMessage<HeardFinancing>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const about = { caseKind: 'financing', caseRef: key, landlordRef: null, agreementRef: null };
    await this.tell(message, recipientsOfFinancing[type as keyof typeof recipientsOfFinancing]?.(data), about, tx);
    if (!data.paidTo) return;
    const { landlordRef, proposalRef } = data.paidTo;
    const ofProposal = { caseKind: 'proposal', caseRef: proposalRef, landlordRef, agreementRef: null };
    await this.tell(message, recipientsOfMoney[type as keyof typeof recipientsOfMoney]?.(data), ofProposal, tx);
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

  @OnMessage(topics.referralInternal.name, { types: heardOf(recipientsOfReferrals), body: HeardReferral })
  async referral(message: IncomingMessage<HeardReferral>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const about = { caseKind: 'referral', caseRef: key, landlordRef: null, agreementRef: data.agreementRef };
    await this.tell(message, recipientsOfReferrals[type as keyof typeof recipientsOfReferrals]?.(data), about, tx);
  }

  @OnMessage(topics.proposalInternal.name, {
    types: [...new Set([...heardOf(recipientsOfProposals), ...heardOf(recipientsOfAnswers)])],
    body: HeardProposal,
  })
  async proposal(message: IncomingMessage<HeardProposal>, tx: Sql): Promise<void> {
    const { key, data } = message;
    const { referralRef, agreementRef, landlordRef, unagreedDeclines } = data;
    const type = message.type as keyof typeof recipientsOfProposals;
    const ofTheLandlord = { caseKind: 'proposal', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfProposals[type]?.(data), ofTheLandlord, tx);
    const ofTheCitizen = { caseKind: 'referral', caseRef: referralRef, landlordRef: null, agreementRef };
    await this.tell(message, recipientsOfAnswers[type]?.(data), ofTheCitizen, tx);
    if (type === types.proposal.declined) {
      const ofTheAgreement = { caseKind: 'agreement', caseRef: agreementRef, landlordRef, agreementRef };
      await this.tell(message, recipientsOfDeclines(unagreedDeclines), ofTheAgreement, tx);
    }
  }

  @OnMessage(topics.vacancyInternal.name, { types: heardOf(recipientsOfVacancies), body: HeardVacancy })
  async vacancy(message: IncomingMessage<HeardVacancy>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { landlordRef, agreementRef } = data;
    const about = { caseKind: 'vacancy', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfVacancies[type as keyof typeof recipientsOfVacancies]?.(data), about, tx);
  }

  @OnMessage(topics.moveInInspectionInternal.name, { types: heardOf(recipientsOfInspections), body: HeardInspection })
  async inspection(message: IncomingMessage<HeardInspection>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { landlordRef, agreementRef } = data;
    const about = { caseKind: 'move-in-inspection', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfInspections[type as keyof typeof recipientsOfInspections]?.(data), about, tx);
  }

  @OnMessage(topics.rehousingInternal.name, { types: heardOf(recipientsOfRehousings), body: HeardRehousing })
  async rehousing(message: IncomingMessage<HeardRehousing>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const about = { caseKind: 'rehousing', caseRef: key, landlordRef: null, agreementRef: data.agreementRef };
    await this.tell(message, recipientsOfRehousings[type as keyof typeof recipientsOfRehousings]?.(data), about, tx);
  }

  @OnMessage(topics.moveOutInternal.name, { types: heardOf(recipientsOfMoveOuts), body: HeardMoveOut })
  async moveOut(message: IncomingMessage<HeardMoveOut>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { landlordRef, agreementRef } = data;
    const about = { caseKind: 'move-out', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfMoveOuts[type as keyof typeof recipientsOfMoveOuts]?.(data), about, tx);
  }

  @OnMessage(topics.evictionInternal.name, { types: heardOf(recipientsOfEvictions), body: HeardEviction })
  async eviction(message: IncomingMessage<HeardEviction>, tx: Sql): Promise<void> {
    const { key, type, data } = message;
    const { agreementRef, landlordRef = null } = data;
    const about = { caseKind: 'eviction', caseRef: key, landlordRef, agreementRef };
    await this.tell(message, recipientsOfEvictions[type as keyof typeof recipientsOfEvictions]?.(data), about, tx);
  }

  @OnMessage(topics.agreementsOwners.name, { types: Object.values(types.agreementsOwners), body: HeardOwners })
  ofAgreements(message: IncomingMessage<HeardOwners>, tx: Sql): Promise<void> {
    return this.passOn(message, tx);
  }

  @OnMessage(topics.referralsOwners.name, { types: Object.values(types.referralsOwners), body: HeardOwners })
  ofReferrals(message: IncomingMessage<HeardOwners>, tx: Sql): Promise<void> {
    return this.passOn(message, tx);
  }

  @OnMessage(topics.incidentsOwners.name, { types: Object.values(types.incidentsOwners), body: HeardOwners })
  ofIncidents(message: IncomingMessage<HeardOwners>, tx: Sql): Promise<void> {
    return this.passOn(message, tx);
  }

  private async passOn({ data, ...message }: IncomingMessage<HeardOwners>, tx: Sql): Promise<void> {
    const { owner, previousOwner, ...about } = data;
    const command = messageCommand('notifications', { ...message, data }, this.clock, tx);
    if (previousOwner) await this.notifications.passOn(previousOwner, owner, about, message.id, command);
    else if (!TELL_THEIR_FIRST_OWNER.includes(about.caseKind) && (owner.person ?? owner.team))
      await this.notifications.send([{ to: owner, subject: 'case-given' }], about, message.id, command);
  }

  private async tell(message: IncomingMessage<object>, all: Recipient[] = [], about: About, tx: Sql): Promise<void> {
    const command = messageCommand('notifications', message, this.clock, tx);
    const { owner } = message.data as OfSomebody;
    const news = all.flatMap(([role, subject, dueOn = null, standIn]): News[] =>
      role ? [{ to: role === owner?.role ? owner : { role }, subject, dueOn, standIn: standIn !== undefined }] : [],
    );
    await this.notifications.send(news, about, message.id, command);
  }
}
