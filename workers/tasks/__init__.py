"""The tasks: each opens this process's runtime and calls one service.

Celery loads this package, which loads every task below it.
"""

from workers.tasks import crawl, stages, sweep

__all__ = ["crawl", "stages", "sweep"]
