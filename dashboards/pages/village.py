"""村: one village: what was decided and why, its years, services, score and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.charts.trend import chart
from dashboards.models.village import sheet_file, village_file
from dashboards.pages.block import Block
from dashboards.text import say
from dashboards.widgets.take import titled
from dashboards.widgets.village import village_page
from fupin.errors import FupinError

if TYPE_CHECKING:
    from dashboards.pages.taking import Pictures


class VillagePage(Block):
    """The page: one block of markup, drawn again when village or date moves."""

    key = "village"
    is_dated = False

    def _drawn(self) -> str:
        found, lang = village_file(self.desk, self.view), self.view.lang
        if found is None:
            return f'<p class="page empty">{say(lang, "app.no_data")}</p>'
        return village_page(found, self.desk, lang)

    def _pictures(self) -> Pictures:
        found, lang = village_file(self.desk, self.view), self.view.lang
        if found is None:
            return {}
        caption = say(lang, "overview.trend_caption", n=found.page.count.total)
        title = f"{found.village.name} · {say(lang, 'village.trend_title')}"
        return {"trend": lambda: titled(chart(found.page, lang, ""), title, caption)}

    def _go(self, where: str) -> None:
        if where != "sheet":
            self.view.go(where)
            return
        try:
            self._html.download(*sheet_file(self.desk, self.view))
        except FupinError as error:
            self._tell(error)
