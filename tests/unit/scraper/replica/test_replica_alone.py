"""The replica stands alone, so that it can run in a container of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from scraper.replica.process import ROOT

CODE = """
import json, pkgutil, importlib, sys
before = set(sys.modules)
import scraper.replica
for module in pkgutil.walk_packages(scraper.replica.__path__, "scraper.replica."):
    importlib.import_module(module.name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_it_imports_nothing_of_ours_and_nothing_installed() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    strangers = [
        name
        for name in loaded
        if not name.startswith("scraper.replica")
        and name.partition(".")[0] not in {*sys.stdlib_module_names, "scraper"}
    ]
    assert strangers == []
    assert [name for name in loaded if name.startswith("scraper") and "replica" not in name] == ["scraper"]
