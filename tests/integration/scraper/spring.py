"""Forty decisions of one spring, and the words of a crawl of it."""

from __future__ import annotations

from tests.integration.scraper.page_site import Case, cases_of

SPRING = ("--mode", "full", "--since", "2024-03-01", "--until", "2024-05-31")


def spring() -> list[Case]:
    return [*cases_of(2024, 3, 12), *cases_of(2024, 4, 7), *cases_of(2024, 5, 21)]
