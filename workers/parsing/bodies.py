"""What kind of organisation a body is, from its name: rules first, then a table of facts for what no rule can tell."""

from __future__ import annotations

import functools
import re

from workers.parsing.body_facts import DISTRICT, LONDON, METROPOLITAN, UNITARY

_COMPANY = re.compile(r"\b(?:limited|ltd|llp|plc|cic|inc|trading as|t/a|aka)\b")
# The first rule that fits decides, so what is more telling stands first.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(words), kind)
    for words, kind in (
        (r"\bcombined authority\b|^greater london authority\b", "combined_authority"),
        (r"\bnational park\b|\bbroads authority\b", "national_park"),
        (r"\bpolice\b", "police"),
        (
            r"\bfire\b(?: (?:&|and) \w+)?(?: \w+)? (?:service|authority|brigade)\b|\bfire brigade\b|\bfire authority\b",
            "fire",
        ),
        (
            r"\b(?:clinical commissioning group|ccg|integrated care board|icb|primary care trust|nhs england)\b",
            "nhs_commissioner",
        ),
        (
            (
                r"\bnhs (?:foundation )?trust\b|\b(?:hospitals?|ambulance service|healthcare) .{0,40}trust\b"
                r"|\bnhs\b.{0,60}\btrust\b"
            ),
            "nhs_trust",
        ),
        (r"\b(?:school|academy|academies|college|learning trust|education trust|multi-academy)\b", "school"),
        (r"\b(?:parish|town|community) (?:council|meeting)\b", "parish"),
        (
            (
                r"^transport for\b|\bpassenger transport\b|\bintegrated transport\b|\btransport executive\b"
                r"|^merseytravel\b"
            ),
            "transport",
        ),
        (r"^london borough of\b|\blondon borough council\b", "london_borough"),
        (r"\bmetropolitan\b.{0,30}\b(?:council|borough|district)\b", "metropolitan"),
        (r"\bdistrict council\b", "district"),
    )
)
_OFFICES = re.compile(r"\b(?:drainage board|authority|board|agency|panel|commission|court|corporation)\b")
_CARE = re.compile(r"\b(?:care|nursing|homecare|healthcare|support|carers?|hospice|residential|housing with care)\b")
_PLACE = re.compile(
    r"^(?:the )?(?:(?:royal borough|city|council) of (?:the )?)?|\b(?:city |borough |county borough )?council$"
)
_MAX_NAME = 200


@functools.lru_cache(maxsize=4096)
def body_type(name: str) -> str | None:
    """The kind of a body; None where neither rule nor table tells.

    One of district, county, unitary, metropolitan, london_borough, combined_authority, nhs_trust, nhs_commissioner,
    care_provider, school, national_park, fire, police, transport, parish, other.
    """
    key = " ".join(name[:_MAX_NAME].lower().split())
    if _COMPANY.search(key):
        return "care_provider"
    for words, kind in _RULES:
        if words.search(key):
            return kind
    return (
        _council(key)
        if "council" in key or key.startswith(("royal borough", "city of")) or key in LONDON
        else _rest(key)
    )


def _council(key: str) -> str | None:
    if key in LONDON:
        return "london_borough"
    place = _PLACE.sub("", key).strip().replace(" & ", " and ")
    for places, kind in (
        (LONDON, "london_borough"),
        (METROPOLITAN, "metropolitan"),
        (UNITARY, "unitary"),
        (DISTRICT, "district"),
    ):
        if place in places:
            return kind
    if "county council" in key:
        return "county"
    if "borough council" in key:
        return "district"
    if key.startswith("royal borough"):
        return "london_borough"
    # Since 2009 hardly any council but a unitary one calls itself nothing but "Council"; the table holds the others.
    return "unitary" if key.endswith(" council") and not key.endswith(" city council") else None


def _rest(key: str) -> str | None:
    if _CARE.search(key):
        return "care_provider"
    return "other" if _OFFICES.search(key) else None
