"""The replica as a process: over real sockets, with faults, and its end."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scraper.replica.process import ROOT, Replica, ReplicaError, start

PATIENCE_SECONDS = 20.0
COUNT = 300


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with start(COUNT) as running:
        yield running


@pytest.fixture(autouse=True)
def no_faults(replica: Replica) -> Iterator[None]:
    yield
    replica.set_faults()


def connected(replica: Replica) -> http.client.HTTPConnection:
    address = urlsplit(replica.url)
    assert address.hostname
    return http.client.HTTPConnection(address.hostname, address.port, timeout=PATIENCE_SECONDS)


def get(replica: Replica, path: str) -> bytes:
    with urllib.request.urlopen(replica.url + path, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # Our own replica.
        content: bytes = answer.read()
        return content


def paths(replica: Replica) -> list[str]:
    return [row["url"].removeprefix(replica.url) for row in json.loads(get(replica, "/truth/index.json"))]


def test_the_same_seed_gives_the_same_bytes_in_another_process_and_order(replica: Replica) -> None:
    wanted = paths(replica)[:60]
    first = {path: get(replica, path) for path in wanted}
    listing = get(replica, "/Decisions/SearchResults?fd=2015-01-01&td=2019-12-31&page=2")
    with start(COUNT) as other:
        assert get(other, "/Decisions/SearchResults?fd=2015-01-01&td=2019-12-31&page=2") == listing
        assert {path: get(other, path) for path in reversed(wanted)} == first
    with start(COUNT, seed=2) as another:
        assert not set(paths(another)) & set(wanted)


def test_one_connection_serves_many_requests_also_sent_together(replica: Replica) -> None:
    connection = connected(replica)
    for path in paths(replica)[:5]:
        connection.request("GET", path)
        assert connection.getresponse().read() == get(replica, path)
    assert connection.sock is not None
    connection.sock.sendall(
        b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n" * 2 + b"HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"
    )
    received = b"".join(iter(lambda: connection.sock.recv(65536), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 3
    assert received.endswith(b"\r\n\r\n")
    connection.close()


def test_nonsense_is_answered_400_and_cut_off(replica: Replica) -> None:
    address = urlsplit(replica.url)
    with socket.create_connection((str(address.hostname), address.port or 0), PATIENCE_SECONDS) as raw:
        raw.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert b"".join(iter(lambda: raw.recv(4096), b"")).startswith(b"HTTP/1.1 400 ")


def test_each_request_is_logged_with_times_and_what_was_sent(replica: Replica) -> None:
    path = paths(replica)[7]
    before = time.time(), time.monotonic()
    size = len(get(replica, path + "?displaypref=1"))
    logged = replica.log()[-1]
    assert (logged.path, logged.target, logged.status, logged.bytes) == (path, path + "?displaypref=1", 200, size)
    assert before[0] - 0.1 <= logged.wall <= time.time() + 0.1
    assert before[1] - 0.1 <= logged.mono <= time.monotonic() + 0.1
    assert logged.active == 1
    assert logged.agent.startswith("Python-urllib")


def test_the_log_shows_how_many_requests_were_in_hand_at_once(replica: Replica) -> None:
    replica.set_faults("slow:seconds=0.3,path=/decisions")
    open_connections = [connected(replica) for _ in range(3)]
    for connection, path in zip(open_connections, paths(replica), strict=False):
        connection.request("GET", path)
    for connection in open_connections:
        assert connection.getresponse().status == 200
        connection.close()
    assert [logged.active for logged in replica.log()[-3:]] == [1, 2, 3]
    assert replica.log()[-1].peak >= 3


def test_a_status_fault_answers_in_place_of_a_page_and_then_lets_it_be(replica: Replica) -> None:
    path = paths(replica)[3]
    replica.set_faults(f"status:code=503,path={path},times=1,retry_after=7")
    with pytest.raises(urllib.error.HTTPError) as caught:
        get(replica, path)
    with caught.value as answer:
        assert answer.code == 503
        assert answer.headers["Retry-After"] == "7"
    assert b'id="article"' in get(replica, path)


def test_a_shell_has_the_form_and_no_results_until_the_form_was_visited(replica: Replica) -> None:
    results = "/Decisions/SearchResults?fd=0001-01-01&td=2026-12-31"
    replica.set_faults("shell:until_form=yes")
    shell = get(replica, results)
    assert b"<form" in shell
    assert b"results</p>" not in shell
    connection = connected(replica)
    connection.request("GET", "/Decisions/Search")
    visit = connection.getresponse()
    visit.read()
    cookie = str(visit.headers["Set-Cookie"]).partition(";")[0]
    connection.request("GET", results, headers={"Cookie": cookie})
    assert b"Your search has" in connection.getresponse().read()
    connection.close()


def test_a_slow_fault_waits(replica: Replica) -> None:
    replica.set_faults("slow:seconds=0.4")
    began = time.monotonic()
    get(replica, "/robots.txt")
    assert time.monotonic() - began >= 0.4


def test_a_cut_body_is_shorter_than_promised(replica: Replica) -> None:
    replica.set_faults("cut:bytes=1000")
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(replica, paths(replica)[0])
    assert len(caught.value.partial) == 1000
    assert not replica.log()[-1].whole


def test_a_reset_connection_ends_without_an_answer(replica: Replica) -> None:
    replica.set_faults("reset:path=/decisions")
    with pytest.raises(ConnectionResetError):
        get(replica, paths(replica)[0])
    assert get(replica, "/robots.txt")


def test_an_etag_spares_who_has_the_page(replica: Replica) -> None:
    replica.set_faults("etag")
    connection, path = connected(replica), paths(replica)[0]
    connection.request("GET", path)
    answer = connection.getresponse()
    page, tag = answer.read(), str(answer.headers["ETag"])
    connection.request("GET", path, headers={"If-None-Match": tag})
    again = connection.getresponse()
    assert (again.status, again.read()) == (304, b"")
    connection.request("GET", path, headers={"If-None-Match": '"other"'})
    assert connection.getresponse().read() == page
    connection.close()


def test_faults_can_be_given_at_the_start_and_an_unknown_one_is_refused(replica: Replica) -> None:
    with (
        start(20, faults=["status:code=410,path=/decisions"]) as faulty,
        pytest.raises(urllib.error.HTTPError, match="410") as caught,
    ):
        get(faulty, paths(faulty)[0])
    caught.value.close()
    with pytest.raises(ReplicaError, match="no fault is called"):
        replica.set_faults("nonsense")
    with pytest.raises(ReplicaError, match="code 2"), start(20, faults=["nonsense"]):
        pass


def test_a_dripping_page_comes_bit_by_bit(replica: Replica) -> None:
    path = paths(replica)[0]
    size = len(get(replica, path))
    replica.set_faults(f"drip:bytes={size // 3 + 1},seconds=0.1")
    began = time.monotonic()
    assert len(get(replica, path)) == size
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("fault", ["slow:seconds=60", "drip:bytes=10,seconds=60", "huge:mb=100", "robots:says=timeout"])
def test_a_client_that_goes_away_is_no_longer_in_hand(replica: Replica, fault: str) -> None:
    replica.set_faults(fault)
    connection = connected(replica)
    connection.request("GET", "/robots.txt" if "robots" in fault else paths(replica)[0])
    time.sleep(0.2)
    connection.close()
    time.sleep(0.2)
    replica.set_faults()
    get(replica, "/robots.txt")
    left, last = replica.log()[-2:]
    assert not left.whole
    assert left.faults == fault.partition(":")[0]
    assert last.active == 1
    assert left.ended <= last.mono


def test_the_log_tells_what_was_asked_and_what_was_answered_of_it(replica: Replica) -> None:
    replica.set_faults("etag", "lastmodified", "status:code=429,retry_after=30,path=/robots.txt")
    connection, path = connected(replica), paths(replica)[0]
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    tag, date = str(answer.headers["ETag"]), str(answer.headers["Last-Modified"])
    connection.request("GET", path, headers={"If-None-Match": tag, "If-Modified-Since": date, "Cookie": "a=b"})
    connection.getresponse().read()
    connection.request("GET", "/robots.txt")
    connection.getresponse().read()
    connection.close()
    first, again, robots = replica.log()[-3:]
    assert (first.none_match, first.modified_since, first.cookie, first.status) == ("", "", False, 200)
    assert (again.none_match, again.modified_since, again.cookie, again.status) == (tag, date, True, 304)
    assert (again.bytes, again.faults) == (0, "etag+lastmodified")
    assert (robots.retry_after, robots.status) == ("30", 429)


def test_the_clock_can_be_given_at_the_start_and_put_while_it_runs() -> None:
    with start(400, today=dt.date(2020, 1, 1), options=("--edits", "0.5", "--category-order", "published")) as living:
        rows = json.loads(get(living, "/truth/index.json"))
        assert max(row["published"] for row in rows) <= "2020-01-01"
        living.set_today(dt.date(2022, 1, 1))
        history = json.loads(get(living, "/truth/history.json"))
        assert "2021-06-01" < max(event["date"] for event in history) <= "2022-01-01"
        assert sum(event["event"] == "edited" for event in history) > 60
        assert all("/control/" not in logged.path for logged in living.log())
    with pytest.raises(ReplicaError, match="code 2"), start(20, options=("--today", "tomorrow")):
        pass


def test_a_long_answer_does_not_keep_others_waiting() -> None:
    with start(20_000) as big:
        reader = connected(big)
        reader.request("GET", "/truth/index.json")
        began = time.monotonic()
        get(big, "/robots.txt")
        assert time.monotonic() - began < 5
        assert len(json.loads(reader.getresponse().read())) == 20_000
        reader.close()


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    with start(20, log=tmp_path / "requests.jsonl") as running:
        get(running, "/robots.txt")
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(PATIENCE_SECONDS) == 0
    assert len((tmp_path / "requests.jsonl").read_text().splitlines()) == 1


def test_it_ends_when_the_process_that_started_it_is_killed() -> None:
    code = "from scraper.replica.process import start\nwith start(20) as r:\n    print(r.url, flush=True)\n    input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        parent.kill()
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/robots.txt", timeout=1) as answer:  # noqa: S310  # Our own replica.
                answer.read()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("the replica outlived its parent")
