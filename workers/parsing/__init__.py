"""The parser: a pure function from the bytes of a page, or from plain text, to one decision. No I/O, no framework."""

from workers.parsing.decision import parse
from workers.parsing.errors import NotADecisionError
from workers.parsing.urls import UrlFacts, canonical_url, url_facts
from workers.parsing.version import PARSER_VERSION

__all__ = ["PARSER_VERSION", "NotADecisionError", "UrlFacts", "canonical_url", "parse", "url_facts"]
