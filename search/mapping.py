"""What the index is made of: analysis, fields, and the hash that names them. Pure.

The mapping is strict: a field that is not named here is refused, so nothing is indexed by accident. Any change makes a
new hash, and so a new index; a mapping is never altered in place.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from search.vocabulary import SYNONYMS, WORD_FORMS

HASH_LENGTH = 8

# People type straight marks and pages print curly ones; a soft hyphen is no letter.
QUOTES = ("\u2018=>'", "\u2019=>'", "\u201b=>'", "\u02bc=>'", "\u2032=>'", '\u201c=>"', '\u201d=>"', '\u201e=>"')
SOFT_HYPHEN = "\u00ad=>"

_WORDS = ["possessive", "lowercase", "asciifolding", "own_forms", "light_english"]

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # Said aloud although it is the default: left unsaid, an index that nobody searches stops refreshing.
    "refresh_interval": "1s",
    "codec": "best_compression",
    "analysis": {
        "char_filter": {"plain_marks": {"type": "mapping", "mappings": [*QUOTES, SOFT_HYPHEN]}},
        "filter": {
            "possessive": {"type": "stemmer", "language": "possessive_english"},
            "own_forms": {"type": "stemmer_override", "rules": list(WORD_FORMS)},
            "light_english": {"type": "stemmer", "language": "light_english"},
            "same_words": {"type": "synonym_graph", "synonyms": list(SYNONYMS)},
        },
        "analyzer": {
            "words": {"type": "custom", "char_filter": ["plain_marks"], "tokenizer": "standard", "filter": _WORDS},
            "asked_words": {
                "type": "custom",
                "char_filter": ["plain_marks"],
                "tokenizer": "standard",
                "filter": [*_WORDS, "same_words"],
            },
        },
        "normalizer": {
            "folded": {"type": "custom", "char_filter": ["plain_marks"], "filter": ["lowercase", "asciifolding"]}
        },
    },
}

KEYWORD: dict[str, Any] = {"type": "keyword"}
DATE: dict[str, Any] = {"type": "date", "format": "strict_date"}
TIME: dict[str, Any] = {"type": "date", "format": "strict_date_optional_time"}
# Kept in the document and given back as it came; not searched, not counted.
STORED: dict[str, Any] = {"type": "object", "enabled": False}
STORED_WORD: dict[str, Any] = {"type": "keyword", "index": False, "doc_values": False}
# Offsets in the index spare the highlighter the re-reading of a text, and with it the limit on a text's length.
WORDS: dict[str, Any] = {
    "type": "text",
    "analyzer": "words",
    "search_analyzer": "asked_words",
    "index_options": "offsets",
}


def _facet(*, words: bool = False) -> dict[str, Any]:
    """A field counted as it is printed and filtered by it in any capitals and marks; searched where ``words``."""
    inner: dict[str, Any] = {"folded": {"type": "keyword", "normalizer": "folded"}}
    if words:
        inner["words"] = WORDS
    return {"type": "keyword", "fields": inner}


MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "id": KEYWORD,
        "revision": {"type": "long"},
        "searchable": {"type": "boolean"},
        "state": KEYWORD,
        "reference": KEYWORD,
        "reference_keys": KEYWORD,
        "slug": KEYWORD,
        "body": _facet(words=True),
        "body_slug": KEYWORD,
        "body_type": _facet(),
        "category": _facet(words=True),
        "subcategory": _facet(words=True),
        "outcome": _facet(),
        "kind": _facet(),
        "decision_date": DATE,
        "year": _facet(),
        "summary": WORDS,
        "complainant": KEYWORD,
        "url": STORED_WORD,
        "satisfied_date": DATE,
        "sections": STORED,
        "headings": WORDS,
        "legislation": STORED,
        "acts": _facet(),
        "provisions": _facet(),
        "grounds": _facet(),
        "ground_sentences": STORED,
        "remedies": {
            "properties": {
                "apology": {"type": "boolean"},
                "total_gbp": {"type": "scaled_float", "scaling_factor": 100},
                "payments": STORED,
                "actions": STORED,
            }
        },
        "remedy_kinds": _facet(),
        "text": WORDS,
        "text_sha256": STORED_WORD,
        "parser_version": {"type": "integer"},
        "warnings": {"properties": {"code": KEYWORD, "place": STORED_WORD}},
        "first_seen": TIME,
        "last_seen": TIME,
        "versions": STORED,
        "version_count": {"type": "integer"},
        "links": {
            "properties": {
                "kind": KEYWORD,
                "reference": KEYWORD,
                "body": KEYWORD,
                "score": {"type": "float"},
                "rule": KEYWORD,
                "rule_version": {"type": "integer"},
            },
        },
        # Decisions that are one matter share the id; a search that collapses shows one of each.
        "group": {
            "properties": {"id": KEYWORD, "size": {"type": "integer"}, "representative": {"type": "boolean"}},
        },
    },
}


def hash_of(settings: dict[str, Any], mapping: dict[str, Any]) -> str:
    """Eight hexadecimal digits that stand for exactly these settings and this mapping, whatever order they are in."""
    canonical = json.dumps([settings, mapping], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:HASH_LENGTH]


MAPPING_HASH = hash_of(SETTINGS, MAPPING)
