// SPDX-License-Identifier: MPL-2.0
// Besked: what a role must hear, as an item in its inbox (domain.md 8.1).
import { type CaseKindEntry, caseKinds } from '#contracts/case-kinds';
import type { ActingRole, Role } from '#contracts/roles';
import { type LocalDate, rules } from '#domain';
import { type Addressee, keyOf } from '../staff/addressee.js';

export const NOTIFICATION_STATES = ['UNREAD', 'ACKNOWLEDGED'] as const;

/** The municipality's roles that have an inbox. */
export const MUNICIPAL_INBOXES = [
  'single_entry',
  'support_worker',
  'outreach_team',
  'benefits_caseworker',
  'social_caseworker',
  'finance',
  'team_leader',
  'steering_member',
] as const satisfies Role[];
export const INBOX_ROLES = [...MUNICIPAL_INBOXES, 'landlord_admin'] as const;

/** What an item may say: fixed sentences, so that neither a person nor an amount can get into one (domain.md 9.1). */
export const subjects = {
  'rent-arrears-reported': {
    da: 'En udlejer har meldt om manglende husleje. Bekræft modtagelsen.',
    en: 'A landlord has reported missing rent. Acknowledge it.',
  },
  'rent-arrears-received': {
    da: 'Kommunen har modtaget jeres melding om manglende husleje.',
    en: 'The municipality has received your report of missing rent.',
  },
  'rent-arrears-assigned': {
    da: 'I har fået en sag om manglende husleje. Kontakt lejeren.',
    en: 'You were given a case of missing rent. Contact the tenant.',
  },
  'rent-arrears-acting': {
    da: 'Kommunen er i gang med sagen om manglende husleje.',
    en: 'The municipality is acting on the case of missing rent.',
  },
  'rent-arrears-stand-in': {
    da: 'En melding om manglende husleje har været ubesvaret i to arbejdsdage. Stedfortræderen overtager.',
    en: 'A report of missing rent has been unanswered for two working days. The stand-in takes over.',
  },
  'rent-arrears-demand-issued': {
    da: 'Udlejer har afgivet påkrav i en sag om manglende husleje.',
    en: 'The landlord has issued a formal demand in a case of missing rent.',
  },
  'rent-arrears-demand-running': {
    da: 'Et påkrav er nået frem til lejeren. Fristen løber.',
    en: 'A formal demand has reached the tenant. Its time runs.',
  },
  'rent-arrears-demand-ended': {
    da: 'Et påkrav løber ikke længere. Se i sagen hvorfor.',
    en: 'A formal demand no longer runs. See in the case why.',
  },
  'rent-arrears-part-paid': {
    da: 'Der er betalt en del i en sag om manglende husleje.',
    en: 'Part has been paid in a case of missing rent.',
  },
  'rent-arrears-paid-late': {
    da: 'Der er betalt efter påkravets frist. Tag stilling til, om I lader sagen falde.',
    en: 'Payment came after the demand had expired. Decide whether to let the matter rest.',
  },
  'rent-arrears-waits-for-landlord': {
    da: 'Der er betalt efter påkravets frist. Udlejer skal tage stilling.',
    en: 'Payment came after the demand had expired. The landlord has to decide.',
  },
  'rent-arrears-paid-twice': {
    da: 'Kommunen har betalt i en sag, som allerede var afsluttet. Få beløbet tilbage.',
    en: 'The municipality has paid in a case that was closed already. Get the amount back.',
  },
  'rent-arrears-plan-agreed': {
    da: 'Udlejer og lejer har en afdragsordning.',
    en: 'Landlord and tenant have an instalment plan.',
  },
  'rent-arrears-plan-broken': {
    da: 'En rate blev ikke betalt i tide. Afdragsordningen er brudt.',
    en: 'An instalment was not paid in time. The instalment plan is broken.',
  },
  'rent-arrears-help-requested': {
    da: 'Der er søgt om midlertidig hjælp i en sag om manglende husleje.',
    en: 'Temporary help was asked for in a case of missing rent.',
  },
  'rent-arrears-help-refused': {
    da: 'Den midlertidige hjælp blev ikke til noget. Find en anden løsning.',
    en: 'Nothing came of the temporary help. Find another solution.',
  },
  'rent-arrears-payment-expected': {
    da: 'Den manglende husleje ventes betalt.',
    en: 'The missing rent is expected to be paid.',
  },
  'rent-arrears-terminated': {
    da: 'En sag om manglende husleje er blevet til en udsættelsessag.',
    en: 'A case of missing rent has become an eviction case.',
  },
  'complaint-reported': {
    da: 'Der er meldt en bekymring eller en klage over en lejer. Bekræft modtagelsen.',
    en: 'A concern or a complaint about a tenant was reported. Acknowledge it.',
  },
  'complaint-received': {
    da: 'Kommunen har modtaget jeres melding om en lejer.',
    en: 'The municipality has received your report about a tenant.',
  },
  'complaint-stand-in': {
    da: 'En melding om en lejer har været ubesvaret i to arbejdsdage. Stedfortræderen overtager.',
    en: 'A report about a tenant has been unanswered for two working days. The stand-in takes over.',
  },
  'complaint-assigned': {
    da: 'I har fået en sag om naboklager. Kontakt lejeren.',
    en: 'You were given a case of complaints. Contact the tenant.',
  },
  'complaint-acting': {
    da: 'Kommunen er i gang med sagen om naboklager.',
    en: 'The municipality is acting on the case of complaints.',
  },
  'complaint-further-report': {
    da: 'Der er meldt yderligere i en sag om naboklager.',
    en: 'Something more was reported in a case of complaints.',
  },
  'complaint-reminder-sent': {
    da: 'Udlejer har givet lejeren en skriftlig påmindelse.',
    en: 'The landlord has reminded the tenant in writing.',
  },
  'complaint-breach-recorded': {
    da: 'Udlejer har registreret et nyt brud i en sag om naboklager.',
    en: 'The landlord has recorded a new breach in a case of complaints.',
  },
  'complaint-warning-sent': {
    da: 'Udlejer har givet lejeren en advarsel.',
    en: 'The landlord has warned the tenant.',
  },
  'complaint-tribunal-filed': {
    da: 'Udlejer har indbragt en sag for Huslejenævnet. Hjælp lejeren med at svare i tide.',
    en: 'The landlord has gone to the rent tribunal. Help the tenant to reply in time.',
  },
  'complaint-tribunal-decided': {
    da: 'Huslejenævnet har truffet afgørelse. Se i sagen hvilken.',
    en: 'The rent tribunal has decided. See in the case what.',
  },
  'complaint-condition-breached': {
    da: 'Udlejer har meldt et brud på vilkårene for et betinget lejemål.',
    en: 'The landlord has reported a breach of the conditions of a conditional tenancy.',
  },
  'complaint-escalated': {
    da: 'En sag om naboklager er blevet til en udsættelsessag.',
    en: 'A case of complaints has become an eviction case.',
  },
  'complaint-tenancy-struck': {
    da: 'Lejemålet i en sag om naboklager var registreret ved en fejl. Se, hvem sagen gælder.',
    en: 'The tenancy of a case of complaints was registered in error. See whom the case is about.',
  },
  'complaint-corrected': {
    da: 'En registrering i en sag om naboklager var en fejl. Det, der fulgte af den, gælder ikke.',
    en: 'A record in a case of complaints was made in error. What followed from it does not hold.',
  },
  'complaint-closed': {
    da: 'Sagen om naboklager er afsluttet.',
    en: 'The case of complaints is closed.',
  },
  'help-applied': {
    da: 'Der er søgt om midlertidig huslejehjælp. Træf afgørelse.',
    en: 'Temporary rent help was applied for. Decide on it.',
  },
  'help-to-pay': {
    da: 'Bevilget hjælp skal udbetales til udlejer.',
    en: 'Granted help is to be paid to the landlord.',
  },
  'help-withdrawn': {
    da: 'En ansøgning om hjælp er ikke længere aktuel. Udbetal ikke.',
    en: 'An application for help is no longer needed. Do not pay.',
  },
  'financing-applied': {
    da: 'Der er søgt om lån eller hjælp til indflytning. Træf afgørelse.',
    en: 'A loan or help with moving in was applied for. Decide on it.',
  },
  'financing-granted': {
    da: 'Et lån eller en hjælp til indflytning er bevilget.',
    en: 'A loan or help with moving in was granted.',
  },
  'financing-refused': {
    da: 'Der er givet afslag på et lån eller en hjælp til indflytning. Se, hvad det betyder for indstillingen.',
    en: 'A loan or help with moving in was refused. See what that means for the referral.',
  },
  'financing-in-place': {
    da: 'Finansieringen af depositum og forudbetalt leje er på plads. Pengene kommer denne dag.',
    en: 'The financing of deposit and prepaid rent is in place. The money comes on this day.',
  },
  'financing-fell-through': {
    da: 'Finansieringen af depositum og forudbetalt leje er bortfaldet.',
    en: 'The financing of deposit and prepaid rent has fallen through.',
  },
  'financing-to-pay': {
    da: 'Et lån eller en hjælp til indflytning er bevilget. Indstil udbetalingen.',
    en: 'A loan or help with moving in was granted. Propose the disbursement.',
  },
  'disbursement-to-approve': {
    da: 'En udbetaling er indstillet. En anden end den, der indstillede den, skal godkende.',
    en: 'A disbursement is proposed. Another person than the proposer has to approve it.',
  },
  'disbursement-to-pay': {
    da: 'En udbetaling er godkendt. Udbetal, og registrér det.',
    en: 'A disbursement is approved. Pay it, and register it.',
  },
  'financing-outlook-asked': {
    da: 'En borger er indstillet til en bolig. Giv besked om, hvordan indflytningen ventes finansieret.',
    en: 'A citizen is referred to a dwelling. Tell how the move is expected to be financed.',
  },
  'financing-outlook-given': {
    da: 'Ydelsesafdelingen har givet besked om finansiering. Foreslå en bolig.',
    en: 'The benefits office has told how the move can be financed. Propose a dwelling.',
  },
  'proposal-made': {
    da: 'Kommunen har foreslået en husstand til en af jeres ledige boliger. Svar ja eller nej.',
    en: 'The municipality has proposed a household for one of your vacant dwellings. Answer yes or no.',
  },
  'proposal-lapsed': {
    da: 'Et forslag til en af jeres ledige boliger er ikke længere aktuelt.',
    en: 'A proposal for one of your vacant dwellings is no longer current.',
  },
  'proposal-accepted': {
    da: 'Udlejer har sagt ja. Få finansieringen på plads.',
    en: 'The landlord has accepted. See to the financing.',
  },
  'proposal-declined': {
    da: 'Udlejer har sagt nej. Find en anden bolig.',
    en: 'The landlord has declined. Find another dwelling.',
  },
  'proposal-lease-asked': {
    da: 'Finansieringen er på plads. Skriv lejekontrakt, og registrér den.',
    en: 'The financing is in place. Sign the lease, and register it.',
  },
  'lease-awaited': {
    da: 'Finansieringen af en indflytning er på plads. Udlejer er bedt om en lejekontrakt.',
    en: 'The financing of a move is in place. The landlord is asked for the lease.',
  },
  'lease-signed': {
    da: 'Lejekontrakten er underskrevet. Forbered indflytningen.',
    en: 'The lease is signed. Prepare the move.',
  },
  'proposals-declined-without-reason': {
    da: 'Udlejer har mindst tre gange sagt nej til en husstand uden en grund, som aftalen kender. Tag det op på næste møde.',
    en: 'The landlord has at least three times declined a household without a reason that the agreement knows. Take it up at the next meeting.',
  },
  'rent-paid-by-municipality': {
    da: 'Fra denne dag betales huslejen af kommunen.',
    en: 'From this day the rent is paid by the municipality.',
  },
  'rent-paid-by-tenant': {
    da: 'Fra denne dag betales huslejen af lejeren.',
    en: 'From this day the rent is paid by the tenant.',
  },
  'rent-arrears-closed': {
    da: 'Sagen om manglende husleje er afsluttet.',
    en: 'The case of missing rent is closed.',
  },
  'rent-arrears-payment-struck': {
    da: 'En betaling i en sag om manglende husleje var registreret ved en fejl. Det, der fulgte af den, gælder ikke.',
    en: 'A payment in a case of missing rent was registered in error. What followed from it does not hold.',
  },
  'rent-arrears-delivery-struck': {
    da: 'Det var en fejl, at et påkrav var nået frem til lejeren. Dets frist løber ikke.',
    en: 'It was an error that a formal demand had reached the tenant. Its time does not run.',
  },
  'rent-arrears-demand-struck': {
    da: 'Et påkrav i en sag om manglende husleje var registreret ved en fejl.',
    en: 'A formal demand in a case of missing rent was registered in error.',
  },
  'rent-arrears-report-struck': {
    da: 'En melding om manglende husleje var en fejl. Se i sagen, om der er noget tilbage af den.',
    en: 'A report of missing rent was an error. See in the case whether anything is left of it.',
  },
  'rent-arrears-escalation-struck': {
    da: 'Det var en fejl, at en sag om manglende husleje blev til en udsættelsessag. Den er åben igen.',
    en: 'It was an error that a case of missing rent became an eviction case. It is open again.',
  },
  'rent-arrears-paid-after-termination': {
    da: 'Kommunen har betalt, efter at lejemålet blev ophævet. Se i udsættelsessagen, om beløbet var skyldigt.',
    en: 'The municipality has paid after the lease was terminated. See in the eviction case whether it was owed.',
  },
  'rent-arrears-tenancy-struck': {
    da: 'Lejemålet i en sag om manglende husleje var registreret ved en fejl. Se, hvad det betyder for sagen.',
    en: 'The tenancy of a case of missing rent was registered in error. See what that means for the case.',
  },
  'agreement-shared': {
    da: 'Kommunen har delt et udkast til samarbejdsaftale. Læs det, og foreslå ændringer, eller godkend det.',
    en: 'The municipality has shared a draft agreement. Read it, and propose changes or approve it.',
  },
  'agreement-change-proposed': {
    da: 'Der er foreslået en ny tekst til samarbejdsaftalen. Læs, hvad der er ændret, og svar.',
    en: 'A new text of the agreement was proposed. Read what has changed, and answer.',
  },
  'agreement-approved-by-other': {
    da: 'Den anden part har godkendt teksten til samarbejdsaftalen. Godkend den, eller foreslå en anden.',
    en: 'The other party has approved the text of the agreement. Approve it, or propose another one.',
  },
  'agreement-to-sign': {
    da: 'Teksten til samarbejdsaftalen er godkendt af begge. Skriv under.',
    en: 'Both have approved the text of the agreement. Sign it.',
  },
  'agreement-revision-started': {
    da: 'En ny version af samarbejdsaftalen er begyndt. Den gældende løber videre imens.',
    en: 'A next version of the agreement was begun. The one in force goes on meanwhile.',
  },
  'agreement-revision-abandoned': {
    da: 'Den nye version af samarbejdsaftalen blev opgivet. Den gældende løber videre.',
    en: 'The next version of the agreement was given up. The one in force goes on.',
  },
  'agreement-in-force': {
    da: 'Samarbejdsaftalen er trådt i kraft i sin nye version.',
    en: 'The agreement has come into force in its new version.',
  },
  'agreement-notice-given': {
    da: 'Samarbejdsaftalen er sagt op. Dagen er dens sidste.',
    en: 'Notice was given of the agreement. The day is its last.',
  },
  'agreement-runs-off': {
    da: 'Samarbejdsaftalen er ophørt for nye lejemål. De bestående følger den til ende.',
    en: 'The agreement has ended for new tenancies. Those that began under it follow it to their end.',
  },
  'agreement-ended': {
    da: 'Samarbejdsaftalen er ophørt, og alt under den er afsluttet.',
    en: 'The agreement has ended, and everything under it is settled.',
  },
  'agreement-abandoned': {
    da: 'Forhandlingen om en samarbejdsaftale blev opgivet.',
    en: 'The negotiation of an agreement was given up.',
  },
  'agreement-cap-warning': {
    da: 'Mindst 80 % af et loft i samarbejdsaftalen er reserveret eller betalt.',
    en: 'At least 80 % of a cap of the agreement is reserved or paid.',
  },
  'agreement-cap-reached': {
    da: 'Et loft i samarbejdsaftalen er brugt op.',
    en: 'A cap of the agreement is used up.',
  },
  'agreement-entry-point-changed': {
    da: 'Den ene indgang til kommunen er ændret. Se, hvem I kan ringe til.',
    en: 'The one entry to the municipality has changed. See whom to call.',
  },
  'vacancy-reported': {
    da: 'En udlejer har meldt en bolig ledig. Svar, om kommunen ønsker den.',
    en: 'A landlord has reported a vacant dwelling. Answer whether the municipality wants it.',
  },
  'vacancy-reserved': {
    da: 'Kommunen har reserveret jeres ledige bolig. Tomgangslejen løber fra den første ledige dag.',
    en: 'The municipality has reserved your vacant dwelling. Vacancy rent runs from the first vacant day.',
  },
  'vacancy-reserved-by-silence': {
    da: 'En ledig bolig er reserveret, fordi kommunen ikke svarede i tide. Tomgangslejen løber. Find en lejer, eller frigiv boligen.',
    en: 'A vacant dwelling is reserved, since the municipality did not answer in time. Vacancy rent runs. Find a tenant, or release it.',
  },
  'vacancy-released': {
    da: 'Kommunen ønsker ikke jeres ledige bolig. I kan udleje den til andre.',
    en: 'The municipality does not want your vacant dwelling. You can let it to others.',
  },
  'vacancy-withdrawn': {
    da: 'Kommunen ønsker ikke længere jeres ledige bolig. Udlej den til andre; tomgangslejen løber højst til udløbet af et varsel.',
    en: 'The municipality does not want your vacant dwelling any more. Let it to others; vacancy rent runs to the end of a notice at most.',
  },
  'vacancy-let': {
    da: 'En ledig bolig er udlejet igen.',
    en: 'A vacant dwelling is let again.',
  },
  'vacancy-let-elsewhere': {
    da: 'Udlejer har udlejet en ledig bolig til en anden.',
    en: 'The landlord has let a vacant dwelling to somebody else.',
  },
  'vacancy-notice-ended': {
    da: 'Tomgangslejen for en bolig er ophørt. Boligen er igen udlejers.',
    en: 'The vacancy rent of a dwelling has ended. The dwelling is the landlord’s again.',
  },
  'vacancy-to-confirm': {
    da: 'Står boligen stadig tom? Bekræft det, eller meld den udlejet.',
    en: 'Is the dwelling still empty? Confirm it, or report that it is let.',
  },
  'vacancy-rent-to-pay': {
    da: 'En tomgangsleje er gjort op. Indstil den til betaling.',
    en: 'A vacancy rent is settled. Propose it for payment.',
  },
  'vacancy-payment-to-approve': {
    da: 'En tomgangsleje er indstillet til betaling, og dækningen er reserveret. En anden end den, der indstillede, skal godkende.',
    en: 'A vacancy rent is proposed for payment, and its cover is reserved. Another than who proposed it is to approve it.',
  },
  'vacancy-cover-refused': {
    da: 'Aftalen dækker ikke en tomgangsleje, der er indstillet til betaling.',
    en: 'The agreement does not cover a vacancy rent that is proposed for payment.',
  },
  'vacancy-payment-approved': {
    da: 'En tomgangsleje er godkendt. Betal den.',
    en: 'A vacancy rent is approved. Pay it.',
  },
  'vacancy-rent-paid': {
    da: 'Kommunen har betalt tomgangslejen.',
    en: 'The municipality has paid the vacancy rent.',
  },
  'vacancy-open-again': {
    da: 'En bolig, der var meldt udlejet, er tom igen: lejemålet var registreret ved en fejl.',
    en: 'A dwelling that was said to be let is empty again: the tenancy was registered in error.',
  },
  'vacancy-corrected': {
    da: 'Noget om en ledig bolig var registreret ved en fejl og er annulleret. Se i sagen, hvad der gælder nu.',
    en: 'Something about a vacant dwelling was registered in error and is struck. See in the case what holds now.',
  },
  'inspection-planned': {
    da: 'Der er planlagt indflytningssyn i en bolig. Sæt dagen i kalenderen.',
    en: 'A move-in inspection of a dwelling is planned. Note the day.',
  },
  'inspection-moved': {
    da: 'Et indflytningssyn er flyttet til en anden dag.',
    en: 'A move-in inspection is moved to another day.',
  },
  'inspection-cancelled': {
    da: 'Et indflytningssyn er aflyst.',
    en: 'A move-in inspection is cancelled.',
  },
  'defect-list-received': {
    da: 'En lejer har sendt en liste over mangler efter indflytningen.',
    en: 'A tenant has sent a list of defects after moving in.',
  },
  'inspection-corrected': {
    da: 'Noget om et indflytningssyn var registreret ved en fejl og er annulleret. Se i sagen, hvad der gælder nu.',
    en: 'Something about a move-in inspection was registered in error and is struck. See in the case what holds now.',
  },
  'move-out-known': {
    da: 'En lejer fraflytter eller er fraflyttet. Kommunen deltager i synet.',
    en: 'A tenant moves out or has moved out. The municipality takes part in the inspection.',
  },
  'move-out-inspection-planned': {
    da: 'Der er indkaldt til fraflytningssyn i en bolig. Sæt dagen i kalenderen.',
    en: 'A move-out inspection of a dwelling is announced. Note the day.',
  },
  'statement-received': {
    da: 'En udlejer har indsendt en flytteopgørelse. Vurdér dens linjer, og træf afgørelse.',
    en: 'A landlord has submitted a settlement statement. Assess its lines and decide.',
  },
  'relet-asked': {
    da: 'Kommunen har modtaget jeres flytteopgørelse. Meld, når boligen er udlejet igen.',
    en: 'The municipality has received your settlement statement. Report when the dwelling is let again.',
  },
  'settlement-cover-reserved': {
    da: 'Dækningen er reserveret ved en fraflytning. Godkend, hvad der er indstillet.',
    en: 'The cover for a move-out is reserved. Approve what is proposed.',
  },
  'settlement-cover-refused': {
    da: 'Aftalen dækker ikke, hvad der er indstillet ved en fraflytning.',
    en: 'The agreement does not cover what is proposed for a move-out.',
  },
  'settlement-approval-fell': {
    da: 'En afgørelse om en flytteopgørelse gælder ikke længere. Andelen skal godkendes igen.',
    en: 'A decision on a settlement statement does not hold any more. The share is to be approved again.',
  },
  'settlement-decided': {
    da: 'Kommunen har truffet afgørelse om jeres flytteopgørelse. Se beregningen.',
    en: 'The municipality has decided on your settlement statement. See the calculation.',
  },
  'settlement-to-pay': {
    da: 'En andel af en flytteopgørelse er godkendt. Betal den.',
    en: 'A share of a settlement statement is approved. Pay it.',
  },
  'settlement-decision-fell': {
    da: 'Kommunens afgørelse om jeres flytteopgørelse er taget op igen. I hører nærmere.',
    en: 'The municipality looks at its decision on your settlement statement again. You will hear.',
  },
  'settlement-paid': {
    da: 'Kommunen har betalt sin andel af jeres flytteopgørelse.',
    en: 'The municipality has paid its share of your settlement statement.',
  },
  'settlement-disputed': {
    da: 'Der er gjort indsigelse mod en flytteopgørelse.',
    en: 'A settlement statement is disputed.',
  },
  'settlement-dispute-ended': {
    da: 'En uenighed om en flytteopgørelse er afsluttet. Vurdér den, og træf afgørelse.',
    en: 'A dispute over a settlement statement has ended. Assess it and decide.',
  },
  'settlement-dispute-over': {
    da: 'Uenigheden om jeres flytteopgørelse er afsluttet. Kommunen træffer afgørelse.',
    en: 'The dispute over your settlement statement has ended. The municipality will decide.',
  },
  'vacancy-rent-afterwards-to-pay': {
    da: 'Tomgangslejen efter en fraflytning er godkendt. Betal den.',
    en: 'The vacancy rent after a move-out is approved. Pay it.',
  },
  'move-out-settled': {
    da: 'En fraflytning er afsluttet.',
    en: 'A move-out is settled.',
  },
  'move-out-corrected': {
    da: 'Noget om en fraflytning var registreret ved en fejl og er annulleret. Se i sagen, hvad der gælder nu.',
    en: 'Something about a move-out was registered in error and is struck. See in the case what holds now.',
  },
  'rehousing-opened': {
    da: 'Der er sat en dag for en udsættelse. Find midlertidigt husly senest den dag, og en ny bolig.',
    en: 'A day is set for an eviction. Find temporary shelter by that day, and a new home.',
  },
  'rehousing-date-changed': {
    da: 'En udsættelse er flyttet til en anden dag. Huslyet skal være klar til den.',
    en: 'An eviction is moved to another day. Shelter is to be ready by then.',
  },
  'rehousing-home-lost': {
    da: 'En indstilling til en ny bolig efter udsættelse endte uden bolig. Find en anden løsning.',
    en: 'A referral to a new home after an eviction ended without one. Find another solution.',
  },
  'rehousing-reopened': {
    da: 'En genhusning er åben igen. Se i sagen, hvad der mangler.',
    en: 'A rehousing is open again. See in the case what is to be done.',
  },
  'rehousing-closed': {
    da: 'En genhusning er afsluttet: husly og bolig er der taget hånd om.',
    en: 'A rehousing is closed: shelter and home are dealt with.',
  },
  'rehousing-cancelled': {
    da: 'En udsættelse er trukket tilbage. Genhusningen er ikke længere nødvendig.',
    en: 'An eviction is withdrawn. The rehousing is no longer needed.',
  },
  'eviction-opened': {
    da: 'Der er åbnet en udsættelsessag. Lejemålet er ikke nødvendigvis opsagt eller ophævet endnu.',
    en: 'An eviction case was opened. The lease is not necessarily terminated yet.',
  },
  'eviction-terminated': {
    da: 'Udlejer har opsagt eller ophævet et lejemål. Se, hvornår lejeren skal være ude.',
    en: 'A landlord has terminated a lease. See by when the tenant is to be out.',
  },
  'eviction-bailiff-requested': {
    da: 'Udlejer har anmodet fogedretten om en udsættelse.',
    en: 'A landlord has asked the bailiff court for an eviction.',
  },
  'eviction-court-notified': {
    da: 'Fogedretten har underrettet kommunen om en udsættelse. Tag straks spørgsmålet om hjælp op.',
    en: 'The bailiff court has notified the municipality of an eviction. Take up the question of help at once.',
  },
  'eviction-date-set': {
    da: 'Fogedretten har sat en dag for en udsættelse.',
    en: 'The bailiff court has set a day for an eviction.',
  },
  'eviction-executed': {
    da: 'En udsættelse er gennemført.',
    en: 'An eviction was carried out.',
  },
  'eviction-decide-help': {
    da: 'Fogedretten har meddelt, at en udsættelse er gennemført. Afgør, om der er grundlag for hjælp.',
    en: 'The bailiff court has told that an eviction was carried out. Decide whether there is ground for help.',
  },
  'eviction-paid-late': {
    da: 'Alt skyldigt er betalt. Tag stilling til, om I trækker udsættelsessagen tilbage.',
    en: 'All that was owed is paid. Decide whether to withdraw the eviction case.',
  },
  'eviction-waits-for-landlord': {
    da: 'Alt skyldigt er betalt i en udsættelsessag. Udlejer skal tage stilling.',
    en: 'All that was owed is paid in an eviction case. The landlord has to decide.',
  },
  'eviction-vacated': {
    da: 'En udsættelsessag er afsluttet: lejeren er fraflyttet.',
    en: 'An eviction case is closed: the tenant has moved out.',
  },
  'eviction-withdrawn': {
    da: 'En udsættelsessag er afsluttet: lejeren bliver boende.',
    en: 'An eviction case is closed: the tenant stays.',
  },
  'eviction-ended': {
    da: 'En udsættelsessag er afsluttet.',
    en: 'An eviction case is closed.',
  },
  'eviction-corrected': {
    da: 'Noget i en udsættelsessag var registreret ved en fejl og er annulleret. Se i sagen, hvad der gælder nu.',
    en: 'Something in an eviction case was registered in error and is struck. See in the case what holds now.',
  },
  'case-given': {
    da: 'En sag er overdraget til dig eller dit team.',
    en: 'A case was handed over to you or your team.',
  },
  'case-handed-on': {
    da: 'En sag er ikke længere din eller dit teams: en anden har overtaget den.',
    en: 'A case is no longer yours or your team’s: somebody else has taken it over.',
  },
  'deadline-due-soon': { da: 'En frist nærmer sig.', en: 'A deadline is near.' },
  'deadline-due': { da: 'En frist udløber: i dag er sidste dag.', en: 'A deadline is due: this is the last day.' },
  'deadline-overdue': { da: 'En frist er overskredet.', en: 'A deadline has passed.' },
  'deadline-given': { da: 'I har overtaget en frist.', en: 'You have taken over a deadline.' },
  'deadline-given-near': {
    da: 'I har overtaget en frist, og den nærmer sig.',
    en: 'You have taken over a deadline, and it is near.',
  },
  'deadline-given-due': {
    da: 'I har overtaget en frist: i dag er sidste dag.',
    en: 'You have taken over a deadline: this is the last day.',
  },
  'deadline-given-overdue': {
    da: 'I har overtaget en frist, hvis sidste dag er passeret.',
    en: 'You have taken over a deadline whose last day has passed.',
  },
  'deadline-runs-again': {
    da: 'En frist løber igen: det, der havde afsluttet den, var registreret ved en fejl.',
    en: 'A deadline runs again: what had ended it was registered in error.',
  },
  'deadline-handed-on': {
    da: 'En frist er ikke længere jeres: en anden har overtaget den.',
    en: 'A deadline is no longer yours: somebody else has taken it over.',
  },
  'deadlines-overdue-steering': {
    da: 'Frister under aftalen har været overskredet i fem arbejdsdage.',
    en: 'Deadlines under the agreement have been overdue for five working days.',
  },
} as const;

