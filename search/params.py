"""The parameters of a search as they stand in an address, for the API and the search page alike."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from search.facets import FACETS
from search.query import MOST_RESULTS_A_PAGE, SearchRequest, Sort

PAGE_SIZE = 10


class SearchParams(BaseModel):
    """A search as an address says it; empty ones of a form count as not given, unknown ones are passed over."""

    model_config = ConfigDict(populate_by_name=True)

    q: str = Field("", description='Words, "a phrase", -unwanted words, or a reference in any spelling.')
    body: list[str] = Field([], description="Name of the organisation complained about.")
    body_type: list[str] = Field([], description="What sort of organisation it is.")
    category: list[str] = Field([], description="Category, as the Ombudsman names it.")
    subcategory: list[str] = Field([], description="Subcategory, as the Ombudsman names it.")
    outcome: list[str] = Field([], description="Decision, as the Ombudsman words it.")
    kind: list[str] = Field([], description="statement or report.")
    ground: list[str] = Field([], description="Why it was not investigated or not pursued.")
    legislation: list[str] = Field([], description='An act, or an act with a provision: "Care Act 2014, section 9".')
    year: list[str] = Field([], description="Year of the decision.")
    date_from: dt.date | None = Field(None, alias="from", description="First decision date, as YYYY-MM-DD.")
    date_to: dt.date | None = Field(None, alias="to", description="Last decision date, as YYYY-MM-DD.")
    sort: Sort = Field(Sort.RELEVANCE, description="Without any text, relevance is newest.")
    size: int = Field(PAGE_SIZE, description=f"Results on a page, at most {MOST_RESULTS_A_PAGE}.")
    page: int = Field(1, description="Page, counted from 1.")
    collapse: bool = Field(
        default=False,
        description="true: one decision of each matter. Matters are counted, by facet to a few in thousands.",
    )
    group: str = Field("", description="Only the decisions of one matter: the id in group of a result.")

    @field_validator("date_from", "date_to", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        # A plain number would be taken for seconds since 1970, and an empty field of a form for a mistake.
        if not isinstance(value, str):
            return value
        try:
            return dt.date.fromisoformat(value) if value.strip() else None
        except ValueError:
            raise ValueError("must be a date such as 2025-01-31") from None

    def to_request(self) -> SearchRequest:
        """The search itself. Raises BadQueryError where it cannot be run as asked."""
        return SearchRequest(
            text=self.q,
            filters={facet.name: tuple(getattr(self, facet.name)) for facet in FACETS},
            date_from=self.date_from,
            date_to=self.date_to,
            sort=self.sort,
            size=self.size,
            page=self.page,
            collapse=self.collapse,
            group=self.group,
        )


class StrictSearchParams(SearchParams):
    """The same for programs: a parameter that does not exist is an error, for it would change nothing in silence."""

    model_config = ConfigDict(extra="forbid")


def pairs(request: SearchRequest) -> list[tuple[str, str]]:
    """A search as the parameters of an address, those that say nothing new left out; ``page`` last."""
    said: list[tuple[str, str]] = [("q", request.text)] if request.text else []
    said += [(facet.name, value) for facet in FACETS for value in request.chosen(facet.name)]
    said += [("from", request.date_from.isoformat())] if request.date_from else []
    said += [("to", request.date_to.isoformat())] if request.date_to else []
    said += [("sort", request.sort.value)] if request.sort is not Sort.RELEVANCE else []
    said += [("collapse", "true")] if request.collapse else []
    said += [("group", request.group)] if request.group else []
    said += [("size", str(request.size))] if request.size != PAGE_SIZE else []
    return said + ([("page", str(request.page))] if request.page > 1 else [])


def address(request: SearchRequest) -> str:
    """The address of the search page for this search."""
    query = urlencode(pairs(request))
    return f"/?{query}" if query else "/"
