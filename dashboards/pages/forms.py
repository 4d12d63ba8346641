"""表格: every form of the plan, previewed as of the date above, and taken along."""

from __future__ import annotations

from dashboards.models.forms import all_files, forms_view, notice_file, one_file
from dashboards.pages.block import Block, told
from dashboards.widgets.form_page import form_page
from fupin.errors import FupinError

FILES = {"save": one_file, "save_all": all_files, "save_pdf": notice_file}


class FormsPage(Block):
    """The page: the forms at the left, the chosen one as it will be printed."""

    key = "forms"
    watched = ("form", "start")
    is_dated = False

    def _begin(self) -> None:
        # What whoever fills a form in adds, for this session only.
        self._given: dict[str, str] = {}

    def _drawn(self) -> str:
        try:
            page = forms_view(self.desk, self.view, self._given)
        except FupinError as error:
            return told(error, self.view.lang)
        return form_page(page, self.view.lang, self._given)

    def _field(self, name: str, value: str) -> None:
        if name == "form":
            self.view.go(f"p=forms&f={value}")
        else:
            self._given = {**self._given, name: value.strip()}
            self._update()

    def _go(self, where: str) -> None:
        name, _, value = where.partition("=")
        if name in FILES:
            self._save(name)
        elif name == "start":
            self.view.start = int(value)
        else:
            self.view.go(where)

    def _save(self, which: str) -> None:
        try:
            self._html.download(*FILES[which](self.desk, self.view, self._given))
        except FupinError as error:
            self._tell(error)
