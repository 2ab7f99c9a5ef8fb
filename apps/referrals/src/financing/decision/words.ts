// SPDX-License-Identifier: MPL-2.0
// What the codes of a decision are called in the letter to the citizen; no code itself is ever printed.
import type { FinancingState } from '#contracts/referrals/financing';
import type { Text } from '#domain';
import type { RefusalReason } from '../financing.js';
import type { HelpBasis, HelpCondition, MoveBasis, MoveCondition } from '../legal-basis.js';
import type { ItemCode, LateApplicationReason, NEED_REASONS, Payee, PRICE_REASONS } from '../move.js';

/** What was applied for. */
export const HELP: Readonly<Record<FinancingState['kind'], Text>> = {
  temporary_rent_help: { da: 'midlertidig huslejehjælp', en: 'temporary help with the rent' },
  deposit_loan: { da: 'lån til depositum og forudbetalt leje', en: 'a loan for deposit and prepaid rent' },
  moving_help: { da: 'hjælp til flytning', en: 'help with the move' },
  establishment_help: { da: 'hjælp til etablering i egen bolig', en: 'help with furnishing a home' },
};

export const LAW: Readonly<Record<HelpBasis | MoveBasis, Text>> = {
  '81': { da: 'lov om aktiv socialpolitik § 81', en: 'the act on active social policy, § 81' },
  '81a': { da: 'lov om aktiv socialpolitik § 81 a', en: 'the act on active social policy, § 81 a' },
  '81b': { da: 'lov om aktiv socialpolitik § 81 b', en: 'the act on active social policy, § 81 b' },
  '85_1': { da: 'lov om aktiv socialpolitik § 85, stk. 1', en: 'the act on active social policy, § 85 (1)' },
  '85_2': { da: 'lov om aktiv socialpolitik § 85, stk. 2', en: 'the act on active social policy, § 85 (2)' },
};

/** Of a refusal there is no basis: the sections by which it was judged. */
export const LAW_OF_KIND: Readonly<Record<FinancingState['kind'], Text>> = {
  temporary_rent_help: {
    da: 'lov om aktiv socialpolitik §§ 81, 81 a og 81 b',
    en: 'the act on active social policy, §§ 81, 81 a and 81 b',
  },
  deposit_loan: { da: 'lov om aktiv socialpolitik § 85', en: 'the act on active social policy, § 85' },
  moving_help: { da: 'lov om aktiv socialpolitik § 85', en: 'the act on active social policy, § 85' },
  establishment_help: { da: 'lov om aktiv socialpolitik § 81', en: 'the act on active social policy, § 81' },
};

export const FOUND: Readonly<Record<HelpCondition | MoveCondition, Text>> = {
  threatened_by_eviction_for_arrears: {
    da: 'Du er truet af udsættelse på grund af huslejerestance.',
    en: 'You are threatened by eviction because of rent arrears.',
  },
  cannot_pay: {
    da: 'Du, og din ægtefælle hvis du har en, kan ikke selv betale.',
    en: 'You, and your spouse if you have one, cannot pay yourselves.',
  },
  under_30: { da: 'Du er under 30 år.', en: 'You are under 30.' },
  on_kontanthjaelp: { da: 'Du får kontanthjælp.', en: 'You get kontanthjælp.' },
  on_uddannelseshjaelp: { da: 'Du får uddannelseshjælp.', en: 'You get uddannelseshjælp.' },
  on_revalidering: { da: 'Du får revalideringsydelse.', en: 'You get revalidering.' },
  exposed_housing_situation: { da: 'Din boligsituation er udsat.', en: 'Your housing situation is exposed.' },
  no_cheaper_home: {
    da: 'Kommunen kan ikke tilbyde dig en billigere bolig.',
    en: 'The municipality cannot offer you a cheaper home.',
  },
  changed_circumstances: { da: 'Dine forhold har ændret sig.', en: 'Your circumstances have changed.' },
  unforeseen_reasonable_expense: {
    da: 'Udgiften er rimeligt begrundet og kunne ikke forudses.',
    en: 'The expense is reasonable and could not be foreseen.',
  },
  move_improves_housing_or_work: {
    da: 'Flytningen forbedrer dine bolig- eller erhvervsforhold.',
    en: 'The move improves your housing or your work situation.',
  },
  reasonable_single_expense: {
    da: 'Det er en rimeligt begrundet enkeltudgift.',
    en: 'It is a reasonable single expense.',
  },
  without_a_home: { da: 'Du er uden bolig.', en: 'You are without a home.' },
  dwelling_is_suitable: { da: 'Boligen er egnet for dig.', en: 'The dwelling is suitable for you.' },
  future_rent_is_affordable: {
    da: 'Du kan betale huslejen fremover.',
    en: 'You can pay the rent from now on.',
  },
};

