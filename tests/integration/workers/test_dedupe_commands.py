"""What ``lgo dedupe`` does and tells."""

from __future__ import annotations

from pathlib import Path

from tests.integration.workers.likeness_cases import make_cases
from tests.system import System, system

__all__ = ["system"]


def test_decisions_are_compared_again_by_command(system: System, tmp_path: Path) -> None:
    cases = make_cases(40, 30, seed=4)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, page in enumerate(cases.pages(range(len(cases)))):
        (folder / f"{number}.html").write_bytes(page.content)
    assert system.lgo("ingest", folder).code == 0

    nothing = system.lgo("dedupe", "run", "--json").json
    assert (nothing["decisions"], nothing["left"]) == (0, 0)
    again = system.lgo("dedupe", "run", "--all", "--json").json
    assert (again["decisions"], again["left"]) == (40, 0)
    assert (again["links"], again["groups"]) == (nothing["links"], nothing["groups"])
    assert again["links"]["near_text"] >= 1

    reference = cases.composer.corpus.entry(0).reference
    told = system.lgo("dedupe", "run", reference.replace(" ", "-"))
    assert (told.code, told.out.partition(" ")[0]) == (0, "1")
    days = sorted(cases.composer.corpus.entry(number).date for number in range(len(cases)))
    span = ("--from", days[10].isoformat(), "--to", days[20].isoformat())
    within = sum(days[10] <= day <= days[20] for day in days)
    assert system.lgo("dedupe", "run", *span, "--json").json["decisions"] == within
    assert system.lgo("dedupe", "run", "--from", "7").code == 2
    assert system.lgo("dedupe", "run", "99 999 999").code == 4
    assert system.lgo("dedupe", "run", reference, "--all").code == 2

    learned = system.lgo("dedupe", "learn", "--json").json
    assert learned == {**learned, "version": 1, "decisions": 40, "changed": False, "pending": 0}
