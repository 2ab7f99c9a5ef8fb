// SPDX-License-Identifier: MPL-2.0
import { AgreementState } from './agreements/agreement.js';
import { ContactsState } from './agreements/contacts.js';
import { CoverBookingState } from './agreements/cover-booking.js';
import { LandlordState } from './agreements/landlord.js';
import { CaseOwnerState } from './case-owner.js';
import { DeadlineState } from './deadline-state.js';
import { ErasureReceipt } from './erasure-receipt.js';
import { EvictionState } from './incidents/eviction.js';
import { MoveOutState } from './incidents/move-out.js';
import { NeighbourComplaintState } from './incidents/neighbour-complaint.js';
import { RentArrearsState } from './incidents/rent-arrears.js';
import { StaffState } from './notifications/staff.js';
import { AdministrationAgreementState } from './referrals/administration-agreement.js';
import { CitizenErasure } from './referrals/citizen.js';
import { FinancingState } from './referrals/financing.js';
import { MoveInInspectionState } from './referrals/move-in-inspection.js';
import { ProposalState } from './referrals/proposal.js';
import { ReferralState } from './referrals/referral.js';
import { RehousingState } from './referrals/rehousing.js';
import { TenancyState } from './referrals/tenancy.js';
import { VacancyState } from './referrals/vacancy.js';
import type { ServiceName } from './service-names.js';

/** What is published of one kind. Names are camelCase here and kebab-case in topics and types. */
export interface Published {
  /** The only service that writes it. */
  readonly owner: ServiceName;
  /** The kind's name in topics and types, where it is not that of the entry. */
  readonly name?: string;
  /** What the public topic is about; without it there is none. Its body is `PublicCaseEvent`. */
  readonly public?: string;
  /** What the internal topic is about; without it there is none. */
  readonly internal?: string;
  /** The body on the internal topic. */
  readonly body?: new () => object;
  /** Fact, in the past tense → what it says; told on each topic of the kind. */
  readonly facts: Readonly<Record<string, string>>;
  /** Facts for the four services alone; subscribers are told `changed` instead. */
  readonly internalFacts?: Readonly<Record<string, string>>;
}

const deadlinesOf = <Owner extends ServiceName>(owner: Owner) =>
  ({
    owner,
    name: 'deadlines',
    internal: `Deadlines that ${owner} computed: set, met, cancelled.`,
    body: DeadlineState,
    facts: {
      set: 'A deadline runs, waits, or runs to another day.',
      met: 'What the deadline asked for was done.',
      cancelled: 'The deadline no longer applies.',
    },
  }) as const;

const ownersOf = <Owner extends ServiceName>(owner: Owner) =>
  ({
    owner,
    name: 'owners',
    internal: `Whose each case of ${owner} is: role, team and person.`,
    body: CaseOwnerState,
    facts: {
      assigned: 'A case that was nobody’s is somebody’s.',
      handedOver: 'A case was taken, or went to another person, team or role.',
    },
  }) as const;

const erasuresOf = <Owner extends ServiceName>(owner: Owner) =>
  ({
    owner,
    name: 'erasures',
    internal: `That ${owner} has forgotten an erased citizen.`,
    body: ErasureReceipt,
    facts: { done: 'Nothing that points at the citizen is left, but the cases, of nobody.' },
  }) as const;

/**
 * Everything that is published, one entry for each kind. Topics, types, schemas, documents, provisioning and checks are
 * made from it.
 */
