"""Which ground a clause leans to, by the company that its words keep in ``examples.txt``.

It is asked of a clause whose words fit no ground exactly, and where they do, whether another is surely nearer. What
marks weigh is learned beforehand, by ``python -m workers.parsing.grounds.learning``, and kept in ``weights.txt``.
"""

from __future__ import annotations

import functools
import math
import re
from importlib.resources import files
from typing import Final

from workers.parsing.grounds.concepts import ideas_in
from workers.parsing.leanings import SMALL_WORDS, STEM, WORD, Leanings, Lexicon

_FAMILIES: Final[dict[str, str]] = {
    "not": "not no nothing never nor neither none nobody nowhere cannot without unlikely improbable little hardly"
    " scarcely barely few insufficient* doubt* unable lack* absence powerless impossible unpersuaded unconvinced"
    "  can't won't wouldn't couldn't isn't wasn't doesn't don't didn't hasn't haven't shouldn't out_of_our"
    " out_of_reach not_every"
    " difficult_to_see hard_to_see short_of far_from remote",
    "us": "we i us our me my ours ombudsm*",
    "look": "investigat* enquir* inquir* involve* pursu* examin* interven* scrutin* look* probe* consider* deal*"
    " handle* question* explor* determin* review_this accept* decline* tak* dealt decid* go_into going_into",
    "body": "council council's councils authorit* trust* provider* officer* panel* icb school* landlord* committee*"
    " board* it its they department* inspector*",
    "upholding": "uphold_the uphold_this uphold_it uphold_any uphold_her uphold_his uphold_mr uphold_mrs",
    "fault": "fault* failed fails question_the_decision question_it question_its question_the_council"
    " cause_to_question flaw* maladminist* failing* failure* wrong* error* mistake* critici* amiss breach* blame*"
    " shortcoming* defect* irregular* impropr* unlawful* unfair* deficien* misappl* misdirect* not_uphold improper*"
    " into_question to_question fell_short untoward culpab* unsound mishandl* mismanag* misjudg* misled"
    " misinterpret* misadvis* mistreat* misconduct out_of_order"
    " let_down lapse* badly wanting irration* perverse* bias* discriminat* oversight* poor slip*",
    "supposed": "if even_if alleged any_fault claimed whatever supposed were_there",
    "proper": "properly proper correct* appropriately lawfully fairly followed following follows in_line accordance"
    " in_keeping consistent* complied complies complying compliance took_account taken_account into_account"
    " weighed entitled due_process"
    " as_it_should within_its_rights adhered rightly observed kept_to open_to_it in_time justified reasoned"
    " regard_to every_right reasonable reasonably",
    "conforms": "acted_within within_its_policy good_reasons_for good_reason_for gave_reasons gave_good"
    " had_reason kept_within"
    " observed acted_in acted_on proper_regard followed right_steps following in_line accordance in_keeping"
    " consistent adhered took_account took_into due_process"
    " within_its_rights as_it_should complied complies",
    "harm": "injustice* harm* detriment* distress* loss* lost lose disadvantag* inconvenien* upset* damage* affect*"
    " suffer* hardship* effect* impact* consequence* worr* annoy* anxi* frustrat* nuisance prejudic* stake sum"
    " out_of_pocket worse difference_to personal* stress* troubl* grievance* amount bother* irritat* matter_for"
    " disappoint* unfairness",
    "slight": "slight* minor trivial* minim* neglig* insignifican* limited small modest low petty tiny nominal"
    " marginal* mild* fleeting short-lived temporary negligible brief passing trifling nominal slender",
    "grave": "serious* significan* substantial* grave* sever* material* real directly personal* great* enough degree"
    " extent scale lasting much sufficient* warrant* merit* justif* worse importance considerable level big such",
    "differ": "differ* chang* alter* other otherwise else same identical unchanged unaltered as_it_is as_they_are"
    " where_they_are where_it_is where_she_is stand stands remain* another bound_to mirror* match* unaffected"
    " similar*"
    " coincide* echo* already_has unlike agree_with concur* same_way sway* whatever_we the_answer_the"
    " the_view_the to_the_council's the_council's_view the_council_reached the_council_did where_the_council"
    " where_it",
    "outcome": "outcome* result* conclu* answer* end ends ending view* decision* verdict* position* situation*"
    " finding* leave_things leave_matters turn* place state footing picture upshot where_she",
    "would": "would could will might likely unlikely prospect* probabl* bound cannot expect* whatever_we"
    " any_event were improbable"
    " chance can likely likelihood doubt*",
    "earlier": "previous* earlier already prior independent* investigator* before own_investigation stage_two"
    " stage_three thorough* fully full detailed comprehensive* robust* depth at_length repl* response* explanation*"
    " last_year once report complaints_procedure complaints_process statutory statutor* had_already great_care"
    " rigorous*"
    " careful* exhaustive* council's_own second_time answered knows known covered",
    "add": "add* contribut* more further new fresh extra improve* better* anything_new beyond duplicat* repeat*"
    " repetit* rehears* retrac* replicat* same_ground over_again find_out uncover* discover* reveal* learn* insight*"
    " elaborat* shed rerun second tell build* enlarge* advance* enhance* supplement* shine increase",
    "twice": "duplicat* repeat* repetit* rehears* retrac* replicat* same_ground over_again rerun go_over goes_over"
    " going_over again_what double old_ground already_covered trodden re-run reopen all_that_we"
    " everything_that_we everything_we all_we gone_into",
    "same_case": "same_complaint same_matter same_issue same_events same_concerns this_complaint_before"
    " identical_complaint same_thing same_subject same_point same_points same_grievance",
    "case": "complaint* matter* issue* case* events it them concerns",
    "decided_it": "made_a_decision gave_a_decision gave_our_decision issued_a_decision we_decided"
    " we_have_decided we_considered"
    " we_have_considered we_looked we_dealt decision_on investigated_this we_investigated answered_this",
    "prior": "before already previously once earlier then last_year",
    "ours_before": "previous_complaint previous_decision already_decided already_considered already_looked"
    " already_dealt already_investigated already_examined already_ruled previously same_complaint same_matters_before"
    " earlier_complaint already_determined already_given",
    "worth": "produc* worth* useful* of_use no_use use_in purpos* benefi* gain* valu* meaning* point* merit*"
    " proportion* practical* fruit*"
    " productiv* construct* achiev* interest sens* advantag* profit* tangible avail* served help* good recommend*"
    " accomplish* come_of come_from effective* effectual worthless remed* concrete positive* result_in suggest_that",
    "waste": "fruitless pointless futile academic moot wasteful disproportionate out_of_proportion public_money"
    " public_funds resources waste public_purse too_late_to_help taxpayer* overtaken money_on spend expense"
    " effort cost_of unjustifiable",
    "want": "want* seek* sought wish* desir* hop* would_like asks_for asked_for asking_for aim* goal* is_after"
    " looking_for"
    " in_mind demand* insist* prefer* requests requested will_accept ask_for asks_us asked_us objective* satisfy"
    " ambition expects request would_satisfy longs set_on punish* as_mrs_x_asks she_asks he_asks expects_us",
    "power": "power* law* legislation statut* parliament legal* jurisdiction remit authority act acts discretion"
    " rules rule scheme competence control gift reach hands",
    "barred": "bar* exclu* prevent* forbid* forbidden prohibit* stop* restrict* preclu* rule* outside beyond outwith"
    " disallow* shut* debar* keeps block* exempt*",
    "let": "allow* permit* let lets entitle* able free authoris* empower* may open_to_us under within_our fall* come*"
    " cover* oversee extend*",
    "excluded": "personnel employ* recruit* staffing commercial contractual contracts disciplin* academy"
    " academies parish"
    " internal_management pupils_excluded schools school everyone most_of all_or_most crime prosecut*",
    "kind": "kind type sort nature matter* function* one_of area* subject",
    "shut_out": "excluded exempt* off_limits ruled_out shut_out carved_out",
    "review": "review* appeal* reconsider* reassess* re-assess* re-examin* again afresh anew stage* panel* inspector*"
    " inspectorate second_look mandatory exhaust* complaints_procedure complaint_procedure complaints_process"
    " complaint_process local_resolution internal* challenge* rethink representations dispute_the formal_complaint"
    " escalat* object complain_to_it complain_to_the_council complaint_to_the_council respond",
    "open": "could can may might right* reasonab* expect* use* used avail* open entitle* free option* should invited"
    " make_use_of offer* yet still first exist* opportunit* route* ought welcome recourse able lies allow* chance"
    " remain* unreasonable"
    " not_gone not_taken has_not until willing will",
    "court": "court* tribunal* judge* judicial magistrate* litigat* sue sues sued suing legal legally lawyer*"
    " solicitor* insur* liab* claim adjudicat* negligen* damages adjudicator* bailiff* gone_to_law go_to_law"
    " barrister*"
    " lawsuit judgment injunction prosecution proceedings tribunals coroner* inquest",
    "gone": "chose_to opted_to elected_to struck_out has_issued has_brought has_lodged has_started has_begun"
    " has_sued issued_a has_exercised has_used had_used has_appealed appealed_to applied_for has_gone"
    " gone_to_law gone_to_court already"
    " suing litigated same_dispute made_orders the_same same_events ruled pending ongoing under_way granted"
    " dismissed judgment"
    " has_taken took in_progress is_now_before now_before has_begun final_order",
    "for_court": "for_the_court for_a_court for_courts by_a_court by_the_court by_courts only_a only_the"
    " best_decided exist"
    " no_reason there_is_an_appeal can_decide could_decide matter_for legal_question to_decide to_determine",
    "heard": "has_been have_been was were had already made granted dismissed heard ruled gave given now_before"
    " is_before"
    " pending ongoing in_the_course under_way underway settled determined decided brought issued started begun"
    " took taken"
    " considered considering dealt gone litigated ordered order orders imposed lodged applied appealed exercised"
    " evidence hearing part_of awaiting currently won lost underlies agreed concluded suing progress",
    "time": "late* sooner earlier delay* prompt* year* month* long* ago old historic* since until wait* went_by"
    " elapsed"
    " passed time* period when at_once belated* 12 twelve age date* years before decade* lapse* distant left_it"
    " stale slow* tardy hindsight",
    "came": "complain* to_us contact* approach* bring* brought raise* raised reached came come coming ombudsman"
    " with_us submit* known knew aware notice",
    "delayed": "delay* tardy dilatory slowness",
    "past": "passage_of historic* long_ago of_some_age too_old old_matters distant_past long_time stale decades"
    " years_ago in_the_past"
    " too_far_back so_long passage_of_time out_of_time long_past lapse_of_time",
    "other_body": "commissioner* ombudsman_service housing_ombudsman health_ombudsman parliamentary_ombudsman"
    " financial_ombudsman pensions_ombudsman legal_ombudsman property_ombudsman energy_ombudsman regulator*"
    " ofsted cqc"
    " ico phso police ofgem ofcom ofwat acas gmc nmc hse trading_standards charity_commission"
    " medical_council midwifery_council professions_council safety_executive conduct_authority care_quality"
    " human_rights_commission environment_agency auditor* social_work_england another_body other_body"
    " another_organisation"
    " other_organisation appropriate_body different_body specialist_body another_agency other_agency"
    " another_ombudsman"
    " different_ombudsman land_registry dvla fire_service commission inspectorate independent_body other_bodies"
    " other_organisations department_for home_office professional_body other_ombudsman someone_else"
    " another_authority",
    "some_body": "a_body_with there_is_a_body there_are_bodies bodies_that a_regulator specialist expertise",
    "suited": "better best proper right suited suitable appropriate equipped placed position belong* deal* consider*"
    " should can could may look* for go refer* tak* responsib* exist* turn direct* role direct",
    "righted": "remed* amends redress* compens* correct* rectif* resolv* settl* sorted apolog* sorry refund*"
    " reimburs*"
    " paid waiv* cancel* payment* repaid reinstat* restor* made_good put_right put_things_right put_matters_right"
    " put_it_right set_right set_things_right offer* steps action* response written_off received provid* agreed"
    " arranged done acted accepted fixed",
    "enough": "enough suitable reasonable reasonably fair fitting adequate* appropriate* proportionat* satisf*"
    " sufficient* no_more nothing_more nothing_further would_have already since now asked ask more resolved sorted"
    " have_asked recommended matches fully in_line acceptable right fairly generous suggest* called_for",
    "is_due": "called_for is_needed needs_to_be_done is_required to_be_done be_expected_of is_due",
    "righting": "amends redress* compens* corrected rectif* resolv* settl* sorted put_right put_things_right"
    " put_matters_right put_it_right set_right set_things_right made_good remedied remedying remedies",
}
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b", re.ASCII)
_HAS_RIGHTED: Final = re.compile(
    r"\b(?:has|have)\b(?: \S+){0,8}? (?:apologised|sorry|paid|refunded|reimbursed|repaid|waived|cancelled"
    r"|withdrawn|corrected"
    r"|compensated|reinstated|restored|amends|back)\b"
)
# A word is known to its neighbour by its beginning; these by none, while other small words tell much of what they join.
_NAMELESS: Final = frozenset(["mrs", "mr", "ms", "miss", "dr", "x", "y", "z", "the", "a", "an"])
# By how much a ground must lead, in what its odds are the logarithm of.
_SURE: Final = 1.0  # Before what the words of a clause state.
_NEAR: Final = 2.5  # Behind the leading one, to be another of the same reason.
PARTS: Final = 100  # Of one, in which weights are counted in the table.


