"""Pages for the workers' tests: those of a replica, and small ones with a text of the test's own."""

from __future__ import annotations

import datetime as dt

import httpx

from scraper.addresses import key
from scraper.items import RawPage
from scraper.replica.process import Replica
from tests.factories import FIRST_SEEN

PAGE = """<!DOCTYPE html><html><head><title>Harrowmere Borough Council ({reference})</title></head><body>
<article id="article"><h1>Harrowmere Borough Council ({reference})</h1>
<p><span class="label">Category :</span> <span class="value">Housing &gt; Allocations</span></p>
<p><span class="label">Decision :</span> <span class="value">Upheld</span></p>
<p><span class="label">Decision date :</span> <span class="value">04 Mar 2025</span></p>
<h2>The Ombudsman's final decision:</h2><p>Summary: Mr Q waited too long for a reply.</p>
<h2>The complaint</h2><ol><li>Mr Q says the Council did not reply.</li></ol>
<h2>What I found</h2><ol start="2"><li>{text}</li></ol>
<h2>Final decision</h2><ol start="3"><li>I have completed my investigation.</li></ol>
<p>Investigator's decision on behalf of the Ombudsman</p></article></body></html>"""


def decision_page(text: str, reference: str = "24 001 001") -> bytes:
    """A small whole decision page whose one finding is ``text``."""
    return PAGE.format(text=text, reference=reference).encode()


def fetched(site: Replica) -> list[RawPage]:
    """Every page of a replica as the spider would hand it on, a minute between them."""
    with httpx.Client(base_url=site.url) as client:
        rows = client.get("/truth/index.json").json()
        answers = [client.get(row["url"].split("lgo.org.uk")[-1]) for row in rows]
    return [
        RawPage(
            key=str(key(str(answer.url))),
            url=str(answer.url),
            content=answer.content,
            fetched_at=FIRST_SEEN + dt.timedelta(minutes=number),
            headers={"content-type": answer.headers["content-type"]},
        )
        for number, answer in enumerate(answers)
    ]
