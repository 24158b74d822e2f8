"""How well the parser reads wording that no rule was written against: precision, recall and F1 of every field.

``python tests/benchmarks/bench_wording.py [--set NAME | --half HALF] [--pages N] [--seed N] [--what WORDS]
[--out RESULTS.json]`` reads pages in the words of a set in ``tests/wording``, or of half of the replica's own wording.

The figure that counts is that of a set when the rules first meet it; it is kept with a word on how that was.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scraper.replica.phrases import Half, PhraseBook
from tests.benchmarks import frame
from tests.integration.workers.replica_accuracy import WORDING, measured, unmet
from workers.parsing import PARSER_VERSION


def main() -> None:
    """Measure and write the figures."""
    reader = frame.options("parse_unseen", __doc__)
    which = reader.add_mutually_exclusive_group()
    which.add_argument("--set", choices=sorted(path.name for path in WORDING.iterdir()))
    which.add_argument("--half", choices=[half.name.lower() for half in Half], default="unseen")
    reader.add_argument("--pages", type=int, default=3_000)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--what", default="", help="how the figures were taken")
    given = reader.parse_args()
    book = unmet(given.set) if given.set else PhraseBook(Half[given.half.upper()])
    scores = measured(book, given.pages, seed=given.seed)
    figures = {
        "what": given.what,
        "date": frame.conditions()["date"],
        "parser_version": PARSER_VERSION,
        "wording": given.set or given.half,
        "pages": given.pages,
        "seed": given.seed,
        "fields": {
            name: {kind: round(getattr(score, kind), 4) for kind in ("precision", "recall", "f1")}
            for name, score in scores.items()
        },
    }
    frame.write(figures, given.out)


if __name__ == "__main__":
    main()