export const WHY_NOT: Readonly<Record<RefusalReason, Text>> = {
  not_threatened_by_eviction: {
    da: 'Du er ikke truet af udsættelse på grund af huslejerestance.',
    en: 'You are not threatened by eviction because of rent arrears.',
  },
  need_is_not_temporary: {
    da: 'Behovet er ikke midlertidigt.',
    en: 'The need is not temporary.',
  },
  cheaper_home_can_be_offered: {
    da: 'Kommunen kan tilbyde dig en billigere bolig.',
    en: 'The municipality can offer you a cheaper home.',
  },
  move_improves_nothing: {
    da: 'Flytningen forbedrer ikke dine bolig- eller erhvervsforhold.',
    en: 'The move does not improve your housing or your work situation.',
  },
  circumstances_have_not_changed: {
    da: 'Dine forhold har ikke ændret sig på en måde, som loven kræver.',
    en: 'Your circumstances have not changed in the way that the law asks for.',
  },
  expense_is_not_necessary: { da: 'Udgiften er ikke nødvendig.', en: 'The expense is not necessary.' },
  dwelling_is_not_suitable: { da: 'Boligen er ikke egnet for dig.', en: 'The dwelling is not suitable for you.' },
  future_rent_is_not_affordable: {
    da: 'Huslejen er højere, end du kan betale fremover.',
    en: 'The rent is more than you can pay from now on.',
  },
  expense_came_before_the_application: {
    da: 'Du havde påtaget dig udgiften, før du søgte (lov om aktiv socialpolitik § 88).',
    en: 'You had taken on the expense before you applied (the act on active social policy, § 88).',
  },
  information_is_missing: {
    da: 'Kommunen mangler de oplysninger, som skal til for at give hjælpen.',
    en: 'The municipality lacks the information that it takes to give the help.',
  },
  citizen_can_pay: {
    da: 'Du, eller du og din ægtefælle sammen, kan selv betale.',
    en: 'You, or you and your spouse together, can pay yourselves.',
  },
  other_conditions_of_law_not_met: {
    da: 'Lovens øvrige betingelser er ikke opfyldt.',
    en: 'The other conditions of the law are not met.',
  },
  condition_not_accepted: {
    da: 'Hjælpen var betinget af en administrationsaftale, som du ikke har accepteret.',
    en: 'The help was given on condition of an administration agreement, which you have not accepted.',
  },
};

export const TO: Readonly<Record<Payee, Text>> = {
  landlord: { da: 'til udlejeren', en: 'to the landlord' },
  citizen: { da: 'til dig', en: 'to you' },
  supplier: { da: 'direkte til leverandøren', en: 'to the supplier directly' },
};

export const LATE_BUT_GIVEN: Readonly<Record<LateApplicationReason, Text>> = {
  landlord_demanded_signature: {
    da: 'udlejeren krævede underskrift, før du kunne nå at søge',
    en: 'the landlord asked for your signature before you could apply',
  },
  municipality_caused_delay: {
    da: 'kommunen var skyld i, at ansøgningen kom sent',
    en: 'it was the municipality that made the application come late',
  },
  citizen_would_stay_without_a_home: {
    da: 'du ellers ville være uden bolig',
    en: 'you would be without a home otherwise',
  },
};

export const ITEM: Readonly<Record<ItemCode, Text>> = {
  bed: { da: 'seng', en: 'bed' },
  bedding: { da: 'sengetøj og dyner', en: 'bedding' },
  table: { da: 'spisebord', en: 'table' },
  chair: { da: 'stol', en: 'chair' },
  sofa: { da: 'sofa', en: 'sofa' },
  wardrobe: { da: 'skab', en: 'wardrobe' },
  lamp: { da: 'lampe', en: 'lamp' },
  curtains: { da: 'gardiner', en: 'curtains' },
  kitchenware: { da: 'køkkenudstyr', en: 'kitchenware' },
  refrigerator: { da: 'køleskab', en: 'refrigerator' },
  vacuum_cleaner: { da: 'støvsuger', en: 'vacuum cleaner' },
  cleaning_equipment: { da: 'rengøringsudstyr', en: 'cleaning equipment' },
  coffee_table: { da: 'sofabord', en: 'coffee table' },
  carpet: { da: 'tæppe', en: 'carpet' },
};

export const WHY_NEEDED: Readonly<Record<(typeof NEED_REASONS)[number], Text>> = {
  size_of_the_household: { da: 'husstandens størrelse', en: 'the size of the household' },
  lacking_in_the_dwelling: { da: 'mangler i boligen', en: 'lacking in the dwelling' },
  individual_need: { da: 'konkret behov', en: 'a need in this case' },
};

export const WHY_DEARER: Readonly<Record<(typeof PRICE_REASONS)[number], Text>> = {
  none_second_hand: { da: 'kunne ikke fås brugt', en: 'not to be had second-hand' },
  hygiene: { da: 'hygiejne', en: 'hygiene' },
  size_of_the_household: { da: 'husstandens størrelse', en: 'the size of the household' },
};
