"""Faults: how they are named, when they act."""

from __future__ import annotations

import pytest

from scraper.replica.faults import FAULTS, CutFault, FaultError, StatusFault, Switchboard, fault_from
from scraper.replica.http import BadRequestError, Reply, Request, read_head


def asked(path: str) -> Request:
    return Request("GET", path, path, {}, {})


def test_a_fault_is_named_with_its_options() -> None:
    assert fault_from("status:code=410,path=/decisions/health") == StatusFault(code=410, path="/decisions/health")
    assert fault_from("cut") == CutFault()


@pytest.mark.parametrize(
    ("spec", "named"),
    [("nonsense", "nonsense"), ("status:colour=red", "colour"), ("slow:seconds=soon", "soon"), ("cut:after=x", "x")],
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


def test_a_wrong_order_changes_nothing() -> None:
    board = Switchboard(["slow"])
    with pytest.raises(FaultError):
        board.set(["status", "nonsense"])
    assert board.specs == ("slow",)


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