@functools.lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return Lexicon(_FAMILIES, SMALL_WORDS)


@functools.lru_cache(maxsize=1)
def _leanings() -> Leanings:
    names, weights = read_weights(files("workers.parsing.grounds").joinpath("weights.txt").read_text(encoding="utf-8"))
    return Leanings(dict.fromkeys(names, ""), marks_of, weights=weights)


def read_weights(table: str) -> tuple[list[str], dict[str, list[float]]]:
    """The names, and what each mark weighs for each of them, from a table as ``learning`` writes it."""
    first, *lines = table.splitlines()
    told = [line.split(" ") for line in lines]
    return first.split(" "), {mark: [int(one) / PARTS for one in weighs] for mark, *weighs in told}


def marks_of(clause: str) -> set[str]:
    """What a clause is known by: families, beginnings of words and of neighbours, and the ideas in it."""
    found = _lexicon().marks_in(clause)
    if "ha" in clause and _HAS_RIGHTED.search(clause):
        found.add("has_righted")
    if _YEAR.search(clause):
        found.add("dated")
    found.update([f"+{idea}" for idea in ideas_in(clause)])
    words = [word[:STEM] for word in WORD.findall(clause) if word not in _NAMELESS]
    found.update([f"{one}_{other}" for one, other in zip(["^", *words], [*words, "$"], strict=True)])
    return found


