"""Mixes of faults by seed: what might go wrong with a site on one bad day."""

from __future__ import annotations

from random import Random

MOST = 4
# Each fault with the options it may be given; none of them alone takes a crawler's time without end.
_KINDS: dict[str, tuple[str, ...]] = {
    "status": (
        *(f"code={code},on={on}" for code in (404, 410, 500, 502) for on in ("decision", "listing")),
        *(f"code={code},retry_after={wait}" for code in (429, 503) for wait in ("1", "date:2")),
        "code=403,on=decision",
        "code=403",
    ),
    "maintenance": ("code=200", "code=503", "code=503,retry_after=1"),
    "soft404": ("", "on=listing", "on=decision|category"),
    "challenge": ("code=200", "code=403", "on=decision", "on=listing"),
    "consent": ("", "on=decision", "on=listing"),
    "loop": ("", "on=listing"),
    "offhost": ("", "on=listing", "code=301"),
    "shell": ("", "until_form=yes", "path=/decisions/searchresults|/decisions/archive"),
    "robots": ("says=forbid", "says=decisions", "says=listings", "says=allow,delay=0.05", "says=missing", "says=error"),
    "slow": ("seconds=0.2",),
    "drip": ("bytes=9000,seconds=0.05",),
    "cut": ("", "bytes=0", "silent=yes", "bytes=45000,silent=yes"),
    "reset": ("", "on=decision", "on=listing"),
    "type": ("", "keep=yes", "value=text/plain,keep=yes", "on=listing"),
    "bomb": ("mb=100",),
    "huge": ("mb=30",),
    "token": ("",),
    "etag": ("",),
    "lastmodified": ("",),
    "repeat": ("",),
    "alldates": ("", "which=fd", "which=td"),
    "grow": ("", "entries=3"),
    "twice": ("", "counted=yes"),
    "twobodies": ("", "counted=yes"),
    "total": ("style=none", "style=nbsp", "style=space", "style=point", "add=1", "add=-1"),
    "omit": ("", "outcome=Upheld"),
    "unheard": ("", "subcategory=Flood defences"),
    "redesign": ("what=listings", "what=pages", "what=all"),
}
# These cost the crawler much at each turn, and show on few pages what they would show on all.
_DEAR = frozenset({"slow", "drip", "bomb", "huge"})
_SAYS_ITS_OWN_EACH = frozenset({"grow"})


def random_faults(seed: int) -> list[str]:
    """One to four faults, each with options of its own; it ends after some requests, or lasts, on a share or on all."""
    rng = Random(seed)
    return [_spec(rng, name) for name in rng.sample(sorted(_KINDS), rng.randint(1, MOST))]


def _spec(rng: Random, name: str) -> str:
    options = [rng.choice(_KINDS[name]), f"seed={rng.randrange(1000)}", _when(rng, name)]
    if rng.random() < 0.25:  # noqa: PLR2004 - A quarter begins in the midst of a run.
        options.append(f"after={rng.randint(1, 60)}")
    return f"{name}:{','.join(filter(None, options))}"


def _when(rng: Random, name: str) -> str:
    if name in _DEAR:
        return f"times={rng.randint(1, 3)}"
    if name in _SAYS_ITS_OWN_EACH:
        return f"share={rng.uniform(0.2, 1):.2f}"
    return rng.choice(
        (f"times={rng.randint(1, 8)}", f"each={rng.randint(1, 2)}", f"share={rng.uniform(0.02, 0.5):.2f}", "")
    )
