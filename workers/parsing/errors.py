"""What the parser raises: one error, for a page that is no decision or cannot be read as one."""

from __future__ import annotations

from config.errors import PermanentError


class NotADecisionError(PermanentError):
    """The content is no decision. ``looks_like`` says in stable words what it looks like instead ("search form").

    Raised by ``parse`` alone; the page stays in the archive, so that a better parser can try again.
    """

    def __init__(self, looks_like: str, detail: str = "") -> None:
        super().__init__(f"not a decision: looks like {looks_like}{f' ({detail})' if detail else ''}")
        self.looks_like = looks_like
        self.detail = detail