export const published = {
  agreement: {
    owner: 'agreements',
    public: 'An agreement between the municipality and a landlord changed.',
    internal: 'The terms other services act by.',
    body: AgreementState,
    facts: {
      created: 'An agreement was drafted.',
      changed: 'Something else about the agreement changed.',
      versionActivated: 'A signed version came into force, in place of the one before; its terms apply from now on.',
      noticeGiven: 'One of the parties gave notice.',
      runOff: 'The agreement ended for new tenancies; those that began under it run on.',
      expired: 'The term ended with nothing left to settle.',
      terminated: 'The agreement ended with nothing left to settle.',
      abandoned: 'The parties gave the negotiation up.',
      capWarning: 'At least 80 % of a cap is reserved or paid.',
      capReached: 'A cap is used up.',
    },
    internalFacts: {
      shared: 'The municipality showed the draft to the landlord.',
      changeProposed: 'One of the parties proposed another text.',
      approved: 'One of the parties approved the text.',
      negotiated: 'Both parties have approved the same text.',
      revisionStarted: 'One of the parties began a next version beside the one in force.',
      revisionAbandoned: 'The next version was given up.',
      entryPointChanged: 'The municipality is reached in another way, or by somebody else.',
      signed: 'One of the parties signed, or both have and the term has not started.',
    },
  },
  landlord: {
    owner: 'agreements',
    internal: 'Which duties a landlord has; never who it is.',
    body: LandlordState,
    facts: { changed: 'A landlord was registered, or has other duties.' },
  },
  contacts: {
    owner: 'agreements',
    internal: 'Role mailboxes and phones of both parties; never citizens.',
    body: ContactsState,
    facts: { published: 'The parties’ contact points are these.' },
  },
  coverBooking: {
    owner: 'agreements',
    internal:
      'What of the agreed cover is reserved, paid or given back. There is no public topic: money is nobody else’s business.',
    body: CoverBookingState,
    facts: {
      reserved: 'Cover was reserved, all or part of what was asked for.',
      refused: 'No cover could be reserved.',
      confirmed: 'Reserved cover was paid.',
      corrected: 'Another amount was paid than was told.',
      released: 'Reserved cover was given back.',
      expired: 'A reservation was neither confirmed nor released in time.',
    },
  },
  agreementsDeadlines: deadlinesOf('agreements'),
  agreementsOwners: ownersOf('agreements'),
  agreementsErasures: erasuresOf('agreements'),
  referral: {
    owner: 'referrals',
    public: 'A referral of a citizen to a dwelling was registered, changed or closed.',
    internal: 'Where a referral stands; never who it is about.',
    body: ReferralState,
    facts: {
      registered: 'A citizen was referred.',
      proposed: 'A dwelling was proposed.',
      accepted: 'The landlord accepted.',
      changed: 'Something else about the referral changed.',
      closed: 'The referral ended.',
    },
    internalFacts: {
      outlookAsked: 'The benefits office is asked how the move can be financed.',
      outlookGiven: 'The benefits office told how the move can be financed: a dwelling can be looked for.',
      declined: 'Nothing comes of the dwelling that was proposed: another one is looked for.',
      financingApplied: 'Loans and grants are applied for.',
      leaseReady: 'The financing is in place: the landlord is asked for the lease.',
      leased: 'The lease is signed.',
      movedIn: 'The first day of the tenancy has come.',
    },
  },
  proposal: {
    owner: 'referrals',
    internal: 'Whether a landlord has answered a proposal. There is no public topic: the referral has one.',
    body: ProposalState,
    facts: {
      made: 'A household was proposed for a vacant dwelling of the landlord.',
      accepted: 'The landlord accepted.',
      declined: 'The landlord declined.',
      lapsed: 'The proposal is no longer current.',
      leaseAsked: 'The financing is in place: the lease can be signed.',
      leased: 'The lease is signed.',
    },
    internalFacts: { changed: 'Something about it changed that others need not tell apart.' },
  },
  vacancy: {
    owner: 'referrals',
    public: 'A vacant dwelling was reported, reserved, released or let.',
    internal: 'How long a dwelling stands empty for the municipality, and what cover its rent asks for.',
    body: VacancyState,
    facts: {
      reported: 'A landlord reported a vacant dwelling.',
      reserved: 'The municipality wants the dwelling, or did not answer in time.',
      released: 'The municipality does not want the dwelling, or does not want it any more.',
      let: 'There is a next tenancy in the dwelling.',
      changed: 'Something else about the vacancy changed.',
    },
    internalFacts: {
      noticeEnded: 'Nobody moved in before a notice would have ended: the dwelling is the landlord’s again.',
      confirmationAsked: 'The landlord is asked whether the dwelling still stands empty.',
      paymentProposed: 'What the rent comes to was proposed for payment, and cover is asked for.',
      coverReserved: 'Cover is reserved: somebody else is to approve the payment.',
      coverRefused: 'The agreement does not cover the rent.',
      paymentApproved: 'A second person approved the payment.',
      paid: 'The rent was paid to the landlord.',
      reopened: 'The tenancy by which it was let was registered in error: the dwelling stands empty again.',
      corrected: 'What was recorded of the vacancy was registered in error and is struck.',
    },
  },
  citizen: {
    owner: 'referrals',
    internal:
      'A citizen was erased. There is no public topic, and nothing else is told: who lives where is nobody else’s business.',
    body: CitizenErasure,
    facts: { erased: 'A citizen was erased: what could point at the person is to be forgotten.' },
  },
  tenancy: {
    owner: 'referrals',
    public: 'A tenancy under an agreement started or ended.',
    internal: 'References and dates of a tenancy.',
    body: TenancyState,
    facts: {
      started: 'A tenancy under an agreement started.',
      ended: 'A tenancy under an agreement ended.',
      startCorrected: 'A tenancy was registered in error and is struck: there is no such tenancy.',
      endCorrected: 'The end of a tenancy was registered in error and is struck: it runs on.',
    },
    internalFacts: { changed: 'The tenant has another support worker, or has settled in further.' },
  },
  moveInInspection: {
    owner: 'referrals',
    public: 'The inspection of a dwelling at moving in was scheduled or held.',
    internal: 'When a dwelling is inspected at moving in; nothing of what was found.',
    body: MoveInInspectionState,
    facts: {
      scheduled: 'A day was set for the inspection.',
      held: 'The inspection was held.',
      changed: 'Something else about the inspection changed.',
    },
    internalFacts: {
      moved: 'The inspection is on another day.',
      reported: 'The tenant has the report.',
      defectsListed: 'The tenant has sent a list of defects.',
      cancelled: 'There is no inspection.',
      corrected: 'What was recorded of the inspection was registered in error and is struck.',
    },
  },
  rehousing: {
    owner: 'referrals',
    public: 'The rehousing of an evicted tenant was opened or closed.',
    internal: 'By when an evicted tenant needs shelter; never who it is about.',
    body: RehousingState,
    facts: {
      opened: 'A day was set for an eviction: shelter and a new home are to be found.',
      changed: 'Something else about the rehousing changed.',
      closed: 'The rehousing ended.',
    },
    internalFacts: {
      dateChanged: 'The eviction is on another day.',
      homeLost: 'The referral to a new home ended without one.',
      reopened: 'What had ended the rehousing does not hold any more.',
    },
  },
  financing: {
    owner: 'referrals',
    public: 'A financing case was opened, changed or closed.',
    internal: 'Where a financing case stands, and what is paid when.',
    body: FinancingState,
    facts: {
      applied: 'Financing was applied for.',
      changed: 'Something about the case changed that others need not tell apart.',
      decided: 'The benefits office decided, and the decision has taken effect.',
      paid: 'A payment was made.',
      withdrawn: 'It is no longer needed.',
    },
    internalFacts: {
      disbursementProposed: 'A payment was proposed, which another person has to approve.',
      disbursementApproved: 'A proposed payment was approved, and can be made.',
    },
  },
  administrationAgreement: {
    owner: 'referrals',
    internal:
      'Who pays the rent of a tenancy, and from when. There is no public topic: that it exists is nobody else’s business.',
    body: AdministrationAgreementState,
    facts: {
      started: 'The municipality pays the rent from a date on.',
      ended: 'The tenant pays the rent from a date on.',
    },
  },
  referralsDeadlines: deadlinesOf('referrals'),
  referralsOwners: ownersOf('referrals'),
  rentArrears: {
    owner: 'incidents',
    public: 'A case of missing rent was opened, changed or closed.',
    internal: 'The state of a case of missing rent.',
    body: RentArrearsState,
    facts: {
      opened: 'A landlord reported missing rent.',
      acknowledged: 'The single entry point acknowledged the report.',
      assigned: 'Outreach was given to a support worker or the outreach team.',
      tenancyMatched: 'The tenancy that the report is about became known.',
      demandRunning: 'A formal demand reached the tenant.',
      changed: 'Something else about the case changed.',
      closed: 'The case ended.',
    },
    internalFacts: {
      standInCalled: 'Nobody answered the landlord for two working days: the stand-in takes over.',
      outreachTried: 'The tenant was contacted, or could not be reached.',
      demandIssued: 'The landlord issued a formal demand.',
      demandEnded: 'A demand expired, was withdrawn or is invalid.',
      paymentBooked: 'Part of what is owed was paid.',
      paidLate: 'All was paid after a demand had expired: the landlord is asked to waive the termination.',
      paidTwice: 'Help was paid although the tenant had paid already.',
      planAgreed: 'Landlord and tenant agreed an instalment plan.',
      planBroken: 'An instalment was missed.',
      helpRequested: 'Temporary help was asked for.',
      helpGranted: 'Temporary help was granted; a day of payment is set.',
      helpRefused: 'Temporary help was refused or withdrawn.',
      paymentCorrected: 'A payment was registered in error and is struck; a case that it had closed is open again.',
      contactCorrected: 'A contact with the tenant was registered in error and is struck.',
      deliveryCorrected: 'The delivery of a demand was registered in error and is struck: the demand does not run.',
      demandCorrected: 'A demand was registered in error and is struck.',
      escalationCorrected: 'That the case became an eviction was registered in error and is struck: it is open again.',
      tenancyCorrected: 'The tenancy of the case was registered in error and is struck.',
      reportCorrected:
        'A report was registered in error and is struck; where it was the only one, the case ended with it.',
    },
  },
  incidentsDeadlines: deadlinesOf('incidents'),
  incidentsOwners: ownersOf('incidents'),
  incidentsErasures: erasuresOf('incidents'),
  neighbourComplaint: {
    owner: 'incidents',
    public: 'A case of a neighbour’s complaint was opened, changed or closed; one of which its landlord knows.',
    internal: 'The state of a complaint about a tenant; nothing of what it is about.',
    body: NeighbourComplaintState,
    facts: {
      opened: 'A concern or a complaint was reported.',
      tribunalFiled: 'The landlord brought the case before the rent tribunal.',
      tribunalDecided: 'The rent tribunal has decided.',
      escalated: 'It became an eviction case.',
      changed: 'Something else about the case changed.',
      closed: 'The case ended.',
    },
    internalFacts: {
      acknowledged: 'The single entry point acknowledged the report.',
      standInCalled: 'Nobody answered the report for two working days: the stand-in takes over.',
      assigned: 'Outreach was given to a support worker or the outreach team.',
      furtherReported: 'Something more was reported.',
      dialogueRecorded: 'The tenant was contacted, or could not be reached.',
      reminderSent: 'The landlord reminded the tenant in writing.',
      breachRecorded: 'The landlord recorded a new breach.',
      warningSent: 'The landlord warned the tenant.',
      conditionBreached: 'A condition of the conditional tenancy was breached.',
      tenancyMatched: 'The tenancy that the report is about became known.',
      tenancyCorrected: 'The tenancy of the case was registered in error and is struck.',
      corrected: 'What was recorded was registered in error and is struck.',
      dialogueCorrected: 'A contact with the tenant was registered in error and is struck.',
    },
  },
  eviction: {
    owner: 'incidents',
    public: 'An eviction case was opened, a day was set or it was carried out, or it ended.',
    internal: 'Where an eviction case stands, and its days; nothing of the household, of conduct or of what is owed.',
    body: EvictionState,
    facts: {
      opened: 'A lease is to end against the tenant’s will.',
      dateSet: 'The bailiff court has set a day for the eviction, or another one.',
      executed: 'The eviction was carried out.',
      changed: 'Something else about the case changed.',
      closed: 'The case ended: the tenant moved out, stays, or was evicted some weeks ago.',
    },
    internalFacts: {
      terminationServed: 'The landlord terminated the lease.',
      bailiffRequested: 'The landlord asked the bailiff court for the eviction.',
      courtNotified: 'The bailiff court notified the municipality: the question of help is to be taken up at once.',
      courtNoticed: 'The bailiff court told the municipality that the eviction was carried out.',
      dutyChanged: 'Something about the municipality’s own duty changed.',
      paidLate: 'All that was owed is paid: the landlord is asked whether that ends the matter.',
      corrected: 'What was recorded of the case was registered in error and is struck.',
    },
  },
  moveOut: {
    owner: 'incidents',
    public: 'A tenant moves out of a dwelling under an agreement: known, inspected, settled.',
    internal: 'Where a move-out stands, and what cover it asks for; no line of its statement.',
    body: MoveOutState,
    facts: {
      opened: 'A move-out became known.',
      inspectionScheduled: 'A day was set for the inspection.',
      inspectionHeld: 'The inspection was held.',
      settlementReceived: 'The landlord submitted the settlement statement.',
      settlementApproved: "The municipality's share was decided on.",
      settlementPaid: 'The municipality has paid its share.',
      changed: 'Something else about the move-out changed.',
      closed: 'The move-out is settled.',
    },
    internalFacts: {
      coverRequested: 'Cover is asked for.',
      coverReserved: 'Cover is reserved: the share or the vacancy rent can be approved.',
      coverRefused: 'The agreement covers nothing of it.',
      approvalFell: 'An approved share is to be assessed anew.',
      disputed: 'Landlord or tenant disputes lines of the settlement.',
      disputeEnded: 'The dispute over the settlement has ended.',
      vacancyRentApproved: 'A second person approved the vacancy rent afterwards.',
      vacancyRentPaid: 'The vacancy rent afterwards was paid to the landlord.',
      corrected: 'What was recorded of the move-out was registered in error and is struck.',
    },
  },
  staff: {
    owner: 'notifications',
    internal: 'Who works in the municipality: roles, teams, absence and stand-in; no name, no mailbox.',
    body: StaffState,
    facts: { changed: 'Somebody of the staff came, changed or left.' },
  },
  notificationsErasures: erasuresOf('notifications'),
  deadline: {
    owner: 'notifications',
    public: 'A deadline is set, soon due, due, overdue, met or cancelled.',
    facts: {
      set: 'A deadline runs, or runs to another day.',
      dueSoon: 'A deadline is near.',
      due: 'Today is the last day in time.',
      overdue: 'The last day has passed.',
      paused: 'A deadline waits.',
      met: 'A deadline was met.',
      cancelled: 'A deadline no longer applies.',
    },
  },
} as const satisfies Readonly<Record<string, Published>>;

type All = typeof published;
export type PublishedKind = keyof All;

/** `rentArrears` → `rent-arrears` */
export type Kebab<Word extends string> = Word extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Word;

/** The kind's name in topics and types. */
export type NameOf<Kind extends PublishedKind> = All[Kind] extends { readonly name: infer Name extends string }
  ? Name
  : Kebab<Kind>;

export const kebab = <Word extends string>(word: Word) =>
  word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) as Kebab<Word>;

export const kinds: readonly (readonly [PublishedKind, Published])[] = Object.entries(published) as [
  PublishedKind,
  Published,
][];

/** The kind's name in topics and types, for example `rent-arrears`. */
export const nameOf = (kind: PublishedKind, { name = kebab(kind) }: Published): string => name;
