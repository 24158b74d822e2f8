"""How well decisions that belong together are found, beside the usual way, on labelled cases of the replica.

``python tests/benchmarks/bench_likeness.py [RESULTS.json] [--decisions N] [--labelled N] [--seed N] [--misses FILE]``
reads the replica's pages into a real PostgreSQL, has the stage compare them, and judges its links by the labels. Half
of the matters are told in wording that no rule was tuned on; both halves are told of apart. The usual way (five-word
shingles of the full text, MinHash LSH by datasketch) works on the same texts in the same run, at the threshold that is
usual and at whichever serves it best. A link between strangers is false, whether they are labelled or not. ``--misses``
writes the pairs that were missed or falsely found, of the half that rules may be tuned on alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import select

from config.db import unit_of_work
from config.services import Endpoints, LineProgress, running
from config.settings import load_settings
from tests.benchmarks import frame
from tests.benchmarks.usual_likeness import SHINGLE_WORDS, THRESHOLDS, Usual, shingled, usual_way
from tests.integration.workers.conftest import made
from tests.integration.workers.likeness_cases import POSITIVE, Cases, Score, judged, make_cases
from tests.integration.workers.likeness_runs import compare, found_links, groups, positions, read
from tests.services import fresh_database, temporary_home
from workers.dedupe import candidates, likeness, points, wording
from workers.models import Decision, Outcome
from workers.runtime import Runtime

USUAL_THRESHOLD = 0.8
NOWHERE = "http://127.0.0.1:9"  # Nothing is indexed here.
HALVES = ("seen", "unseen")
BATCH = 200
PART = 2_000


def main() -> None:
    """Measure and write the figures."""
    options = _options()
    cases = make_cases(options.decisions, options.labelled, seed=options.seed)
    figures: dict[str, Any] = {
        **frame.conditions(),
        "decisions": options.decisions,
        "labelled_decisions": options.labelled,
        "pairs": _counted(cases),
    }
    with temporary_home() as home:
        settings = load_settings(home=home, _env_file=None, opensearch_url=NOWHERE)
        with (
            running(settings, LineProgress(sys.stderr)) as endpoints,
            fresh_database(endpoints.database_url) as url,
            made(Endpoints(url, endpoints.broker_url, NOWHERE), "unused", home) as runtime,
        ):
            figures["ours"] = _ours(runtime, cases, options.misses)
            figures["usual_way"] = _usual(runtime, cases)
    frame.write(figures, options.results)


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("results", nargs="?", type=Path, default=frame.results("likeness"))
    reader.add_argument("--decisions", type=int, default=20_000)
    reader.add_argument("--labelled", type=int, default=4_000, help="how many of them are labelled cases")
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--misses", type=Path, help="file for the wrong pairs of the half that may be tuned on")
    return reader.parse_args()


def _counted(cases: Cases) -> dict[str, Any]:
    """How many pairs there are of each kind, and of each sort of look-alikes, by half of the wording."""
    strangers = Counter(cases.cases[pair] for pair in cases.labels["none"])
    return {
        "positive": {kind: _by_half(cases, kind) for kind in POSITIVE},
        "strangers_that_look_alike": {**_by_half(cases, "none"), "sorts": dict(strangers.most_common())},
    }


def _by_half(cases: Cases, kind: str) -> dict[str, int]:
    pairs = cases.labels[kind]
    halves = Counter(cases.wording[pair] for pair in pairs)
    return {"all": len(pairs), **{half: halves[half] for half in HALVES}}


def _ours(runtime: Runtime, cases: Cases, misses: Path | None) -> dict[str, Any]:
    began = time.perf_counter()
    for start in range(0, len(cases), PART):
        read(runtime, cases, range(start, min(start + PART, len(cases))))
        _say(f"read {min(start + PART, len(cases)):,} of {len(cases):,}", began)
    came_in = time.perf_counter()
    compare(runtime, seed=7)
    compared = time.perf_counter()
    _say("compared", began)
    found, met = found_links(runtime, cases), _candidates(runtime)
    _say(f"{met:,} pairs met", began)
    if misses is not None:
        misses.write_text("\n".join(_told(cases, judged(cases, found, "seen"))) + "\n", "utf-8")
    return {
        "seconds_to_read": round(came_in - began, 1),
        "milliseconds_a_decision": round((compared - came_in) / len(cases) * 1_000, 3),
        "kinds": {kind: _figures(score) for kind, score in judged(cases, found).items()},
        **{half: {k: _figures(s) for k, s in judged(cases, found, half).items()} for half in HALVES},
        "groups": _group_figures(runtime, cases),
        "candidates": met,
        "candidates_per_true_pair": round(met / len(cases.positive), 1),
    }


def _say(words: str, began: float) -> None:
    """Tell how far it is."""
    sys.stderr.write(f"{time.perf_counter() - began:6.0f} s: {words}\n")


def _candidates(runtime: Runtime) -> int:
    """How many pairs meet, so that the rules look at them."""
    pairs: set[tuple[int, int]] = set()
    with unit_of_work(runtime.sessions) as session:
        now = wording.in_force(session)
        ids = session.scalars(select(Decision.id).order_by(Decision.id)).all()
        for start in range(0, len(ids), BATCH):
            profiles = likeness.load(session, ids[start : start + BATCH], now.shingles)
            kept = {one: points.kept(profile) for one, profile in profiles.items()}
            for other, ones in candidates.meeting(session, list(profiles.values()), kept).items():
                pairs |= {(min(one, other), max(one, other)) for one in ones}
    return len(pairs)


def _figures(score: Score) -> dict[str, Any]:
    return {
        "found": len(score.hits),
        "missed": len(score.missed),
        "false": len(score.false),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
    }


def _group_figures(runtime: Runtime, cases: Cases) -> dict[str, int]:
    """How many groups there are, how many hold strangers, and how many matters of several decisions are not one."""
    held = groups(runtime, cases)
    group_of = {number: head for head, members in held.items() for number in members}
    heads: defaultdict[int, list[int]] = defaultdict(list)
    for number, matter in enumerate(cases.matters):
        heads[matter].append(group_of.get(number, -1 - number))
    mixed = sum(len({cases.matters[number] for number in members}) > 1 for members in held.values())
    return {
        "groups": len(held),
        "that_mix_matters": mixed,
        "matters_of_several_decisions": sum(len(found) > 1 for found in heads.values()),
        "matters_not_in_one_group": sum(len(set(found)) > 1 for found in heads.values()),
    }


def _usual(runtime: Runtime, cases: Cases) -> dict[str, Any]:
    began = time.perf_counter()
    hashes, seconds = shingled(_texts(runtime, cases))
    _say("hashed the usual way", began)
    ways = []
    for threshold in THRESHOLDS:
        ways.append(usual_way(hashes, threshold))
        _say(f"looked for pairs the usual way at {threshold}", began)
    best = max(ways, key=lambda way: _f1(way, cases))
    usual = next(way for way in ways if way.threshold == USUAL_THRESHOLD)
    return {
        "way": f"datasketch MinHashLSH, shingles of {SHINGLE_WORDS} words of the full text",
        "milliseconds_a_decision_for_hashes": round(seconds / len(cases) * 1_000, 3),
        "usual_threshold": usual.figures(cases),
        "best_threshold": best.figures(cases),
        "usual_threshold_unseen": usual.figures(cases, "unseen"),
        "best_threshold_unseen": best.figures(cases, "unseen"),
        "all_thresholds": [way.figures(cases) for way in ways],
    }


def _f1(way: Usual, cases: Cases) -> float:
    figures = way.figures(cases)
    precision, recall = float(str(figures["precision"])), float(str(figures["recall"]))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _texts(runtime: Runtime, cases: Cases) -> Iterator[str]:
    """The full text of each decision as it was read, in the order of the corpus."""
    ids = {place: key for key, place in positions(runtime, cases).items()}
    for start in range(0, len(cases), BATCH):
        wanted = [ids[place] for place in range(start, min(start + BATCH, len(cases)))]
        with unit_of_work(runtime.sessions) as session:
            read = select(Outcome.decision_id, Outcome.reading["text"].astext).where(Outcome.decision_id.in_(wanted))
            texts: dict[int, str] = dict(session.execute(read).all())
        yield from (texts[key] for key in wanted)


def _told(cases: Cases, scores: dict[str, Score]) -> Iterator[str]:
    """Each wrong pair in a line."""
    corpus = cases.composer.corpus
    for kind, score in scores.items():
        for what, pairs in (("missed", score.missed), ("false", score.false)):
            for pair in sorted(pairs):
                one, other = (corpus.entry(number) for number in pair)
                why = cases.why.get(pair) or ("one matter" if cases.one_matter(pair) else "strangers, unlabelled")
                yield f"{kind} {what}: {one.reference} ({one.body.name}) - {other.reference} ({other.body.name}): {why}"


if __name__ == "__main__":
    main()