export type Subject = keyof typeof subjects;

/** Path of a case below the address of the service that owns it; a kind that this release does not know keeps its name. */
export const hrefOf = (caseKind: string, caseRef: string) =>
  `${(caseKinds as Readonly<Record<string, CaseKindEntry>>)[caseKind]?.path ?? `/v1/${caseKind}`}/${caseRef}`;

/** By which of its three parts somebody sees an item. */
export const ADDRESSED = ['mine', 'team', 'role'] as const;
export type Addressed = (typeof ADDRESSED)[number];

export interface Notification {
  state: (typeof NOTIFICATION_STATES)[number];
  recipientRole: Role;
  recipientTeam: string | null;
  recipientPerson: string | null;
  /** Whose act it tells of, who therefore does not see it; null: nobody's, or not known. */
  causedBy: string | null;
  landlordRef: string | null;
  agreementRef: string | null;
  /** The case that the item is about. */
  caseKind: string;
  caseRef: string;
  subject: Subject;
  dueOn: LocalDate | null;
  /** For the owner and for who stands in. */
  standIn: boolean;
  /** What caused the item and for whom: the same cause never gives a second item. */
  sourceId: string;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
}

/** An item to send. */
export interface NewItem
  extends Pick<
    Notification,
    'landlordRef' | 'agreementRef' | 'caseKind' | 'caseRef' | 'subject' | 'dueOn' | 'causedBy'
  > {
  to: Addressee;
  /** The message or step behind it. */
  cause: string;
  standIn?: boolean;
}

