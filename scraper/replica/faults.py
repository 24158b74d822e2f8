"""Misbehaviours that can be switched on, one small class each: ``NAME`` or ``NAME:key=value,key=value``.

A fault may change a request before the site sees it and the reply before it is sent. All faults share the fields of
Fault, which say when it acts; each class adds its own. Register a new one by adding it to FAULTS. What a replica cannot
do is fail to be found by name: that takes an address without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scraper.replica.fault_base import Fault, FaultError, options_of
from scraper.replica.faults_answers import (
    ChallengeFault,
    ConsentFault,
    LoopFault,
    MaintenanceFault,
    OffHostFault,
    RobotsFault,
    ShellFault,
    SoftNotFoundFault,
    StatusFault,
)
from scraper.replica.faults_listings import (
    AllDatesFault,
    GrowFault,
    OmitFault,
    RedesignFault,
    RepeatFault,
    TotalFault,
    TwiceFault,
    TwoBodiesFault,
    UnheardFault,
)
from scraper.replica.faults_wire import (
    BombFault,
    CutFault,
    DripFault,
    EtagFault,
    HugeFault,
    LastModifiedFault,
    ResetFault,
    SlowFault,
    TokenFault,
    TypeFault,
)
from scraper.replica.http import Request

FAULTS: dict[str, type[Fault]] = {
    fault.name: fault
    for fault in (
        *(StatusFault, MaintenanceFault, SoftNotFoundFault, ChallengeFault, ConsentFault, LoopFault, OffHostFault),
        *(ShellFault, RobotsFault),
        *(SlowFault, DripFault, CutFault, ResetFault, TypeFault, BombFault, HugeFault, TokenFault),
        *(EtagFault, LastModifiedFault),
        *(RepeatFault, AllDatesFault, GrowFault, TwiceFault, TwoBodiesFault),
        *(TotalFault, OmitFault, UnheardFault, RedesignFault),
    )
}


def fault_from(spec: str) -> Fault:
    """The fault that a ``NAME:key=value,...`` names. Raises FaultError."""
    name, _, options = spec.partition(":")
    if name not in FAULTS:
        raise FaultError(f"no fault is called {name!r}; there are: {', '.join(FAULTS)}")
    return FAULTS[name](**options_of(FAULTS[name], options, spec))


@dataclass(slots=True)
class _Switched:
    """A fault that is on, and how often it met a request and acted on one, in all and by address."""

    fault: Fault
    met: int = 0
    acted: int = 0
    by_address: Counter[str] = field(default_factory=Counter)

    def acts(self, request: Request) -> bool:
        """Whether it acts on this request, which is then counted."""
        fault = self.fault
        if not fault.meets(request):
            return False
        self.met += 1
        if self.met <= fault.after or (fault.times and self.acted >= fault.times):
            return False
        if fault.each:
            if self.by_address[request.target] >= fault.each:
                return False
            self.by_address[request.target] += 1
        self.acted += 1
        return True


class Switchboard:
    """The faults that are on, with how often each has acted; changed at run time by the control address."""

    def __init__(self, specs: Iterable[str] = ()) -> None:
        self.specs: tuple[str, ...] = ()
        self._switched: tuple[_Switched, ...] = ()
        self.set(specs)

    def set(self, specs: Iterable[str]) -> None:
        """Put these faults in place of the ones that are on. Raises FaultError and then changes nothing."""
        wanted = tuple(specs)
        self._switched = tuple([_Switched(fault_from(spec)) for spec in wanted])
        self.specs = wanted

    @property
    def acted(self) -> tuple[int, ...]:
        """How many requests each fault has acted on, in the order of ``specs``."""
        return tuple(switched.acted for switched in self._switched)

    def acting(self, request: Request) -> Sequence[Fault]:
        """The faults that act on this request; each is counted."""
        return [switched.fault for switched in self._switched if switched.acts(request)]
