"""Scrapy's settings as they follow from ours; what a guest may do to the site is decided here.

The visitor (``scraper.spiders.visitor``) spaces, retries and redirects by itself. What Scrapy does of that is switched
off, or set to the same bounds as a second line.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from config.errors import SettingsError
from config.settings import Settings
from scraper.items import MAX_PAGE_BYTES
from scraper.manners import DEADLINE_SECONDS
from scraper.robots import PRODUCT

# Loopback only: a replica on this machine has no strangers to be polite to.
FAST_CONCURRENCY = 8
THROTTLE_MAX_SECONDS = 60.0


def check_site(settings: Settings) -> None:
    """Raise SettingsError where the site's address is none."""
    try:
        parts = urlsplit(settings.site_url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(f"LGO_SITE_URL: {settings.site_url} is no web address such as https://www.lgo.org.uk")


def user_agent(settings: Settings) -> str:
    """Who we are and how to reach us. Raises SettingsError where a stranger's site would not learn whom to ask."""
    name = f"{PRODUCT}/{version('lgo-decisions')}"
    if settings.contact:
        return f"{name} (+{settings.contact})"
    if settings.site_is_loopback:
        return name
    raise SettingsError("LGO_CONTACT is not set: give an e-mail or web address at which the site's owner can reach you")


def is_fast(settings: Settings) -> bool:
    """True where nothing asks for patience: a site on this machine, and no delay wanted."""
    return settings.site_is_loopback and settings.crawl_delay == 0


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Everything in which a crawl differs from Scrapy's defaults. Raises SettingsError that names what is missing."""
    check_site(settings)
    concurrency = FAST_CONCURRENCY if is_fast(settings) else 1
    return {
        "USER_AGENT": user_agent(settings),
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        **_parts(settings),
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": settings.crawl_delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "AUTOTHROTTLE_ENABLED": not is_fast(settings),
        "AUTOTHROTTLE_START_DELAY": settings.crawl_delay,
        "AUTOTHROTTLE_MAX_DELAY": THROTTLE_MAX_SECONDS,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TIMEOUT": DEADLINE_SECONDS,
        "DOWNLOAD_MAXSIZE": MAX_PAGE_BYTES,
        "DOWNLOAD_WARNSIZE": MAX_PAGE_BYTES,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "RETRY_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        # The visitor undoes the one packing it asks for, with a bound on what comes out.
        "COMPRESSION_ENABLED": False,
        "REFERER_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 0,
    }


def _parts(settings: Settings) -> dict[str, Any]:
    """What of Scrapy stands between the visitor and the network: each part costs every page, and most do what he does.

    He keeps cookies, asks robots.txt (Scrapy takes an unreachable one for leave to fetch; he does not), names us, and
    counts. Nothing goes through Scrapy's scheduler.
    """
    proxy = "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware"
    return {
        # A proxy of the environment is for the world outside, not for this machine.
        "DOWNLOADER_MIDDLEWARES_BASE": {} if settings.site_is_loopback else {proxy: 750},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {"scrapy.extensions.throttle.AutoThrottle": 0},
    }
