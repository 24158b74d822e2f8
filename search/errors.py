"""What can go wrong between us and OpenSearch, and what can be wrong with a request, each as one class."""

from __future__ import annotations

from config.errors import PermanentError, ServiceUnavailableError, TransientError


class SearchUnavailableError(ServiceUnavailableError):
    """OpenSearch is away or too busy; raised by every call to it. The catcher tries again later.

    ``reason`` is the short technical cause.
    """

    def __init__(self, reason: str) -> None:
        remedy = f"start it with `lgo up` or check LGO_OPENSEARCH_URL ({reason})"
        super().__init__("OpenSearch", remedy)
        self.reason = reason


class SearchAccessError(PermanentError):
    """OpenSearch does not know us, or we do not trust its certificate; the text names the settings to look at."""


class SearchRefusedError(PermanentError):
    """OpenSearch answered that it will not do this; ``status`` is its HTTP status, ``reason`` its words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"OpenSearch refused ({status}): {reason}")
        self.status = status
        self.reason = reason


class IndexMissingError(TransientError):
    """The index or alias does not exist (yet): the first worker that indexes something makes it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no search index {name} yet: it is made by `lgo up` and by `lgo index rebuild`")
        self.name = name


class MappingDiffersError(PermanentError):
    """The index in use was made by other code; its mapping is never merged, it is replaced by a rebuild."""

    def __init__(self, index: str, expected: str) -> None:
        super().__init__(f"index {index} was not made for mapping {expected} of this code: run `lgo index rebuild`")
        self.index = index
        self.expected = expected


class AliasBrokenError(PermanentError):
    """The alias is not what this project made of it: it names several indexes, or an index bears its name."""


class BadQueryError(PermanentError):
    """A search that cannot be run as asked; the text says what to change. HTTP 400."""


class WindowTooDeepError(BadQueryError):
    """A page further down than the index can be paged; ``deepest`` is the last result that can be reached."""

    def __init__(self, deepest: int) -> None:
        super().__init__(f"only the first {deepest:,} results can be paged: narrow the search by a filter or by dates")
        self.deepest = deepest


class DecisionUnknownError(PermanentError):
    """No decision is held under this reference. HTTP 404."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"no decision with the reference {reference} is held here")
        self.reference = reference


class DecisionWithdrawnError(PermanentError):
    """The decision is held and not shown: the Ombudsman took it down before its time. HTTP 410."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"the Ombudsman has withdrawn the decision {reference}, so it is not shown here")
        self.reference = reference
