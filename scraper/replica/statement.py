"""Composes decision statements, from closed cases of a page to investigations of twelve."""

from __future__ import annotations

from scraper.replica.case import CLAUSES, Case, Shape
from scraper.replica.document import Document
from scraper.replica.phrases import APOSTROPHE, PhraseBook
from scraper.replica.powers import write_consideration, write_powers
from scraper.replica.remedies import write_remedies
from scraper.replica.writer import Writer, total_of

CHARACTERS_A_PAGE = 3_000
SUB = 3
LEFT_OUT_SHARE = 0.3
SECOND_PART_SHARE = 0.4
# Of the sentences of a story: cut from small pieces and so like no other, or (up to the next) of the subject's own.
DETAIL_SHARE, OWN_SHARE = 0.5, 0.72
THOUGHT_SHARE = 0.7
JOINT_SHARE = 0.3
COMMENT_SHARE = 0.3
LIST_SHARE, NESTED_SHARE = 0.08, 0.2
EVEN = 0.5
LAW_HEADINGS = ("Law and guidance", "Relevant law and policy", "Legal background")
_SUMMARIES = {
    Shape.UPHELD: "story.summary_upheld",
    Shape.NO_INJUSTICE: "story.summary_no_injustice",
    Shape.NOT_UPHELD: "story.summary_not_upheld",
    Shape.DISCONTINUED: "story.summary_discontinued",
    Shape.EARLY: "closing.early",
}
_FINALS = {
    Shape.UPHELD: "story.final_upheld",
    Shape.NO_INJUSTICE: "story.final_no_injustice",
    Shape.NOT_UPHELD: "story.final_not_upheld",
    Shape.DISCONTINUED: "story.final_discontinued",
    Shape.EARLY: "closing.early_final",
}
_NOT_PURSUED = frozenset({Shape.CLOSED, Shape.EARLY, Shape.DISCONTINUED})


