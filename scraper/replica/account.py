"""What a decision tells of events and makes of them, opened so that paragraphs and words of it can be changed.

Standard sections, law, and the sentences and items that the truth rests on are left as they are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Sequence

from scraper.replica.calendar import MONTHS, long_date
from scraper.replica.document import Document, Paragraph, Section
from scraper.replica.statement import LAW_HEADINGS, sentences
from scraper.replica.writer import MAIN, Writer

_ROLES = frozenset({"findings", "analysis"})
_STANDARD = frozenset({"powers", "consideration"})
_DAY = re.compile(rf"\bOn (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")
_MOST_DAYS = 9
_SHORT_ACCOUNT = 8  # Paragraphs.
# What becomes of a sentence that is changed: some words of it (up to the first), another sentence in its place (up to
# the second), gone (up to the third), or one more before it.
_SWAPPED, _REPLACED, _LEFT_OUT = 0.5, 0.8, 0.9

_Block = list[Paragraph]


class Account:
    """The paragraphs of one decision; ``w`` writes new sentences in its style, from ``banks``."""

    def __init__(self, document: Document, w: Writer, banks: Sequence[str], *, restart: bool) -> None:
        self._w, self._rng, self._banks, self._restart = w, w.rng, banks, restart
        self._sections = [(section, _blocks(section.paragraphs)) for section in document.sections]
        self._bound = _bound(document)
        self._swaps = [words.text.split(" || ") for words in w.book.sample(w.rng, "rewording.swap", _ALL)]

    def texts(self) -> list[str]:
        """The paragraphs that can be changed."""
        return [blocks[place][0].text for blocks, place in self._free()]

    def _free(self) -> list[tuple[list[_Block], int]]:
        return [
            (blocks, place)
            for section, blocks in self._sections
            if section.role in _ROLES and section.heading not in LAW_HEADINGS
            for place, block in enumerate(blocks)
            if self._is_free(block)
        ]

    def _is_free(self, block: _Block) -> bool:
        (first, *nested) = block
        return not nested and first.number is not None and not any(words in first.text for words in self._bound)

    def drop(self, count: int) -> None:
        """Take paragraphs away: any of a long account, the shortest of a short one; one is always left."""
        for _ in range(count):
            free = self._free()
            if len(free) > 1:
                short = len(free) < _SHORT_ACCOUNT
                blocks, place = min(free, key=lambda spot: len(_text(*spot))) if short else self._rng.choice(free)
                del blocks[place]

    def add(self, count: int) -> None:
        """Put new paragraphs of two sentences in."""
        for _ in range(count):
            blocks, place = self._rng.choice(self._free())
            blocks.insert(place, [Paragraph("0", 0, f"{self._sentence()} {self._sentence()}")])

    def _sentence(self) -> str:
        return self._w.dealt(self._rng.choice(self._banks))

    def move(self, count: int) -> None:
        """Give paragraphs another place in their section."""
        for _ in range(count):
            blocks, place = self._rng.choice(self._free())
            block = blocks.pop(place)
            blocks.insert(self._rng.randint(0, len(blocks)), block)

    def move_days(self, share: float) -> None:
        """Change a share of the days on which things happened."""
        if not share:
            return
        for blocks, place in self._free():
            text = _DAY.sub(lambda found: self._moved(found, share), blocks[place][0].text)
            _set(blocks, place, text)

    def _moved(self, found: re.Match[str], share: float) -> str:
        if self._rng.random() >= share:
            return found[0]
        day = dt.date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))
        return f"On {long_date(day + dt.timedelta(days=self._rng.randint(1, _MOST_DAYS)))}"

    def reword(self, share: float, changed: int) -> None:
        """Change words until they are ``share`` of those outside standard sections; ``changed`` are so already."""
        free = self._free()
        budget = share * self._own_words() - changed
        spots = [
            (n, at) for n, (blocks, place) in enumerate(free) for at in range(len(sentences(_text(blocks, place))))
        ]
        self._rng.shuffle(spots)
        told: dict[int, dict[int, str]] = {}
        for number, at in spots:
            if budget <= 0:
                break
            blocks, place = free[number]
            now, words = self._changed(sentences(_text(blocks, place))[at])
            told.setdefault(number, {})[at] = now
            budget -= words
        for number, changes in told.items():
            blocks, place = free[number]
            now_told = [changes.get(at, text) for at, text in enumerate(sentences(_text(blocks, place)))]
            _set(blocks, place, " ".join(filter(None, now_told)) or self._sentence())

    def _own_words(self) -> int:
        own = [block for section, blocks in self._sections if section.role not in _STANDARD for block in blocks]
        return sum(len(paragraph.text.split()) for block in own for paragraph in block)

    def _changed(self, sentence: str) -> tuple[str, int]:
        """A sentence after a change, and how many words that took."""
        roll = self._rng.random()
        if roll < _SWAPPED:
            swapped = self._swapped(sentence)
            if swapped is not None:
                return swapped
        if roll < _REPLACED:
            other = self._sentence()
            return other, len(other.split())
        if roll < _LEFT_OUT:
            return "", len(sentence.split())
        other = self._sentence()
        return f"{other} {sentence}", len(other.split())

    def _swapped(self, sentence: str) -> tuple[str, int] | None:
        for old, new in self._swaps:
            found = re.search(rf"\b{re.escape(old)}\b", sentence)
            if found:
                return sentence[: found.start()] + new + sentence[found.end() :], len(new.split())
        return None

    def say(self, text: str, role: str, *, first: bool) -> None:
        """Put a numbered paragraph at the beginning or the end of the first section of a role."""
        blocks = next(blocks for section, blocks in self._sections if section.role == role)
        numbered = [place for place, block in enumerate(blocks) if block[0].number is not None]
        blocks.insert(0 if first else numbered[-1] + 1, [Paragraph("0", 0, text)])

    def retell(self, before: str, after: str, role: str) -> None:
        """Put one text in the place of another in the sections of a role."""
        for section, blocks in self._sections:
            for place in range(len(blocks)):
                if section.role == role and _text(blocks, place) == before:
                    _set(blocks, place, after)

    def sections(self) -> tuple[Section, ...]:
        """The sections as they are now, their paragraphs numbered anew."""
        told, count = [], 0
        for section, blocks in self._sections:
            if self._restart and section.depth == MAIN:
                count = 0
            paragraphs: list[Paragraph] = []
            for first, *nested in blocks:
                numbered = first.level == 0 and first.number is not None
                count += numbered
                paragraphs += [dataclasses.replace(first, number=str(count)) if numbered else first, *nested]
            told.append(dataclasses.replace(section, paragraphs=tuple(paragraphs)))
        return tuple(told)


_ALL = 500  # More than any bank holds.


def _bound(document: Document) -> set[str]:
    """The words that the truth rests on: no paragraph that holds any of them changes."""
    return (
        {ground.sentence for ground in document.grounds}
        | {payment.text for payment in document.payments}
        | {action.text for action in document.actions}
        | {cite.act for cite in document.legislation}
    )


def _blocks(paragraphs: Sequence[Paragraph]) -> list[_Block]:
    """Each paragraph with what is nested below it."""
    blocks: list[_Block] = []
    for paragraph in paragraphs:
        if blocks and (paragraph.level or paragraph.joined):
            blocks[-1].append(paragraph)
        else:
            blocks.append([paragraph])
    return blocks


def _text(blocks: list[_Block], place: int) -> str:
    return blocks[place][0].text


def _set(blocks: list[_Block], place: int, text: str) -> None:
    blocks[place][0] = dataclasses.replace(blocks[place][0], text=text)
