"""Faults: how they are named, when they act."""

from __future__ import annotations

import pytest

from scraper.replica.fault_base import FaultError, kind_of
from scraper.replica.faults import FAULTS, Switchboard, fault_from
from scraper.replica.faults_answers import StatusFault
from scraper.replica.faults_wire import CutFault
from scraper.replica.http import BadRequestError, Reply, Request, read_head
from scraper.replica.mixes import random_faults


def asked(path: str) -> Request:
    return Request("GET", path, path, {}, {})


def test_a_fault_is_named_with_its_options() -> None:
    assert fault_from("status:code=410,path=/decisions/health") == StatusFault(code=410, path="/decisions/health")
    assert fault_from("cut") == CutFault()


@pytest.mark.parametrize(
    ("spec", "named"),
    [
        ("nonsense", "nonsense"),
        ("status:colour=red", "colour"),
        ("slow:seconds=soon", "soon"),
        ("cut:bytes=x", "x"),
        ("robots:says=hello", "hello"),
        ("total:style=roman", "roman"),
        ("redesign:what=logo", "logo"),
    ],
)
def test_an_unknown_fault_or_option_is_refused_by_name(spec: str, named: str) -> None:
    with pytest.raises(FaultError, match=named):
        fault_from(spec)


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_had_without_options(name: str) -> None:
    assert FAULTS[name].name == name
    assert Switchboard([name]).specs == (name,)


def test_a_fault_acts_below_its_path_alone() -> None:
    board = Switchboard(["status:path=/decisions/health"])
    assert board.acting(asked("/Decisions/Health/other"))
    assert not board.acting(asked("/decisions/housing"))


def test_a_fault_acts_only_so_many_times() -> None:
    board = Switchboard(["status:times=2"])
    assert [len(board.acting(asked("/"))) for _ in range(4)] == [1, 1, 0, 0]
    assert board.acted == (2,)


def test_a_share_is_always_of_the_same_addresses() -> None:
    board = Switchboard(["status:share=0.3,seed=5"])
    first = [bool(board.acting(asked(f"/page/{n}"))) for n in range(400)]
    assert first == [bool(board.acting(asked(f"/page/{n}"))) for n in range(400)]
    assert 80 < sum(first) < 160
    board.set(["status:share=0.3,seed=6"])
    assert first != [bool(board.acting(asked(f"/page/{n}"))) for n in range(400)]


def test_a_fault_begins_after_some_requests_of_its_own() -> None:
    board = Switchboard(["status:after=2,times=1,path=/decisions"])
    met = [bool(board.acting(asked(path))) for path in ("/decisions", "/", "/decisions", "/decisions", "/decisions")]
    assert met == [False, False, False, True, False]


def test_a_fault_can_be_bound_for_each_address() -> None:
    board = Switchboard(["status:each=1"])
    assert [bool(board.acting(asked(path))) for path in ("/a", "/b", "/a", "/b", "/c")] == [1, 1, 0, 0, 1]


def test_a_fault_takes_several_paths_and_kinds_of_address() -> None:
    board = Switchboard(["status:path=/decisions/health|/robots.txt", "slow:on=decision|listing"])
    assert [len(board.acting(asked(path))) for path in ("/decisions/health/other", "/robots.txt", "/")] == [1, 1, 0]
    assert len(board.acting(asked("/Decisions/Archive"))) == 1
    with pytest.raises(FaultError, match="pages"):
        Switchboard(["slow:on=pages"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Decisions/SearchResults", "listing"),
        ("/decisions/archive/", "listing"),
        ("/Decisions/Search", "form"),
        ("/decisions", "category"),
        ("/decisions/health/other", "category"),
        ("/decisions/health/other/20-001-002a", "decision"),
        ("/robots.txt", "robots"),
        ("/", "other"),
    ],
)
def test_an_address_is_of_a_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_a_wrong_order_changes_nothing() -> None:
    board = Switchboard(["slow"])
    with pytest.raises(FaultError):
        board.set(["status", "nonsense"])
    assert board.specs == ("slow",)


def test_a_mix_is_always_the_same_for_a_seed_and_made_of_faults() -> None:
    mixes = [random_faults(seed) for seed in range(300)]
    assert mixes == [random_faults(seed) for seed in range(300)]
    assert {len(mix) for mix in mixes} == {1, 2, 3, 4}
    assert {spec.partition(":")[0] for mix in mixes for spec in mix} == set(FAULTS)
    for mix in mixes:
        assert Switchboard(mix).specs == tuple(mix)


def test_a_reply_says_its_length_or_is_chunked() -> None:
    assert b"Content-Length: 5\r\n" in Reply(body=b"hello").head(keep_alive=True)
    assert b"Transfer-Encoding: chunked\r\n" in Reply(body=iter([b"x"])).head(keep_alive=True)
    assert b"HTTP/1.1 599 Unknown\r\n" in Reply(599).head(keep_alive=False)


def test_a_head_is_read_and_nonsense_refused() -> None:
    request = read_head(b"GET /a%20b?x=1&x=2&y HTTP/1.1\r\nHost: here\r\nUser-Agent: me", "127.0.0.1")
    assert (request.path, dict(request.query), request.headers["user-agent"]) == ("/a%20b", {"x": "2", "y": ""}, "me")
    for nonsense in (b"", b"GET /", b"\x16\x03\x01", b"GET http://[ HTTP/1.1"):
        with pytest.raises(BadRequestError):
            read_head(nonsense, "127.0.0.1")
