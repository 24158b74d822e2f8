"""Every setting of the system in one frozen object; the only file that reads the environment.

Order: environment variable, then ``.env`` in the working folder, then the default here. Names are the field names in
capitals behind ``LGO_``. An unknown ``LGO_`` name stops the start, because a mistyped setting that is silently ignored
is worse than none.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config import cron
from config.errors import SettingsError

PREFIX = "LGO_"
ENV_FILE = ".env"
# Read by the tests alone (where the real samples lie); named here so that it is not taken for a mistyped setting.
TEST_ONLY = frozenset({"LGO_SAMPLES"})
POLITE_DELAY_SECONDS = 1.0
# Two answers that a page is gone count as two only where a site's bad day cannot have given both.
PATIENT_GONE_HOURS = 24.0
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]
CronWords = Annotated[str, AfterValidator(cron.checked)]


class Settings(BaseSettings):
    """All settings, built once by :func:`get_settings` and handed down from there."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: AbsolutePath = Field(Path("var"), description="Folder for the data, logs and run files of embedded services.")
    database_url: SecretStr | None = Field(
        None, description="PostgreSQL >= 15, as postgresql://user:password@host/name. Unset: an embedded one is used."
    )
    broker_url: SecretStr | None = Field(
        None, description="Redis or Valkey, as redis://:password@host:port/0. Unset: an embedded one is used."
    )
    opensearch_url: str | None = Field(
        None, description="OpenSearch >= 2.19, as https://host:9200. Unset: an embedded one is used."
    )
    index_alias: str = Field(
        "decisions",
        pattern=r"^[a-z][a-z0-9_-]*$",
        description="Name the index is searched by; another one lets two systems share one OpenSearch.",
    )
    opensearch_user: str | None = Field(None, description="User name for OpenSearch, where its security is on.")
    opensearch_password: SecretStr | None = Field(None, description="Password that goes with the user name.")
    opensearch_ca: AbsolutePath | None = Field(None, description="File with the CA of OpenSearch's certificate.")
    site_url: str = Field("https://www.lgo.org.uk", description="The site to crawl; a replica's address for trials.")
    contact: str | None = Field(
        None, description="E-mail or web address put into the User-Agent; needed to crawl any host but this machine."
    )
    crawl_delay: float = Field(
        POLITE_DELAY_SECONDS, ge=0, description="Seconds between two requests; below 1 for loopback hosts only."
    )
    eager_host: str | None = Field(
        None, description="Host whose owner allows more than one request a second; lifts that bound there alone."
    )
    recheck_days: int = Field(
        30, ge=0, description="Every page held is asked for again within so many days; 0: all of them in each recheck."
    )
    full_check_days: int = Field(
        270, ge=0, description="Every window is read from its first to its last page within so many days; 0: always."
    )
    gone_hours: float = Field(
        PATIENT_GONE_HOURS,
        ge=0,
        description="Hours between the two answers that make a page gone; below 24 for loopback hosts only.",
    )
    gone_share: float = Field(
        0.03, ge=0, le=1, description="Share of the pages held that one crawl may mark gone; beyond it none is marked."
    )
    redesign_pages: int = Field(
        20,
        ge=0,
        description="So many pages in a row that come again without their structure stop a crawl; 0: none does.",
    )
    schedule: Literal["on", "off"] = Field("on", description="off: beat starts no crawl by itself.")
    schedule_incremental: CronWords = Field(
        "15 6 * * mon-fri", description="When beat looks for what is new, as cron words in London time; off: never."
    )
    schedule_recheck: CronWords = Field(
        "30 2 * * *", description="When beat asks again for a share of the pages held, as cron words; off: never."
    )
    schedule_full: CronWords = Field(
        "10 20 1 * *", description="When beat has every window compared with the site, as cron words; off: never."
    )
    web_host: str = Field("127.0.0.1", description="Address the web page listens on.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port of the web page and the API; 0 takes a free one.")
    flower_host: str = Field("127.0.0.1", description="Address Flower, the view of the queues, listens on.")
    flower_port: int = Field(5555, ge=0, le=65535, description="Port of Flower; 0 takes a free one.")
    flower_password: SecretStr | None = Field(
        None, description="Password of Flower's user lgo. Unset: made on first start and kept under the home folder."
    )
    worker_concurrency: int = Field(2, ge=1, le=64, description="Processes of one Celery worker.")
    java_home: AbsolutePath | None = Field(
        None,
        description="A Java >= 21 for the embedded OpenSearch. Unset: JAVA_HOME if that is one, else our own.",
    )
    log_format: Literal["text", "json"] = Field("text", description="How log lines look.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least level that is logged.")

    @property
    def site_is_loopback(self) -> bool:
        """True where the site is on this machine, so that politeness towards strangers is not at stake."""
        return urlsplit(self.site_url).hostname in LOOPBACK_HOSTS

    @property
    def site_is_eager(self) -> bool:
        """True where the operator says of just this host that it may be asked more often than once a second."""
        return self.eager_host is not None and urlsplit(self.site_url).hostname == self.eager_host.strip().lower()

    def environment(self) -> dict[str, str]:
        """An environment for a process of ours that makes it see just these settings, and none of our own besides.

        A ``.env`` in its working folder would still fill what is unset here: start it in the home folder.
        """
        values = {name: getattr(self, name) for name in type(self).model_fields}
        mine = {
            PREFIX + name.upper(): value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            for name, value in values.items()
            if value is not None
        }
        return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | mine

    @model_validator(mode="after")
    def _polite_to_strangers(self) -> Settings:
        if self.site_is_loopback:
            return self
        if self.crawl_delay < POLITE_DELAY_SECONDS and not self.site_is_eager:
            raise ValueError(
                "LGO_CRAWL_DELAY below 1 second is for loopback hosts only; LGO_EAGER_HOST names another one "
                "whose owner allows it"
            )
        if self.gone_hours < PATIENT_GONE_HOURS:
            raise ValueError("LGO_GONE_HOURS below 24 is for loopback hosts only")
        return self


def _refuse_unknown(names: set[str]) -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | TEST_ONLY
    unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting {', '.join(unknown)}: see .env.example for every name")


def load_settings(**overrides: Any) -> Settings:
    """Read environment and ``.env``; ``overrides`` win. Raises SettingsError that names the setting at fault."""
    _refuse_unknown(set(os.environ) | set(dotenv_values(ENV_FILE)))
    if "JAVA_HOME" in os.environ and "LGO_JAVA_HOME" not in os.environ:
        overrides.setdefault("java_home", Path(os.environ["JAVA_HOME"]))
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("; ".join(_one_line(problem) for problem in error.errors())) from error


def _one_line(problem: Any) -> str:
    name = "_".join(str(part) for part in problem["loc"]).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{name}: {message}" if name else message


@functools.cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()
