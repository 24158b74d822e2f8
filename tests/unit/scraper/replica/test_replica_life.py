"""The replica with a clock: what is to be seen on a day, and what its truth tells of it."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest

from scraper.replica.composer import Composer
from scraper.replica.corpus import Corpus
from scraper.replica.faults import Switchboard
from scraper.replica.http import Reply, Request, read_head
from scraper.replica.life import LONGEST_DELAY, LONGEST_STRAGGLE, SHORTEST_DELAY, Rules
from scraper.replica.living import CategoryOrder, LivingView
from scraper.replica.phrases import Half, PhraseBook
from scraper.replica.site import Site

COUNT = 1_500
LIVELY = Rules(edits=0.3, withdrawals=0.1, moves=0.1)
START, END = dt.date(2016, 3, 1), dt.date(2024, 3, 1)
LINK = re.compile(r'<h3><a href="([^"]+)">')
DAY = dt.timedelta(days=1)

History = list[dict[str, Any]]


@pytest.fixture(scope="module")
def composer() -> Composer:
    return Composer(Corpus(1, COUNT), PhraseBook(Half.BOTH))


@pytest.fixture(scope="module")
def site(composer: Composer) -> Site:
    return living(composer)


@pytest.fixture(scope="module")
def history(site: Site) -> History:
    found: History = told(site, END)
    return found


def living(
    composer: Composer, rules: Rules = LIVELY, today: dt.date = END, by: CategoryOrder = CategoryOrder.DECIDED
) -> Site:
    return Site(composer, Switchboard(), "http://replica", living=LivingView(composer, rules, today, by))


def get(site: Site, target: str) -> Reply:
    return site.reply(read_head(f"GET {target} HTTP/1.1\r\nHost: replica".encode(), "127.0.0.1"))


def content(reply: Reply) -> bytes:
    return reply.body if isinstance(reply.body, bytes) else b"".join(reply.body)


def told(site: Site, today: dt.date, target: str = "/truth/history.json") -> Any:
    site.set_today(today)
    return json.loads(content(get(site, target)))


def seen(site: Site, today: dt.date, event: dict[str, Any]) -> Any:
    """One decision as the truth tells it on a day."""
    (found,) = told(site, today, f"/truth/{event['slug']}.json?body={event['body_slug']}")["decisions"]
    return found


def visible(site: Site, today: dt.date) -> list[str]:
    return sorted(row["url"].removeprefix("http://replica") for row in told(site, today, "/truth/index.json"))


def day_of(event: dict[str, Any]) -> dt.date:
    return dt.date.fromisoformat(event["date"])


def only(history: History, *kinds: str) -> History:
    return [event for event in history if event["event"] in kinds]


def test_a_decision_is_published_six_weeks_to_three_months_late_on_a_working_day(site: Site) -> None:
    for row in told(site, END, "/truth/index.json?all=1"):
        published = dt.date.fromisoformat(row["published"])
        assert published.weekday() < 5
        if not row["edits"]:
            late = (published - dt.date.fromisoformat(row["decision_date"])).days
            assert SHORTEST_DELAY <= late <= LONGEST_DELAY + 2


def test_stragglers_come_later_still(composer: Composer) -> None:
    rows = told(living(composer, Rules(edits=0.0, stragglers=0.2)), END, "/truth/index.json")
    late = [(dt.date.fromisoformat(r["published"]) - dt.date.fromisoformat(r["decision_date"])).days for r in rows]
    assert 0.1 < sum(days > LONGEST_DELAY + 2 for days in late) / len(late) < 0.3
    assert max(late) <= LONGEST_STRAGGLE + 2


def test_listings_totals_and_pages_show_what_is_there_that_day(site: Site) -> None:
    for today in (dt.date(2015, 7, 4), dt.date(2021, 6, 1)):
        there = visible(site, today)
        found: list[str] = []
        for page in range(1, len(there) // 10 + 2):
            html = content(get(site, f"/Decisions/SearchResults?page={page}")).decode()
            assert f"Your search has {len(there):,} results" in html
            found += LINK.findall(html)
        assert sorted(found) == there
        assert {get(site, path).status for path in there[:40]} == {200}
        assert f"Archive has {len(there):,} results" in content(get(site, "/Decisions/Archive")).decode()


def test_a_clock_that_walks_shows_what_a_clock_that_jumps_shows(composer: Composer, site: Site) -> None:
    walking = living(composer, today=START)
    for days in range(0, 800, 40):
        today = START + dt.timedelta(days=days)
        assert visible(walking, today) == visible(site, today)
        for target in ("/Decisions/SearchResults", "/decisions/housing", "/decisions/education/other"):
            assert get(walking, target) == get(site, target)


def test_what_is_visible_is_what_its_history_left(site: Site, history: History) -> None:
    there = {}
    for event in history:
        there[event["slug"], event["body_slug"]] = event["event"] not in {"withdrawn", "expired"}
    rows = told(site, END, "/truth/index.json")
    assert {(row["slug"], row["body_slug"]) for row in rows} == {key for key, live in there.items() if live}
    assert {row["state"] for row in rows} == {"live"}
    everything = told(site, END, "/truth/index.json?all=1")
    assert {(row["slug"], row["body_slug"]) for row in everything} == set(there)
    assert {row["state"] for row in everything} == {"live", "withdrawn", "expired"}


def test_an_edit_changes_what_its_history_says_and_nothing_else(site: Site, history: History) -> None:
    edits = only(history, "edited")
    assert len(edits) > COUNT * 0.2
    fields = {change["field"] for event in edits for change in event["changes"] if "field" in change}
    assert fields == {"outcome", "decision_date", "summary", "payments", "total_gbp", "satisfied_date"}
    for event in edits[::9]:
        assert event["changes"]
        before, after = seen(site, day_of(event) - DAY, event), seen(site, day_of(event), event)
        for change in event["changes"]:
            assert change["before"] != change["after"]
            if "field" in change:
                assert (fact(before, change["field"]), fact(after, change["field"])) == (
                    change["before"],
                    change["after"],
                )
            else:
                assert (change["paragraph"], change["before"]) in texts(before)
                assert (change["paragraph"], change["after"]) in texts(after)
        changed = sum("paragraph" in change for change in event["changes"])
        assert sum(a != b for a, b in zip(texts(before), texts(after), strict=True)) == changed


def fact(decision: dict[str, Any], name: str) -> Any:
    if name == "payments":
        return [payment["amount_gbp"] for payment in decision["remedies"]["payments"]]
    return decision["remedies"]["total_gbp"] if name == "total_gbp" else decision[name]


def texts(decision: dict[str, Any]) -> list[tuple[str, str]]:
    return [(section["heading"], p["text"]) for section in decision["sections"] for p in section["paragraphs"]]


def test_an_edit_leaves_what_the_truth_rests_on_in_the_text(site: Site, history: History) -> None:
    for event in only(history, "edited")[::2]:
        after = seen(site, day_of(event), event)
        whole = [text for _, text in texts(after)]
        assert all(any(ground["sentence"] in text for text in whole) for ground in after["ground_sentences"])
        for payment in after["remedies"]["payments"]:
            assert payment["text"] in whole
            amount = float(payment["amount_gbp"])
            assert re.search(rf"£({amount:,.2f}|{amount:.2f}|{amount:,.0f}|{amount:.0f})", payment["text"])


def test_the_page_and_its_listing_read_as_the_truth_tells(site: Site, history: History) -> None:
    for event in only(history, "edited", "moved")[::11]:
        now = seen(site, day_of(event), event)
        page = content(get(site, event["path"])).decode()
        assert f'<span class="value">{now["outcome"]}</span>' in page
        assert f"{now['subcategory']}</a></span>" in page
        date = dt.date.fromisoformat(now["decision_date"])
        day = f"fd={date}&td={date}"
        listings = [content(get(site, f"/Decisions/SearchResults?{day}&page={n}")).decode() for n in range(1, 4)]
        assert any(f'href="{event["path"]}"' in listing for listing in listings)
        assert any(now["summary"].replace("&", "&amp;") in listing for listing in listings)


def test_what_is_withdrawn_is_gone_until_it_returns(site: Site, history: History) -> None:
    withdrawn, returned = only(history, "withdrawn"), only(history, "returned")
    assert len(returned) > 20
    statuses = set()
    for event in withdrawn[::4]:
        assert event["path"] in visible(site, day_of(event) - DAY)
        assert event["path"] not in visible(site, day_of(event))
        statuses.add(get(site, event["path"]).status)
        assert seen(site, day_of(event), event)["state"] == "withdrawn"
    assert statuses == {404, 410}
    for event in returned[::4]:
        site.set_today(day_of(event) - DAY)
        assert get(site, event["path"]).status in {404, 410}
        assert event["path"] in visible(site, day_of(event))
        assert get(site, event["path"]).status == 200


def test_what_is_moved_stands_elsewhere_and_half_the_old_addresses_lead_there(site: Site, history: History) -> None:
    ways = []
    for event in only(history, "moved")[::3]:
        (path,) = (change for change in event["changes"] if change.get("field") == "path")
        site.set_today(day_of(event))
        assert get(site, path["after"]).status == 200
        old = get(site, path["before"])
        ways.append(old.status)
        assert old.headers == ((("Location", path["after"]),) if old.status == 301 else ())
        site.set_today(day_of(event) - DAY)
        assert (get(site, path["before"]).status, get(site, path["after"]).status) == (200, 404)
    assert set(ways) == {301, 404}


def test_statements_stay_five_years_and_reports_ten(site: Site, history: History) -> None:
    kinds = {}
    for event in only(history, "expired"):
        now = seen(site, END, event)
        kinds[now["kind"]] = True
        years = 5 if now["kind"] == "statement" else 10
        decided = dt.date.fromisoformat(now["decision_date"])
        assert abs((day_of(event) - decided).days - 365.25 * years) < 2
        assert get(site, event["path"]).status == 404
        assert now["state"] == "expired"
    assert set(kinds) == {"statement", "report"}


def test_a_report_s_line_on_compliance_comes_after_its_day(site: Site, history: History) -> None:
    complied = [e for e in only(history, "edited") if e["changes"][0].get("field") == "satisfied_date"]
    assert complied
    for event in complied:
        assert event["changes"][0]["before"] is None
        assert event["changes"][0]["after"] < event["date"]
        assert b"satisfied with" not in content(get_on(site, day_of(event) - DAY, event["path"]))
        assert b"satisfied with" in content(get_on(site, day_of(event), event["path"]))


def get_on(site: Site, today: dt.date, target: str) -> Reply:
    site.set_today(today)
    return get(site, target)


def test_category_listings_show_the_newest_of_either_kind(composer: Composer, site: Site) -> None:
    rows = [row for row in told(site, END, "/truth/index.json") if row["category"] == "Housing"]
    for by, name in ((CategoryOrder.DECIDED, "decision_date"), (CategoryOrder.PUBLISHED, "published")):
        other = living(composer, by=by)
        shown = LINK.findall(content(get(other, "/decisions/housing?page=7")).decode())
        days = {row["url"].removeprefix("http://replica"): row[name] for row in rows}
        assert [days[path] for path in shown] == sorted(days.values(), reverse=True)[:10]


def test_subcategory_listings_follow_moves_and_edits(site: Site) -> None:
    rows = told(site, END, "/truth/index.json")
    for path in sorted({row["url"].removeprefix("http://replica").rpartition("/")[0] for row in rows}):
        there = [row for row in rows if row["url"].removeprefix("http://replica").rpartition("/")[0] == path]
        newest = sorted((row["decision_date"] for row in there), reverse=True)[:10]
        shown = LINK.findall(content(get(site, path)).decode())
        days = {row["url"].removeprefix("http://replica"): row["decision_date"] for row in there}
        assert [days[one] for one in shown] == newest


def test_history_can_be_asked_for_a_span_of_days(site: Site, history: History) -> None:
    site.set_today(END)
    some = json.loads(content(get(site, "/truth/history.json?since=2020-01-01&until=2020-06-30")))
    assert some == [event for event in history if "2020-01-01" <= event["date"] <= "2020-06-30"]


def test_an_unpublished_decision_is_nowhere(site: Site, history: History) -> None:
    event = next(event for event in only(history, "published") if event["date"] > "2020-01-01")
    site.set_today(day_of(event) - DAY)
    assert get(site, event["path"]).status == 404
    assert get(site, f"/truth/{event['slug']}.json?body={event['body_slug']}").status == 404


def test_the_clock_is_put_by_an_order(composer: Composer) -> None:
    site = Site(composer, Switchboard())
    assert get(site, "/truth/history.json").status == 404
    assert b'"state"' not in content(get(site, "/truth/index.json"))
    order = Request("POST", "/control/clock", "/control/clock", {}, {}, b'{"today": "2020-05-01"}')
    assert json.loads(content(site.reply(order)))["today"] == "2020-05-01"
    assert b'"state": "live"' in content(get(site, "/truth/index.json"))
    for nonsense in (b"{}", b"[]", b'{"today": "yesterday"}', b"no json"):
        refused = Request("POST", "/control/clock", "/control/clock", {}, {}, nonsense)
        assert site.reply(refused).status == 400
    assert site.reply(Request("POST", "/control/clock", "/control/clock", {}, {}, b"{}", "10.0.0.9")).status == 403
