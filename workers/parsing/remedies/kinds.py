"""Which kind of thing a body is to do: told by the company that the words of an action keep in ``examples_*``.

What is to be done stands in the first words ("remind its officers"); what it is about follows ("that records must be
kept") and would lead astray if it told as much, so both are weighed apart, and together.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from workers.parsing.leanings import SMALL_WORDS, Leanings, Lexicon
from workers.parsing.remedies.examples_case import CASE
from workers.parsing.remedies.examples_service import SERVICE

# Words by what they stand for.
_FAMILIES: Final[dict[str, str]] = {
    "staff": "staff officer* team* manager* worker* employee* handler* caseworker* planner* councillor*"
    " panel_members members practitioner* assessor* clerk* bailiff* agents contractor* provider* carers"
    " social_worker* schools departments colleagues supervisor* reviewers frontline front-line"
    " workforce personnel newcomers starters call_centre inspectors therapists teachers adviser*"
    " advisor*",
    "relevant": "relevant concerned involved responsible all its front-line frontline those everyone",
    "person": "mr mrs ms miss mx dr her him she he hers family parents couple complainant* son daughter mother"
    " father d y young_person child's child children's tenant's",
    "others": "additional other_appeals other_decisions others other_people other_families other_residents"
    " other_children other_tenants other_pupils other_applicants other_service anyone anybody everyone"
    " everybody other_users other_cases other_complaints similar_cases similarly no-one_else any_other"
    " all_other else same_way same_position others_in missed_out lost_out affected anyone_else"
    " people_who families_who residents_who households pupils_who tenants_who applicants_who"
    " customers_who claimants_who children_who who_else how_many those_who other_similar any_similar"
    " similar_situation same_situation other_patients other_households other_customers"
    " same_circumstances same_error same_mistake same_fault same_problem more_people everyone_whose"
    " all_those_who all_those everyone_who anyone_who those_affected others_who",
    "us": "us me ombudsm* send_us",
    "seen_by": "committee* cabinet scrutiny board elected members councillors full_council executive overview"
    " portfolio_holder chief_executive",
    "teach": "retrain* re-train* half-day day_course study_day train* teach* taught tuition workshop*"
    " e-learning course* seminar* webinar* coach* induct* refresher* upskill* awareness_session*"
    " masterclass* instruct* module* cpd tutorial* session_on sessions_on sessions_for session_for"
    " session_to mentor* trained educat* learning_session* skills knowledge development_day"
    " development_session* mandatory_learning away_day accredited certificat* class classes qualified"
    " lessons_on lesson_on",
    "remind": "tell_officers tell_its_officers tell_its_staff tell_staff remind* reiterat* re-iterat* re-issue*"
    " reissue* recirculat* re-circulate* memo memos memorandum emphasi* stress* reinforc* underline*"
    " impress highlight* bulletin* newsletter* staff_notice* briefing_note* draw_the_attention draw_to"
    " draw_its attention bring_to_the_notice to_the_notice make_clear make_it_clear make_staff"
    " make_sure_staff importance need_to duty_to duties expectation* point_out alert* notify_staff"
    " prompt_staff memories to_heart flag_to advise_staff write_to_staff email_staff email_all e-mail",
    "aware": "aware awareness knows remember* mindful know understand* conscious",
    "duty": "duty duties importance need requirement* timescale* deadline* time_limit* must should obligation*"
    " expectation* responsibilit* expected statutory",
    "send_round": "circulat* re-circulat* cascade* disseminat* email* e-mail* bulletin* newsletter* intranet"
    " memo* note* issue* send* distribut* write message* poster* publicise",
    "sample": "audit* dip* sampl* trawl* look_back look-back lookback spot_check* random selection review_a_sample",
    "search": "back_through search* check* examin* go_through spot_check* identif* establish* trace* find_out"
    " find work_out contact* random selection look_for look_into determin* ascertain* count scan*"
    " interrogat*",
    "cases": "cases decisions files complaints appeals applications referrals accounts records invoices claims"
    " letters assessments reviews closed_cases waiting_list past recent closed since april may january"
    " june july march september october november december 2019 2020 2021 2022 2023 2024 last_year"
    " past_year last_twelve past_twelve last_12 past_12 months backlog",
    "whether": "whether if see_if who how_many to_see to_find",
    "plan": "action_plan improvement_plan recovery_plan delivery_plan remedial_plan recovery_programme"
    " improvement_programme workforce_plan plan_for plan_to plan_showing a_written_plan joint_plan"
    " an_action its_plan_for its_action_plan a_plan",
    "timetable": "timetable* programme_for programme_of roadmap road_map strategy programme* schedule_of"
    " milestone* project_plan service_plan written_plan costed recovery_programme plan_to plan_for"
    " plan_that plan_showing plan_which plan_with plan_setting a_plan business_case workforce_plan"
    " improvement_programme remedial_plan target_dates with_dates by_when timeline* timescales_for",
    "their_plan": "care_plan support_plan ehc_plan health_and_care_plan pathway_plan personal_education_plan"
    " safety_plan care_and_support_plan education_plan the_plan d's_plan transition_plan"
    " housing_plan plan_is protection_plan need_plan her_plan his_plan final_plan care_package"
    " package placement personal_budget case tenancy support_package support direct_payments"
    " arrangements_for contact_arrangements reports handling banding application's",
    "improve": "improv* reduc* clear* cut tackl* address* recruit* shorten* catch* delays backlog* shortage*"
    " waiting_time* waiting_list* how_it_will meet_its steps_it prevent* shortfall capacity vacanc*",
    "write_it": "produce* prepar* draw_up draft* devise* develop* creat* write put_together formulat* set_out"
    " agree* compil* design* send_us give_us provide_us submit* publish map_out lay_out",
    "learn": "lesson* learn* learnt learning debrief* reflect* feedback feed_back case_study share* discuss*"
    " talk_through talk_over go_through supervision one-to-one one-to-ones one_to_one appraisal*"
    " team_meeting* staff_meeting* management_meeting* team_briefing* practice_forum forum anonymised"
    " findings shared went_wrong gone_wrong took_away this_case this_decision this_statement"
    " this_complaint this_report our_decision our_findings our_report outcome_of_this outcome_of_the"
    " consider_what reflective case_example insights takeaways",
    "assess": "assess* reassess* re-assess* recalculat* re-calculat* assessor* evaluat* needs_assessment"
    " carer's_assessment financial_assessment means_test work_out_again occupational_therap* needs"
    " eligib* contribution capacity measure* adaptations sensory",
    "fresh": "new fresh freshly further another again afresh anew up-to-date up_to_date updated once_more"
    " once_again second additional re-assess* reassess* redo repeat rerun re-run reconsider* retake"
    " remake rehear re-hear revisit* reopen* re-open* redetermin* re-determin* revisits overdue"
    " over_again re-take different_panel different_officer re-examine re-decide redecide re-make",
    "decide_again": "review_its_decision review_the_decision review_its_refusal review_again again afresh anew"
    " reconsider* retake remake rehear* revisit* reopen* re-open* redetermin* fresh_decision"
    " new_decision new_appeal fresh_appeal new_panel different_panel decide_whether withdraw_its"
    " withdraw_the back_to_the back_to_its fresh_look once_more quash* overturn*",
    "decide": "decision* decid* reconsider* appeal* hearing* panel* refus* refusal request* application* retake"
    " remake rehear rehearing revisit* reopen* re-open* qualif* entitle* backdate* priority award*"
    " discretion* determin* reverse* overturn* withdraw* quash* set_aside rule rules_again whether_to"
    " consideration conclusion* stage_two claim",
    "policy": "policy policies scheme criteria charging_policy wording strategy_on guidelines rules blanket"
    " tariff code_of_practice allocation_scheme framework published_criteria statement_of_policy"
    " thresholds upper_limit",
    "records": "record records file files database register note_on case_notes entry entries marker chronology"
    " minutes recorded data logs statement_of_dispute on_file inaccurac* inaccurate accurate"
    " incorrect correct* correction* delet* eras* expung* amend_the_record destroy* rectif* remov*"
    " add_a_note place_a_copy attach* store annotat* copy_of_this file_copy log paperwork case_papers",
    "meet": "meet meeting* invite* face-to-face face_to_face round-table round_table sit_down visit* call_with"
    " conference video_call conversation talk_to speak_to speak_with convene* mediation appointment"
    " mediat* multi-disciplinary discuss_her discuss_his discuss_with_mr discuss_with_mrs come_in"
    " get_together",
    "contact": "point_of_contact single_point named_officer named_contact named_worker named_person"
    " named_social single_contact single_officer dedicated key_worker keyworker contact_details"
    " direct_number telephone_number phone_number email_address direct_line caseworker case_worker"
    " case_manager who_to_contact whom contact_person lead_officer lead_professional lead_person"
    " liaison link new_social_worker allocat* appoint* assign* nominat* designat* one_officer"
    " one_person name_of responsible_for coordinator co-ordinator deal_with_her deal_with_his queries"
    " enquiries correspondence permanent_social main_contact contact_for contact_in as_contact"
    " contact_officer name_an get_in_touch emails calls",
    "review": "review* look_into look_at check* reconsider_the reviewing re-examine annual_review*"
    " early_review* go_over revisit",
    "procedure": "procedure* process* practice practices system systems template* standard_letter*"
    " standard_letters letters checklist* protocol* guidance form forms flow_chart* flowchart*"
    " workflow* mechanism* safeguard* control* way_it way_in_which the_way how_it tracking"
    " spreadsheet* tracker log_of script* arrangements procedural ways_of_working working_practices"
    " quality_assurance sign-off monitoring_system pathway* decision_letter* operating manual"
    " proforma pro-forma toolkit joint_working escalation prompts triage rota diary",
    "measure": "measures steps_in safeguards measures_in_place",
    "set_up": "introduc* put_in_place set_up establish* implement* creat* develop* improve* strengthen*"
    " tighten* chang* amend* updat* revis* adopt* alter* overhaul* redesign* rewrit* simplif*"
    " streamlin* bring_in install embed* ensure",
    "inform": "website web_page* webpage* leaflet* online factsheet* fact_sheet* publicis* publish* publicity"
    " signpost* information_on information_about information_for information_it booklet* brochure*"
    " poster* digital",
    "say": "explain* tell inform* confirm* clarif* write_to respond* reply replies answer* let_her let_mr"
    " let_mrs let_him explanation* update_mr update_mrs reasons",
    "give_back": "refund* reimburs* repay* waive* write_off writing_off backdat* cancel*",
    "pay": "refund* reimburs* repay* waive* write_off backdat* pay pays cost costs charge charges fee fees"
    " arrears debt debts benefit* allowance* money sums compensat* credit* cancel*",
    "works": "quote from_its_contractor from_a_contractor survey* handrail signs trees bins rubbish adaptations"
    " repair* works work_to rebuild* install* replac* inspect* clear_the clean* fix* resurfac* drain*"
    " quote* contractor* remove_the fence* roof damp gully gullies kerb* pothole* mould highway",
    "provide": "provid* arrang* secure* deliver* put_the put_her put_his place tutor* tuition respite therapy"
    " school_place accommodation transport equipment support_in placement care_package provision"
    " start suitable offer_her offer_him find_her find_him",
    "monitor": "monitor* oversee* supervis* track keep_under keep_the track_how check_progress dashboard*"
    " performance under_review regularly every_month each_month quarterly scrutinise*",
    "report": "report report_to report_on report_back present* committee* cabinet scrutiny elected full_council",
    "comply": "comply complies compliance implement recommendations do_as do_what",
}
_FIRST_WORD: Final = re.compile(r"[a-z'-]+")
# Where the words on what an action is about begin.
_ABOUT: Final = re.compile(
    r",| (?:so|that|which|who|whose|about|when|where|because|in order|on how|of the need|regarding|within|including) "
    r"| to (?:ensure|make sure|check|see|show|avoid|prevent|explain|include|reflect|find out|identify) "
    r"| (?:setting|making|showing|stressing|highlighting|explaining|reminding) "
)
_TIME_FIRST: Final = re.compile(
    r"(?:within|by|inside|no later than) [\w ]+? (?:of (?:the date of )?(?:the|our|my|this) (?:final )?"
    r"(?:decision|report|statement)|(?:days?|weeks?|months?|\d{4})(?! of)),? ",
    re.ASCII,
)
_TIME_LAST: Final = re.compile(r" (?:within|no later than) (?!the (?:past|last|previous))", re.ASCII)
# What a body does as a rule, rather than what it did in one case.
_AS_A_RULE: Final = re.compile(r"\b(?:how|way|way in which) (?:it|they|officers|staff) (?!was\b)\w+(?<!ed)\b")
_VERB_ENDS: Final = 4  # Before that nothing can begin what an action is about.
_ENOUGH: Final = 80  # Characters of what an action is about.
_STEM: Final = 5  # Letters that tell a verb.
_PASSES: Final = 20
_LEAST: Final = 2.5  # A sum below this tells too little.
_SMALLER: Final = "its her his their with council's on at from be"
_SILENT: Final = SMALL_WORDS | frozenset(_SMALLER.split())


def kind_of(low: str) -> str:
    """The kind of an action (small letters): "training", "procedure" ..., "other" where its words tell too little."""
    return _kind_of(low.rstrip(" ,.;"))  # The same action ends now a sentence, now an item.


@functools.lru_cache(maxsize=4096)
def _kind_of(low: str) -> str:
    found = _leanings().of(low)
    return found.name if found is not None and found.weight >= _LEAST else "other"


@functools.lru_cache(maxsize=1)
def _leanings() -> Leanings:
    return Leanings(SERVICE | CASE, _marks, passes=_PASSES)


@functools.lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(_FAMILIES, _SILENT)


def _marks(low: str) -> set[str]:
    """The families and beginnings of all words, those of the first words and of what follows, and the first word."""
    time = _TIME_FIRST.match(low)
    low = low[time.end() :] if time else low
    time = _TIME_LAST.search(low)
    low = low[: time.start()] if time else low
    about = _ABOUT.search(low, _VERB_ENDS)
    end = about.start() if about else len(low)
    first, rest = _lexicon().marks_in(low[:end]), _lexicon().marks_in(low[end : end + _ENOUGH])
    verb = _FIRST_WORD.match(low)
    found = first | rest | {f"~{mark}" for mark in rest}
    found.add(f"^{verb[0][:_STEM] if verb else ''}")
    if _AS_A_RULE.search(low):
        found.add("as_a_rule")
    if "\u00a3" in low:
        found.add("\u00a3")
    return found
