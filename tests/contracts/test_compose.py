"""docker-compose.yml against the code: its commands, settings and queues exist, and it is as closed as it says."""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from config.docker import certificates, health
from config.queues import Queue
from config.services.control import configured
from config.services.distribution import VERSION as EMBEDDED_OPENSEARCH
from config.settings import PREFIX, Settings, load_settings
from tests.contracts.repository import ROOT, check_command
from workers.cli.system import PROCESSES

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "config/docker/Dockerfile").read_text()
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
LONG_RUNNING = {name: service for name, service in SERVICES.items() if service.get("restart") != "no"}
FIELDS = {PREFIX + name.upper() for name in Settings.model_fields}
SECRETS = re.compile(r"PASSWORD|SECRET|TOKEN|_KEY")
# The image sets the home, Java is for embedded services, and this OpenSearch is shared with nobody.
NOT_FOR_CONTAINERS = {"LGO_HOME", "LGO_JAVA_HOME", "LGO_INDEX_ALIAS"}

every_service = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
each_of_ours = pytest.mark.parametrize("service", OURS.values(), ids=OURS.keys())


def environment(service: dict[str, Any]) -> dict[str, str]:
    return dict(service.get("environment") or {})


def runs_lgo(service: dict[str, Any]) -> bool:
    return "build" in service and "entrypoint" not in service


@pytest.mark.parametrize(
    "service",
    [service for service in SERVICES.values() if runs_lgo(service)],
    ids=[name for name, service in SERVICES.items() if runs_lgo(service)],
)
def test_a_command_of_ours_exists(service: dict[str, Any]) -> None:
    check_command(service["command"])


def test_the_processes_are_those_of_one_machine() -> None:
    assert {name: SERVICES[name]["command"] for name in PROCESSES} == PROCESSES


def test_the_certificates_are_for_the_name_that_is_asked_for() -> None:
    certs = SERVICES["certs"]
    assert certs["entrypoint"] == ["python", "-m", certificates.__name__]
    host = urlsplit(environment(SERVICES["worker"])["LGO_OPENSEARCH_URL"]).hostname
    assert host == "opensearch"
    assert host in certs["command"]
    assert host in SERVICES


@each_of_ours
def test_a_health_check_of_ours_exists(service: dict[str, Any]) -> None:
    if "healthcheck" in service:
        words = service["healthcheck"]["test"]
        assert words[:4] == ["CMD", "python", "-m", health.__name__]
        health.parser().parse_args(words[4:])


@each_of_ours
def test_a_variable_of_ours_is_a_setting(service: dict[str, Any]) -> None:
    assert {name for name in environment(service) if name.startswith(PREFIX)} <= FIELDS


def test_every_setting_reaches_a_container() -> None:
    given = {name for service in OURS.values() for name in environment(service)}
    assert given | NOT_FOR_CONTAINERS >= FIELDS


def filled(value: str, given: dict[str, str]) -> str:
    """A value as compose would fill it in: as given, else its default, else a made-up password."""

    def fill(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        return given.get(name, rest if kind == ":-" else "s3cret")

    return re.sub(r"\$\{(\w+)(:-|:\?)([^}]*)\}", fill, value)


@pytest.mark.parametrize(
    "given", [{}, {"LGO_SITE_URL": "http://127.0.0.1:8100", "LGO_CRAWL_DELAY": "0"}], ids=["real site", "replica"]
)
@each_of_ours
def test_the_variables_of_ours_make_settings(
    service: dict[str, Any], given: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in FIELDS:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(service).items():
        monkeypatch.setenv(name, filled(value, given))
    settings = load_settings()
    if runs_lgo(service) and service["command"][0] != "replica":
        # None of the three is unset, so nothing is looked for or started in the container.
        assert set(configured(settings)) == {"postgres", "valkey", "opensearch"}
        assert settings.opensearch_ca == Path("/certs/ca/ca.pem")


def test_all_queues_are_worked_on_and_none_twice() -> None:
    commands = [service["command"] for service in OURS.values() if service["command"][0] == "worker"]
    queues = [name for command in commands for name in command[command.index("--queues") + 1].split(",")]
    assert sorted(queues) == sorted(queue.value for queue in Queue)


@every_service
def test_an_image_has_an_exact_version(service: dict[str, Any]) -> None:
    assert re.fullmatch(r"[\w./-]+:\d+\.\d+(\.\d+)?", service["image"])


def test_the_base_image_has_an_exact_version() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base) for base in bases)


def test_our_image_is_named_after_our_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {service["image"] for service in OURS.values()} == {f"lgo-decisions:{version}"}


def test_opensearch_is_the_version_that_runs_without_containers() -> None:
    assert SERVICES["opensearch"]["image"].endswith(f":{EMBEDDED_OPENSEARCH}")
    assert SERVICES["dashboards"]["image"].endswith(f":{EMBEDDED_OPENSEARCH}")


@every_service
def test_ports_are_published_on_this_machine_alone(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


@every_service
def test_no_secret_has_a_literal_or_default_value(service: dict[str, Any]) -> None:
    for name, value in environment(service).items():
        if SECRETS.search(name):
            assert re.fullmatch(r"\$\{\w+:\?set .+\}", value), name


@every_service
def test_no_address_has_a_literal_password(service: dict[str, Any]) -> None:
    for name, value in environment(service).items():
        for password in re.findall(r"://[^:/]*:(.+)@", value):
            assert password.startswith("${"), name
            assert ":?set " in password, name


@every_service
def test_no_secret_is_on_a_command_line(service: dict[str, Any]) -> None:
    words = [*service.get("command", []), *service.get("entrypoint", [])]
    assert not [word for word in words if SECRETS.search(word)]


@pytest.mark.parametrize("service", LONG_RUNNING.values(), ids=LONG_RUNNING.keys())
def test_a_service_that_stays_has_a_health_check(service: dict[str, Any]) -> None:
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


@every_service
def test_what_a_service_needs_is_waited_for(service: dict[str, Any]) -> None:
    for name, need in (service.get("depends_on") or {}).items():
        if SERVICES[name].get("restart") == "no":
            assert need["condition"] == "service_completed_successfully"
        elif service.get("network_mode") != f"service:{name}":
            assert need["condition"] == "service_healthy"


@every_service
def test_no_service_has_more_rights_than_it_needs(service: dict[str, Any]) -> None:
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@each_of_ours
def test_our_containers_cannot_write_to_their_image(service: dict[str, Any]) -> None:
    assert service["read_only"] is True


def test_databases_and_index_have_no_way_out() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("postgres", "redis", "opensearch"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


def test_only_opensearch_sees_its_key() -> None:
    holders = {name for name, service in SERVICES.items() if any(v.startswith("node:") for v in service["volumes"])}
    assert holders == {"certs", "opensearch"}


@every_service
def test_a_mounted_file_is_in_the_repository(service: dict[str, Any]) -> None:
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith("."):
            assert (ROOT / source).exists(), source
        else:
            assert source in COMPOSE["volumes"]


def test_the_replica_comes_only_when_asked_for() -> None:
    assert SERVICES["replica"]["profiles"] == ["replica"]
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["replica"]


def test_every_variable_of_the_mounted_files_is_given() -> None:
    for name in ("opensearch", "dashboards"):
        for volume in SERVICES[name]["volumes"]:
            source = ROOT / volume.split(":")[0]
            if source.is_file():
                wanted = re.findall(r"\$\{(?:envbc\.)?(\w+)\}", source.read_text())
                assert set(wanted) <= set(environment(SERVICES[name]))
