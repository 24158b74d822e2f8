"""The spider with a short deadline, for tests of what would run into the long one.

``python -m tests.integration.scraper.hasty`` takes the words of ``python -m scraper.crawl``.
"""

from __future__ import annotations

import sys

from scraper import crawl, manners

DEADLINE_SECONDS = 1.0


if __name__ == "__main__":
    manners.DEADLINE_SECONDS = DEADLINE_SECONDS
    sys.exit(crawl.main())
