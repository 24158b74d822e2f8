"""Ideas that take several words to say, whatever stands between them; one of the parts of words named is in each."""

from __future__ import annotations

import re

SAYINGS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "put_right",
        ("right", "we would", "we could", "we might"),
        re.compile(
            r"\b(?:what|all|everything|as much as|more than|steps|action|remedy|sum) (?:that )?we (?:would|could|might)"
            r" (?:\w+ )?(?:have )?(?:asked?|recommend|suggest|expect|propos|sought|want|award)\w*"
            r"|"
            r"\b(?:put|puts|putting|set|sets|setting)\b(?: [\w']+){0,6}? right\b"
            r"|\b(?:make|makes|making|made) (?:\w+ ){0,2}right\b"
        ),
    ),
    (
        "no_fault",
        (
            "acted",
            "behaved",
            "decided",
            "handled",
            "dealt",
            "entitled",
            "did ",
            "done ",
            "gave ",
            "open",
            "free",
            "follow",
            "applied",
            "kept",
            "observed",
            "way",
            "right",
            "relevant",
            "proper",
            "available",
        ),
        re.compile(
            r"\b(?:reached|came to|come to|made|took|taken) (?:an?|its|the) (?:\w+ )?(?:view|decision|conclusion"
            r"|judgement)"
            r" (?:that |which )?(?:(?:was|is|were) (?:\w+ )?(?:open|for it)|it was (?:\w+ )?(?:free|entitled|able"
            r"|allowed))"
            r"|\b(?:followed|applied|kept to|observed) (?:the|its|their) (?:\w+ )?(?:process|procedures?|polic(?:y"
            r"|ies)|law"
            r"|rules|guidance|criteria|steps|code)\b"
            r"|\bin the (?:right|proper|correct) way\b|\bin the way (?:that )?(?:the|its) (?:law|act|policy|rules"
            r"|guidance)\b"
            r"|\b(?:considered|weighed|took account of|had regard to) (?:all )?the (?:right|relevant|proper|available)"
            r" (?:information|evidence|facts|factors|matters|things)\b"
            r"|\b(?:acted|behaved) (?:\w+ )?(?:properly|correctly|appropriately|reasonably|lawfully"
            r"|in line|in accordance)\b"
            r"|\b(?:council|authority|trust|icb|ccg|school|provider|board|panel|it|they) (?:was|were|is|are)"
            r" entitled to (?:\w+)\b"
            r"|\bdid what (?:it|they|the (?:law|policy|act|regulations?|guidance|rules?)) "
            r"|\b(?:acted|did|behaved|decided|handled|dealt)\b(?: [\w']+){0,5} as (?:(?:it|they) (?:should|ought)"
            r"|(?:its|the|their) (?:\w+ )?(?:procedures?|polic(?:y|ies)|law|act|rules|guidance|code)"
            r" (?:requires?|says?|provides?|demands?|tells?))\b"
            r"|\bgave (?:\w+ )?(?:clear|good|full|proper|sound) reasons\b"
            r"|\bgave (?:\w+ )?(?:proper|due|full|careful|appropriate) (?:consideration|thought|weight)\b"
            r"|\bnot\b[^;]{0,60}\b(?:did|done) (?:any|some)thing (?:that )?(?:it|they) should not\b"
        ),
    ),
    (
        "injustice",
        ("difference to",),
        re.compile(r"\b(?:little|no) (?:\w+ )?difference to (?!the (?:outcome|result)|what|that|our|its)"),
    ),
    (
        "too_small",
        ("lost", "brief", "short", "fleeting"),
        re.compile(
            r"\blost nothing\b|\bnothing (?:was |has been )?lost\b|\b(?:was|were) (?:\w+ )?(?:brief|short|fleeting)\b"
        ),
    ),
    (
        "anyway",
        ("would have", "would still have", "where ", " as "),
        re.compile(
            r"\bwould (?:still )?have (?:refused|decided|reached|come|made|been|turned|done)\b.*\b(?:anyway|same"
            r"|in any case)\b"
            r"|\beven (?:with|without|had|so)\b.*\bwould (?:still )?have\b"
            r"|\b(?:leave|bring|put|take)\b(?: \S+){1,4} (?:where|as) (?:he|she|they|it|things"
            r"|matters) (?:now )?(?:is|are|stands?)\b"
        ),
    ),
    (
        "too_small",
        ("too ", "below", "beneath"),
        re.compile(
            r"\btoo (?:minor|slight|small|trivial|insignificant|limited)\b"
            r"|\b(?:injustice|harm|impact|effect|distress|loss|consequences)(?: \w+){0,4}? (?:below|beneath) "
        ),
    ),
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
        (
            "same",
            "duplicat",
            "repeat",
            "retrac",
            "discover",
            "uncover",
            "learn",
            "find out",
            "further",
            "every",
            "all",
            "each",
        ),
        re.compile(
            r"\b(?:inquiry|enquiry|investigation|investigator|report|reply|response)\b(?: \S+){0,3} (?:answered"
            r"|covered|examined"
            r"|explored|addressed|dealt with|looked (?:at|into)) (?:\w+ )?(?:every|all|everything|each|it all)\b"
            r"|\b(?:nothing|not|no|unlikely|cannot|doubt\w*|hardly)\b(?: [\w']+){0,6} (?:find out|discover|uncover"
            r"|learn|unearth)\b"
            r"|\bnot (?:\w+ )?take (?:it|this|that|matters|them|things) (?:any )?further\b|"
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
        ("court", "judge", "tribunal", "magistrate", "adjudicator", "legal", "claim"),
        re.compile(
            r"\b(?:(?:is|are|was|were) (?:\w+ )?(?:taking|bringing|pursuing|starting)(?: \S+){0,3} (?:court|legal"
            r"|tribunal)\b"
            r"|(?<!could )(?<!should )(?<!might )(?<!would )(?<!ably )(?<!to )(?:has|have|had) (?:\w+ )?(?:begun"
            r"|started|issued|brought|taken|launched|lodged|filed|commenced|asked|put)"
            r"(?: \S+){0,4} (?:court|legal|tribunal|judge)\b"
            r"|(?:is|are) (?:due|about|going|expected|set|waiting) (?:to|for) (?:be )?(?:hear|heard|consider|decide"
            r"|the|a)\b"
            r"|asked (?:the|a) (?:\w+ )?(?:court|judge|tribunal)\b.*\b(?:it|which|who|and) (?:has|had|did|refused"
            r"|made|gave|said)\b"
            r"|(?:issued|brought|lodged|filed) a (?:\w+ )?claim\b"
            r"|(?<!have )(?<!be )(?<!should )(?<!could )(?<!can )(?<!may )(?<!to )(?:raised|put|argued|aired|given"
            r"|presented|discussed)\b(?: [\w']+){0,5} (?:in"
            r"|at|before|to)"
            r" (?:the |a |an )?(?:\w+ )?(?:court|judge|tribunal|magistrates)\b"
            r"|(?:has|have|had) (?:already )?(?:used|exercised) (?:\w+ ){1,3}(?:right|appeal)"
            r"|(?<!have )(?<!not )used (?:her|his|their|the) (?:\w+ ){0,2}(?:rights?|appeal)\b"
            r"|(?:prepared|written|produced|made) for (?:the|a) (?:\w+ )?(?:court|proceedings|hearing|judge)\b"
            r"|(?:chose|opted|elected) to (?:appeal|go|use|apply|take|sue)\b"
            r"|(?:court|judge|tribunal|magistrates|adjudicator) (?:has|have|had) (?:\w+ )?(?:made|given|ruled"
            r"|decided|heard|dealt"
            r"|considered|granted|dismissed|refused|issued|determined|found|settled)\b"
            r"|(?:has|(?<=they )have) (?:already )?(?:appealed|sued|applied to|lodged|issued|brought|gone"
            r" to)\b|struck out\b"
            r"|(?:judge|court|tribunal|adjudicator) (?:is|are) (?:\w+ )?(?:considering|hearing|dealing with)\b)"
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
            "knew",
            "aware",
            "years",
            "year ",
            "months",
            "long",
        ),
        re.compile(
            r"\b(?:let|allow(?:ed|ing)?|waited|waiting|left|took|taken|delayed|stayed)\b(?: [\w']+){0,5} (?:years?"
            r"|months|long)\b"
            r"|\byears?\b(?: \w+){0,3} (?:went by|go by|passed|pass|elapsed|gone by)\b"
            r"|\b(?:years?|months|long) (?:\w+ )?(?:before|after|until)\b.*\b(?:complain|contact|came|come|us\b"
            r"|approach|events)"
            r"|\breached us\b(?: \S+){0,4} (?:years?|months|long|after)\b"
            r"|\b(?:took place|happened|occurred|dates? (?:back )?(?:from|to)|goes back|go back)\b.*\b(?:years?"
            r"|long) (?:time )?ago\b"
            r"|\b(?:knew|known|aware)\b.*\b(?:since|in) (?:\w+ )?(?:19|20)\d\d\b|\b(?:rest|lie) for (?:\w+ )?years\b|"
            r"\b(?:come|came|coming|complain|complained|complaining|contact|contacted|approach|approached)\b"
            r"(?: [\w']+){0,6} (?:within|inside) (?:a|one) year\b"
            r"|\bnot (?:\w+ ){0,4}in time\b|\boutside the (?:period|time)\b|\byears before (?:\w+ )?com(?:plain|ing)"
            r"|\bdelayed\b(?: [\w']+){0,6} (?:complaint|complaining|coming)\b"
            r"|\b(?:could|should|ought to) have (?:complained|come|contacted|approached|told|asked) (?:\w+ ){0,4}"
            r"(?:at the time|then|earlier)\b"
            r"|\bknown (?:of|about) (?:\S+ ){1,4}for (?:\w+ )?years\b"
        ),
    ),
)