@functools.lru_cache(maxsize=4096)
def _scores(clause: str) -> tuple[tuple[tuple[float, str], ...], float]:
    """The grounds, likeliest first, with their odds as logarithms, and those that it is none."""
    leanings = _leanings()
    sums, marks = leanings.sums_of(clause)
    scale = 1 / math.sqrt(marks + 1)
    odds = {name: one * scale for name, one in zip(leanings.names, sums, strict=True)}
    none = odds.pop("none")
    return tuple(sorted([(one, name) for name, one in odds.items()], reverse=True)), none


def leaning_of(clause: str, least: float) -> str | None:
    """The ground that a clause (small letters, straight quotes) leans to; None where it leads by too little.

    Below nothing at all, ``least`` is how much more likely it may be that the clause is no reason.
    """
    ((first, name), *_), none = _scores(clause)
    return name if first - none >= least else None


def mended(clause: str, stated: str | None, joined: str) -> str | None:
    """The ground that a clause states, or another that it is surely nearer to and ``joined``, its reason, too."""
    if stated is None:
        return None
    ((first, name), (second, _), *_), _ = _scores(clause)
    if name == stated or first - second < _SURE:
        return stated
    return name if joined == clause or (is_near(name, joined) and not is_near(stated, joined)) else stated


def is_near(name: str, clause: str) -> bool:
    """Whether a clause is about as likely to state a ground as the one that leads."""
    odds, _ = _scores(clause)
    return any(other == name and odds[0][0] - one < _NEAR for one, other in odds)