class Statement:
    """One statement in the making. ``standing`` puts wording into closed cases that all of their subject share."""

    def __init__(self, case: Case, book: PhraseBook, *, standing: bool = False) -> None:
        self.case = case
        self.standing = standing
        self.w = Writer(case.slots.rng, book, case.slots, restart=case.restart, straight=case.straight)
        self.summary = self._summary()
        plural = "men" if case.partners else "man"
        self._ombudsman = f"Ombuds{plural}"

    def _summary(self) -> str:
        case = self.case
        if case.shape is Shape.CLOSED:
            bank = "closing.summary_two" if len(case.grounds) > 1 else "closing.summary"
        else:
            bank = _SUMMARIES[case.shape]
        text = self.w.words(bank)
        if case.shape in _NOT_PURSUED:
            self._note_grounds(text)
        return text

    def _note_grounds(self, text: str) -> str:
        """Note for each ground the sentence of a text that carries it, which may begin with it."""
        for ground, slot in zip(self.case.grounds, CLAUSES, strict=False):
            clause = self.w.plain(self.case.slots[slot])
            carrying = next(found for found in sentences(text) if clause[1:] in found)
            self.w.ground((ground,), carrying)
        return text

    def document(self) -> Document:
        """The whole statement."""
        w, case = self.w, self.case
        w.heading(f"The {self._ombudsman}{self._mark()}s final decision:", "summary", inline=True)
        w.bare(self.summary)
        self._complaint()
        part_left_out = case.shape in {Shape.UPHELD, Shape.NOT_UPHELD} and w.rng.random() < LEFT_OUT_SHARE
        if part_left_out:
            self._scope()
        write_powers(
            w, f"The {self._ombudsman}{APOSTROPHE}s role and powers", joint=bool(case.partners), short=case.short
        )
        write_consideration(w, case.topics, closed=case.shape is Shape.CLOSED and case.modern)
        self._findings()
        if case.shape is Shape.UPHELD:
            write_remedies(w)
        self._final()
        return Document(
            self.summary,
            case.slots["C"],
            w.sections(),
            w.legislation(),
            tuple(w.grounds),
            w.apology,
            tuple(w.payments),
            total_of(w.payments),
            tuple(w.actions),
        )

    def _mark(self) -> str:
        return "'" if self.w.rng.random() < EVEN else APOSTROPHE

    def _complaint(self) -> None:
        w, rng = self.w, self.w.rng
        w.heading("The complaint", "complaint")
        w.numbered(w.words("story.complaint"))
        if self.case.partners:
            w.numbered(w.words("joint.complaint"))
        elif rng.random() < SECOND_PART_SHARE:
            w.numbered(w.words("story.complaint_more"))
        w.numbered(f"{w.words('story.complaint_effect')} {w.words('story.complaint_wants')}")

    def _scope(self) -> None:
        w = self.w
        w.heading(w.rng.choice(("What I have and have not investigated", "What I have investigated")), "consideration")
        w.numbered(w.words("story.scope"))
        w.numbered(self._note_grounds(w.words("story.left_out")))

    def _findings(self) -> None:
        w, case = self.w, self.case
        room = max(1_200, case.pages * CHARACTERS_A_PAGE - w.size - 900)
        if case.short:
            w.heading("My assessment" if case.modern else "What I found", "findings")
            self.closed_story(room * 2 // 3)
            self._reasons()
            return
        w.heading("What I found", "findings")
        w.heading(w.rng.choice(LAW_HEADINGS), "findings", SUB)
        self._law(room // 6)
        w.heading(w.rng.choice(("What happened", "Background", "Key events")), "findings", SUB)
        self.story(room // 2, law=False)
        w.heading(
            w.rng.choice(("Analysis", "My findings", "Was there fault by {B}?")).format_map(w.slots), "analysis", SUB
        )
        self._analysis(room // 3)

    def closed_story(self, room: int) -> None:
        """What a case that is not investigated tells before its reasons."""
        self.story(room, law=True)
        if self.standing:
            self.stand(2 + int(self.w.rng.random() * 3))

    def stand(self, count: int) -> None:
        """So many paragraphs of the standing wording of the subject."""
        for text in self.w.chosen(f"standing.{self.case.topics}", count):
            self.w.numbered(text)

    def _law(self, room: int) -> None:
        w, end = self.w, self.w.size + room
        law = w.book.sample(w.rng, f"{self.case.topics}.law", 12) + w.book.sample(w.rng, "story.policy", 6)
        for words in law:
            w.numbered(w.fill(words))
            if w.size > end:
                return

    def story(self, room: int, *, law: bool) -> None:
        """Events in their order, one to four sentences a paragraph, here and there a list."""
        w, rng = self.w, self.w.rng
        end = w.size + room
        w.slots.spread(room // 130)
        if law:
            w.numbered(w.words(f"{self.case.topics}.law"))
        while w.size < end:
            if rng.random() < LIST_SHARE:
                self._list()
            else:
                w.numbered(" ".join(w.dealt(bank) for bank in self._banks()))

    def _banks(self) -> list[str]:
        """Where the sentences of one paragraph come from: the subject, any subject, joint work, a remark."""
        roll = self.w.rng.random
        count = 1 + int(roll() * 3)
        banks = []
        for _ in range(count):
            share = roll()
            banks.append(
                "story.detail"
                if share < DETAIL_SHARE
                else f"{self.case.topics}.events"
                if share < OWN_SHARE
                else "story.events"
            )
        if self.case.partners and roll() < JOINT_SHARE:
            banks.append("joint.events")
        if roll() < COMMENT_SHARE:
            banks.append("story.comment")
        return banks

    def _list(self) -> None:
        w, rng = self.w, self.w.rng
        w.numbered(w.words("story.list_lead"))
        nested = rng.random() < NESTED_SHARE
        for number in range(2 + int(rng.random() * 3)):
            w.bullet(w.words("story.list_item"))
            if nested and number == 0:
                w.bullet(w.words("story.list_item"), level=2)
                w.bullet(w.words("story.list_item"), level=2)

    def thoughts(self, room: int) -> None:
        """What is made of the evidence."""
        w, rng = self.w, self.w.rng
        end = w.size + room
        while w.size < end:
            banks = [
                "story.thought" if rng.random() < THOUGHT_SHARE else "story.analysis"
                for _ in range(1 + int(rng.random() * 3))
            ]
            w.numbered(" ".join(w.dealt(bank) for bank in banks))

    def _analysis(self, room: int) -> None:
        w, shape = self.w, self.case.shape
        self.thoughts(room)
        if shape is Shape.DISCONTINUED:
            self._reasons()
            return
        w.numbered(self._verdict())
        if shape is Shape.UPHELD:
            w.numbered(w.words("story.injustice"))
        elif shape is Shape.NO_INJUSTICE:
            w.numbered(w.words("story.no_injustice"))

    def _verdict(self) -> str:
        w, fault = self.w, self.case.shape is not Shape.NOT_UPHELD
        own = w.words("story.fault" if fault else "story.no_fault")
        if not self.case.partners:
            return own
        both = w.rng.random() < EVEN
        bank = ("joint.fault_shared" if both else "joint.fault_one") if fault else "joint.no_fault"
        return f"{own} {w.words(bank)}" if fault else w.words(bank)

    def _reasons(self) -> None:
        """A paragraph for each ground."""
        w = self.w
        for ground in self.case.grounds:
            reason = w.words(f"closing.{ground}.reason")
            w.ground((ground,), reason)
            w.numbered(f"{w.dealt('story.analysis')} {reason}" if w.rng.random() < EVEN else reason)

    def _final(self) -> None:
        w, case = self.w, self.case
        w.heading("Final decision", "final_decision")
        if case.shape is Shape.CLOSED:
            bank = "closing.final_two" if len(case.grounds) > 1 else "closing.final"
        else:
            bank = _FINALS[case.shape]
        text = w.words(bank)
        w.numbered(self._note_grounds(text) if case.shape in _NOT_PURSUED else text)
        w.bare(w.plain(f"Investigator{APOSTROPHE}s decision on behalf of the {self._ombudsman}"))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; the templates hold no full stop that does not end one, but for amounts."""
    parts = text.split(". ")
    return [part + "." for part in parts[:-1]] + parts[-1:]
