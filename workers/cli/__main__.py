"""``python -m workers.cli`` is ``lgo``."""

from workers.cli.main import run

run()
