"""Logging: one event name and its fields per line, as text for people or JSON for machines.

Scrapy, Celery and the libraries log through the standard library; their lines come out in the same form.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from config.settings import Settings

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
# These say each request or each message on INFO; our own lines say what matters of them.
CHATTY = (
    "alembic",
    "celery.app.trace",
    "celery.worker.strategy",
    "httpx",
    "kombu",
    "amqp",
    "opensearch",
    "tldextract",
    "urllib3",
)


def configure(settings: Settings, *, least: int = logging.NOTSET) -> None:
    """Send log lines to stderr in the configured form; standard output stays free for results.

    ``least`` holds back lines below that level whatever the settings say, for commands that speak for themselves.
    """
    renderer = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.getLevelNamesMapping()[settings.log_level], least))
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, least))
    # A missing alias or a refused write is an answer that our own code reads, not news.
    logging.getLogger("opensearch").setLevel(logging.ERROR)
