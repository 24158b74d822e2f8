"""Decision pages made anew with all their words: in other tags that say the same, or in tags that say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

_ARTICLE = re.compile(r'<article id="article">(.*)</article>', re.DOTALL)
_FACT = re.compile(r'<p><span class="label">([^<]*) : </span><span class="value">(.*?)</span></p>')
_HEADING = re.compile(r"<h([23])\b[^>]*>(.*?)</h\1>")
_LIST = re.compile(r"</?(?:ol|ul)\b[^>]*>\n?")
_ITEM = re.compile(r"<(/?)li>")
_HEADING_AND_PARAGRAPH = re.compile(r"<h([23])\b[^>]*>(.*?)</h\1>\s*<p>")


def in_other_tags(main: str) -> str:
    """The same structure without an article, headings of their own tags or labels of their own classes."""
    return _remade(main, _other_tags)


def in_bare_paragraphs(main: str) -> str:
    """The words alone: labels behind their values, headings within paragraphs, and no lists."""
    return _remade(main, _bare_paragraphs)


def _remade(main: str, change: Callable[[str], str]) -> str:
    return _ARTICLE.sub(lambda found: f'<div class="case-view">{change(found[1])}</div>', main)


def _other_tags(article: str) -> str:
    article = _FACT.sub(r"<dl><dt>\1</dt><dd>\2</dd></dl>", article)
    return _HEADING.sub(r'<div class="case-heading-\1">\2</div>', article)


def _bare_paragraphs(article: str) -> str:
    article = _FACT.sub(r'<p class="fact">\2 <small>(\1)</small></p>', article)
    article = _ITEM.sub(r"<\1p>", _LIST.sub("", article))
    return _HEADING_AND_PARAGRAPH.sub(r'<p><span class="case-lead">\2</span> ', article)
