"""Ideas that take several words to say, whatever stands between them; one of the parts of words named is in each."""

from __future__ import annotations

import re

SAYINGS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "put_right",
        ("right",),
        re.compile(
            r"\b(?:put|puts|putting|set|sets|setting)\b(?: [\w']+){0,6}? right\b"
            r"|\b(?:make|makes|making|made) (?:\w+ ){0,2}right\b"
        ),
    ),
    (
        "no_fault",
        ("acted", "behaved", "entitled", "did ", "done ", "gave "),
        re.compile(
            r"\b(?:acted|behaved) (?:\w+ )?(?:properly|correctly|appropriately|reasonably|lawfully"
            r"|in line|in accordance)\b"
            r"|\b(?:council|authority|trust|icb|ccg|school|provider|board|panel|it|they) (?:was|were|is|are)"
            r" entitled to (?:\w+)\b"
            r"|\bdid what (?:it|they|the (?:law|policy|act|regulations?|guidance|rules?)) "
            r"|\bgave (?:\w+ )?(?:proper|due|full|careful|appropriate) (?:consideration|thought|weight)\b"
            r"|\bnot\b[^;]{0,60}\b(?:did|done) (?:any|some)thing (?:that )?(?:it|they) should not\b"
        ),
    ),
    (
        "injustice",
        ("difference to",),
        re.compile(r"\b(?:little|no) (?:\w+ )?difference to (?!the (?:outcome|result)|what|that|our|its)"),
    ),
    ("too_small", ("too ",), re.compile(r"\btoo (?:minor|slight|small|trivial|insignificant|limited)\b")),
    (
        "affects_outcome",
        ("affect", "influenc", "sway", "disturb", "impact on"),
        re.compile(
            r"\b(?:affect|influenc|sway|disturb|impact on)\w*(?: [\w']+){0,3}? (?:results?|outcomes?|decisions?"
            r"|conclusions?|position)\b"
        ),
    ),
    (
        "add_already",
        ("same", "duplicat", "repeat", "retrac"),
        re.compile(
            r"\bsame (?:complaint|matter|issue|thing|event|concern|subject|point|grievance)s?\b.*\b(?:we|i|us"
            r"|the ombudsman)"
            r" (?:have |had )?(?:\w+ )?(?:gave|decided|considered|dealt|investigated|looked|answered|determined"
            r"|issued|reached|made)\b"
            r"|\b(?:complained|came|complaint) to us\b.*\bsame\b|\b(?:duplicat|repeat|retrac)\w* (?:\w+ )?work\b"
            r"|\b(?:we|i|the ombudsman)(?: have| had| has)? (?:\w+ )?(?:decided|considered|dealt with"
            r"|investigated|looked (?:at|into)"
            r"|answered|determined|examined|ruled on) (?:\w+ ){0,3}same\b"
        ),
    ),
    ("differ", ("other ",), re.compile(r"\b(?:any|no) other (?:outcome|result|conclusion|view|decision|answer)s?\b")),
    (
        "worth",
        ("achieved", "gained", "nothing "),
        re.compile(
            r"\b(?:little|nothing|not (?:much|anything)) (?:\w+ ){0,3}?(?:achieved|gained)\b"
            r"|\bnothing (?:\w+ ){0,2}?(?:we|i) (?:could|can) (?:\w+ )?(?:recommend|ask)\b"
        ),
    ),
    (
        "gone_to_court",
        ("court", "judge", "tribunal", "magistrate", "adjudicator"),
        re.compile(
            r"(?<!have )(?<!be )\b(?:raised|put|argued|aired|given|presented|discussed)\b(?: [\w']+){0,5} (?:in"
            r"|at|before|to)"
            r" (?:the |a |an )?(?:\w+ )?(?:court|judge|tribunal|magistrates)\b"
            r"|\b(?:has|have|had) (?:already )?(?:used|exercised) (?:\w+ ){1,3}(?:right|appeal)"
            r"|(?<!have )(?<!not )\bused (?:her|his|their|the) (?:\w+ ){0,2}(?:rights?|appeal)\b"
            r"|\b(?:prepared|written|produced|made) for (?:the|a) (?:\w+ )?(?:court|proceedings|hearing|judge)\b"
            r"|\b(?:chose|opted|elected) to (?:appeal|go|use|apply|take|sue)\b"
            r"|\b(?:court|judge|tribunal|magistrates|adjudicator) (?:has|have|had) (?:\w+ )?(?:made|given|ruled"
            r"|decided|heard|dealt"
            r"|considered|granted|dismissed|refused|issued|determined|found|settled)\b"
            r"|\b(?:has|(?<=they )have) (?:already )?(?:appealed|sued|applied to|lodged|issued|brought|gone"
            r" to)\b|\bstruck out\b"
            r"|\b(?:judge|court|tribunal|adjudicator) (?:is|are) (?:\w+ )?(?:considering|hearing|dealing with)\b"
        ),
    ),
    (
        "want",
        ("as ", "what "),
        re.compile(
            r"\b(?:as|what) (?:(?:mr|mrs|miss|ms|mx|dr) \S+|he|she|they) (?:asks?|wants?|wishes|requests?|would"
            r" like|has asked)\b"
        ),
    ),
    (
        "for_court",
        ("court", "judge", "tribunal", "magistrate", "adjudicator"),
        re.compile(
            r"\b(?:courts?|judge|tribunal|adjudicator|magistrates)\b(?: \w+){0,4} (?:to|can|could|would|must"
            r"|should|may)"
            r" (?:need to |have to |be asked to )?(?:decide|settle|resolve|rule|determine|say|answer|judge)\b"
            r"|\b(?:for|best|better|only|properly) (?:\w+ )?(?:by |in )?(?:a|the) (?:courts?|tribunal"
            r"|judge)\b(?! (?:has|have|case|order))"
        ),
    ),
    (
        "want",
        ("ask",),
        re.compile(
            r"\bask(?:s|ed|ing)? (?:(?:us|me|it|the ombudsman) )?for\b|\bask(?:s|ed|ing) (?:us|me)"
            r" to\b"
        ),
    ),
    (
        "review",
        ("again", "afresh", "anew"),
        re.compile(r"\b(?:look|consider|examine|think|go|decide|assess)\w*(?: [\w']+){0,5} (?:again|afresh|anew)\b"),
    ),
    (
        "could_start",
        ("proceedings",),
        re.compile(
            r"\b(?:could|can|may|might|should|to)(?: [\w']+){0,2}"
            r" (?:issue|start|bring|begin|commence|take|launch|lodge)(?: [\w']+){0,3} proceedings\b"
            r"|\b(?:could|should|might) have (?:\w+ ){1,3}proceedings\b"
        ),
    ),
    (
        "late",
        (
            "come",
            "came",
            "coming",
            "complain",
            "contact",
            "approach",
            "in time",
            "outside",
            "years",
            "delayed",
            "known",
        ),
        re.compile(
            r"\b(?:come|came|coming|complain|complained|complaining|contact|contacted|approach|approached)\b"
            r"(?: [\w']+){0,6} (?:within|inside) (?:a|one) year\b"
            r"|\bnot (?:\w+ ){0,4}in time\b|\boutside the (?:period|time)\b|\byears before (?:\w+ )?com(?:plain|ing)"
            r"|\bdelayed\b(?: [\w']+){0,6} (?:complaint|complaining|coming)\b"
            r"|\bcould have (?:complained|come|contacted|approached) (?:\w+ ){0,3}(?:at the time|then|earlier)\b"
            r"|\bknown (?:of|about) (?:\S+ ){1,4}for (?:\w+ )?years\b"
        ),
    ),
)
