"""The rules of one grain, compiled: in layers, each resting on those before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from fupin.plan.aggregates import Aggregate, count_below

if TYPE_CHECKING:
    from collections.abc import Mapping

    import narwhals as nw

APPLIES = "__applies"


@dataclass(frozen=True)
class Use:
    """What a rule rests on, by name: facts, facts of rows below, rules, parameters."""

    facts: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    aggregates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """The rules of one grain, in layers: a layer needs only the layers before it."""

    grain: str
    aggregates: tuple[Aggregate, ...]
    layers: tuple[dict[str, nw.Expr], ...]
    uses: Mapping[str, Use]
    lines: dict[str, nw.Expr] = field(default_factory=dict)

    @property
    def facts(self) -> set[str]:
        """Return the facts that its rules name."""
        names = {name for layer in self.layers for name in layer} & self.uses.keys()
        return {fact for name in names for fact in self.uses[name].facts}

    def run(self, frame: Any, below: Any) -> Any:
        """Add to `frame` (Narwhals) a nullable Boolean column for each rule."""
        if self.aggregates:
            frame = count_below(frame, below, self.grain, self.aggregates)
        return self.over(frame)

    def over(self, frame: Any) -> Any:
        """Add the rules' columns to a frame that has what its rows below count."""
        if self.lines:
            frame = frame.with_columns(**self.lines)
        for layer in self.layers:
            frame = frame.with_columns(**layer)
        return frame

    def only(self, *rules: str) -> Level:
        """Return the level with some rules and what they rest on, and nothing else."""
        wanted: set[str] = set()
        left = list(rules)
        while left:
            name = left.pop()
            if name in self.uses and name not in wanted:
                wanted.add(name)
                left += [*self.uses[name].rules, name + APPLIES]
        counted = {a for name in wanted for a in self.uses[name].aggregates}
        layers = ({n: e for n, e in la.items() if n in wanted} for la in self.layers)
        return replace(
            self,
            aggregates=tuple(a for a in self.aggregates if a.name in counted),
            layers=tuple(filter(None, layers)),
        )
