"""方案: the plan as it is read, what is done with it, and proposals to change it."""

from __future__ import annotations

from dashboards.models.plan import Proposing, read_plan
from dashboards.pages.block import Block
from dashboards.widgets.plan import plan_page


class PlanPage(Block):
    """The page: one block of markup; forms and proposals open within it."""

    key = "plan"

    def _begin(self) -> None:
        self.state = Proposing(self.desk, self.view)

    def _drawn(self) -> str:
        view = self.view
        return plan_page(read_plan(self.desk, view), self.state, view.lang)

    def _field(self, name: str, value: str) -> None:
        """Remember a field; only what asks for other fields draws the form anew."""
        self.state.set(name, value)
        if name == "kind":
            self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        state = self.state
        if name == "clause":
            state.toggle(value)
        elif name == "propose":
            state.begin(value)
        elif name == "look":
            state.look(int(value))
        elif name == "leave":
            state.close()
        elif name == "send":
            self._written(state.propose())
        elif name in ("accept", "reject"):
            self._written(state.decide(accepts=name == "accept"))
        elif name == "export":
            read = read_plan(self.desk, self.view)
            self._html.download(*read.export(self.view.lang))
            return
        else:
            self.view.go(where)
            return
        self._update()

    def _written(self, is_taken: bool) -> None:
        """Let everything in this session be drawn from the plan as it is now."""
        if is_taken:
            self.view.written += 1