export interface NotificationFacts {
  /** Who asks, and when. */
  actorId: string;
  now: Date;
}

export const notificationRules = rules<Notification, NotificationFacts, ActingRole>()({
  send: {
    from: 'none',
    to: 'UNREAD',
    by: ['system'],
    da: 'Send besked',
    en: 'Send',
    source: 'domain.md 8.1',
    opens: (_, { cause, to, standIn = false, ...item }: NewItem) => ({
      ...item,
      ...{ recipientRole: to.role, recipientTeam: to.team ?? null, recipientPerson: to.person ?? null },
      standIn,
      sourceId: `${cause} ${keyOf(to)}`,
      acknowledgedBy: null,
      acknowledgedAt: null,
    }),
  },
  follow: {
    from: ['UNREAD'],
    to: 'same',
    by: ['system'],
    da: 'Beskeden følger sagen til den, der har fået den',
    en: 'The item follows its case to whoever got it',
    source: 'domain.md 2.2',
    changes: (_, __, { to }: { to: Addressee }) => ({
      ...{ recipientRole: to.role, recipientTeam: to.team ?? null, recipientPerson: to.person ?? null },
    }),
  },
  acknowledge: {
    from: ['UNREAD'],
    to: 'ACKNOWLEDGED',
    by: INBOX_ROLES,
    da: 'Kvittér for beskeden',
    en: 'Acknowledge',
    source: 'domain.md 8.1',
    changes: (_, { actorId, now }) => ({ acknowledgedBy: actorId, acknowledgedAt: now }),
  },
});
