"""How fast a page of 50 to 60 KB is read whole, beside the usual way and beside bare reads by two HTML libraries.

``python tests/benchmarks/bench_parse.py [RESULTS.json] [--pages N]`` runs it, on the parser as ``make setup`` leaves
it: compiled, where there is a C compiler. Then all of it again in a copy that runs as plain Python.

The usual way is BeautifulSoup over html.parser and does fields and text alone: no sections, numbers, law, grounds or
remedies. The bare reads of lxml and selectolax do no more than the text of the article. All read the same pages in the
same run, in turns, round after round; of each page the best round of each way counts, in time of the processor, so that
others at work on the machine decide nothing. Ours remembers what standard words say, so before each round it forgets
all and reads other pages, as a worker has that has been at work for a few seconds; none of the timed pages has then
been read.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scraper.replica.phrases import Half, PhraseBook
from tests.benchmarks import frame
from tests.integration.workers.replica_accuracy import pages
from tests.plain import ROOT, is_compiled, plain_copy
from workers.parsing import parse

SMALLEST, LARGEST = 50_000, 60_000  # Bytes.
TIMED_PAGES = 100
ROUNDS = 7
DRAWN = 1_500  # Pages drawn from the replica, from which those of the right size are timed.
MEMORY_PAGES = 60_000


def main() -> None:
    """Measure and write the figures."""
    options = _options()
    drawn = [content for content, _ in pages(PhraseBook(Half.BOTH), DRAWN, seed=11)]
    timed = [content for content in drawn if SMALLEST <= len(content) <= LARGEST][:TIMED_PAGES]
    others = [content for content in drawn if content not in timed]
    spent = _milliseconds(timed, others)
    figures: dict[str, Any] = {
        **frame.conditions(),
        "compiled": is_compiled(),
        "pages": len(timed),
        "mean_bytes": sum(map(len, timed)) // len(timed),
        "milliseconds_a_page": spent,
    }
    figures["pages_a_second_a_core"] = round(1_000 / spent["ours, whole"])
    figures["times_as_fast_as_the_usual_way"] = round(spent["usual way, fields and text"] / spent["ours, whole"], 1)
    figures["memory"] = _memory(drawn, options.pages)
    if is_compiled():
        figures["as plain Python"] = _as_plain_python(options.pages)
    frame.write(figures, options.results)


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("results", nargs="?", type=Path, default=frame.results("parse"))
    reader.add_argument("--pages", type=int, default=MEMORY_PAGES, help="pages read for the memory figure")
    return reader.parse_args()


def usual_way(content: bytes) -> tuple[str, dict[str, str], str]:
    """Title, labelled fields and text, as most scrapers of such pages do it."""
    soup = BeautifulSoup(content, "html.parser")
    article = soup.find("article", id="article")
    assert article is not None
    heading = article.find("h1")
    title = heading.get_text(strip=True) if heading else ""
    labels, values = article.find_all(class_="label"), article.find_all(class_="value")
    fields = {
        label.get_text(strip=True).rstrip(" :"): value.get_text(" ", strip=True)
        for label, value in zip(labels, values, strict=True)
    }
    for junk in article.find_all(["script", "style", "nav"]):
        junk.decompose()
    for junk in article.find_all(class_=["back-to-top", "print"]):
        junk.decompose()
    blocks = article.find_all(["h1", "h2", "h3", "p", "li"])
    return title, fields, "\n".join(block.get_text(" ", strip=True) for block in blocks)


def lxml_bare(content: bytes) -> str:
    """The text of the article, by lxml."""
    found = etree.HTML(content).xpath("//article")
    return "\n".join(found[0].itertext())


def selectolax_bare(content: bytes) -> str:
    """The text of the article, by selectolax."""
    found = LexborHTMLParser(content).css_first("article")
    assert found is not None
    return found.text(separator="\n")


WAYS: dict[str, Callable[[bytes], object]] = {
    "ours, whole": parse,
    "usual way, fields and text": usual_way,
    "lxml, text alone": lxml_bare,
    "selectolax, text alone": selectolax_bare,
}


def _milliseconds(timed: list[bytes], others: list[bytes]) -> dict[str, float]:
    """What a page takes each way: the mean of every page's best round."""
    best = {name: [float("inf")] * len(timed) for name in WAYS}
    for _ in range(ROUNDS):
        _forget()
        for content in others:
            parse(content)
        for name, way in WAYS.items():
            gc.collect()
            for place, content in enumerate(timed):
                began = time.process_time()
                way(content)
                best[name][place] = min(best[name][place], time.process_time() - began)
    return {name: round(sum(spent) / len(timed) * 1_000, 3) for name, spent in best.items()}


def _as_plain_python(pages: int) -> dict[str, Any]:
    """The same figures of a copy whose parser is not compiled."""
    with tempfile.TemporaryDirectory() as folder:
        copy, results = plain_copy(Path(folder) / "copy"), Path(folder) / "parse.json"
        script = copy / Path(__file__).relative_to(ROOT)
        again = [sys.executable, str(script), str(results), "--pages", str(pages)]
        subprocess.run(again, cwd=copy, check=True, stdout=sys.stderr)
        return dict(json.loads(results.read_text("utf-8")))


def _forget() -> None:
    """Make the parser forget everything that it remembers of pages it has read."""
    for name, module in sys.modules.items():
        if name.startswith("workers.parsing"):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _memory(drawn: list[bytes], count: int) -> dict[str, Any]:
    """Memory in use after a tenth of the pages and after all: flat if both are the same."""
    seen: dict[str, Any] = {"pages": count}
    for number in range(count):
        parse(drawn[number % len(drawn)])
        if number == count // 10:
            seen["megabytes_after_a_tenth"] = _megabytes()
    seen["megabytes_after_all"] = _megabytes()
    return seen


def _megabytes() -> float:
    statm = Path("/proc/self/statm")
    if statm.exists():
        return round(int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6, 1)
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)


if __name__ == "__main__":
    main()
