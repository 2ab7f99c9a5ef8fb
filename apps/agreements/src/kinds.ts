// SPDX-License-Identifier: MPL-2.0
import { handOvers, type KindOfService } from '#service';
import { ActionItemController } from './action-item/action-item.controller.js';
import { actionItem } from './action-item/action-item.kind.js';
import { AgreementController } from './agreement/agreement.controller.js';
import { AgreementFlows } from './agreement/agreement.flows.js';
import { agreement } from './agreement/agreement.kind.js';
import { DrawnDocuments } from './agreement/document/drawn-documents.js';
import { KeptTexts } from './agreement/texts.lookup.js';
import { CoverAccount } from './cover-booking/account.lookup.js';
import { CoverBookingController } from './cover-booking/cover-booking.controller.js';
import { CoverBookingFlows } from './cover-booking/cover-booking.flows.js';
import { coverBooking } from './cover-booking/cover-booking.kind.js';
import { DwellingController } from './dwelling/dwelling.controller.js';
import { DwellingFlows } from './dwelling/dwelling.flows.js';
import { dwelling } from './dwelling/dwelling.kind.js';
import { EndOfAgreementFlows } from './end-of-agreement/end-of-agreement.flows.js';
import { ExpectationCheckController } from './expectation-check/expectation-check.controller.js';
import { expectationCheck } from './expectation-check/expectation-check.kind.js';
import { LandlordController } from './landlord/landlord.controller.js';
import { landlord } from './landlord/landlord.kind.js';
import { MeetingController } from './meeting/meeting.controller.js';
import { MeetingFlows } from './meeting/meeting.flows.js';
import { meeting } from './meeting/meeting.kind.js';
import { PreventiveMeasureController } from './preventive-measure/preventive-measure.controller.js';
import { preventiveMeasure } from './preventive-measure/preventive-measure.kind.js';
import { PropertyController } from './property/property.controller.js';
import { PropertyFlows } from './property/property.flows.js';
import { property } from './property/property.kind.js';
import { PropertyImportController } from './property-import/property-import.controller.js';
import { PropertyImportFlows } from './property-import/property-import.flows.js';
import { propertyImport } from './property-import/property-import.kind.js';

/** From who the parties are and what they own, over what they agree, to how it goes. */
const own: readonly KindOfService[] = [
  { kind: landlord, controllers: [LandlordController] },
  { kind: property, controllers: [PropertyController], providers: [PropertyFlows] },
  { kind: dwelling, controllers: [DwellingController], providers: [DwellingFlows] },
  { kind: propertyImport, controllers: [PropertyImportController], providers: [PropertyImportFlows] },
  { kind: agreement, controllers: [AgreementController], providers: [AgreementFlows, KeptTexts, DrawnDocuments] },
  { kind: coverBooking, controllers: [CoverBookingController], providers: [CoverBookingFlows, CoverAccount] },
  { kind: meeting, controllers: [MeetingController], providers: [MeetingFlows, EndOfAgreementFlows] },
  { kind: actionItem, controllers: [ActionItemController] },
  { kind: expectationCheck, controllers: [ExpectationCheckController] },
  { kind: preventiveMeasure, controllers: [PreventiveMeasureController] },
];

export const kinds: readonly KindOfService[] = [...own, handOvers('agreements-hand-over', own)];
