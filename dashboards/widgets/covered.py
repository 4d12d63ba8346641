"""Coverage in words and figures: the finding, the strip, and the missing by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import bullet, card, go
from dashboards.widgets.rows import rows_table
from fupin.access import mask_name

if TYPE_CHECKING:
    import polars as pl

    from dashboards.models.coverage import Coverage, Path
    from dashboards.models.desk import Desk

MISSING_SHOWN = 15


def behind(spec: str) -> str:
    """Return the attribute that opens a list over the page."""
    return f'data-go="list={figures.text(spec)}"'


def opens(spec: str, count: int, tone: str) -> str:
    """Return a figure that opens the list which it counts."""
    return f'<b class="{tone}" {behind(spec)}>{figures.number(count)}</b>'


def headline(page: Coverage, lang: str) -> str:
    """Return what is missing and where; then the base, and what isn't signed."""
    whole = page.whole
    if not whole.residents:
        return _headline(
            say(lang, "coverage.no_list"), say(lang, "coverage.no_list_next")
        )
    worst = max(page.shown, key=lambda v: v.whole.missing)
    said = [say(lang, "coverage.all_surveyed", n=figures.number(whole.residents))]
    if worst.whole.missing:
        said = [say(lang, "coverage.missing", village=figures.text(worst.name),
                    n=opens(f"missing:{worst.id}", worst.whole.missing, "unmet"))]  # fmt: skip
    if whole.unsigned:
        said.append(
            say(lang, "coverage.unsigned", n=opens("unsigned", whole.unsigned, "unmet"))
        )
    after = say(lang, "coverage.next", n=figures.number(whole.residents),
                surveyed=figures.number(whole.surveyed), rate=figures.percent(whole.rate),
                missing=figures.number(whole.missing))  # fmt: skip
    if whole.undated:
        after += say(lang, "coverage.next_undated", n=figures.number(whole.undated))
    return _headline(say(lang, "list_comma").join(said), after)


def _headline(finding: str, after: str) -> str:
    return (
        f'<div class="headline"><h2 class="serif">{finding}</h2>'
        f'<p class="next">{after}</p></div>'
    )


def strip(page: Coverage, lang: str) -> str:
    """Return the six figures, each of which opens the list that it counts."""
    whole = page.whole
    identification, leaving = page.paths
    parts: tuple[tuple[Any, ...], ...] = (
        ("residents", whole.residents,
         say(lang, "overview.households_persons", persons=figures.number(whole.persons)),
         _part(whole.surveyed, whole.residents), say(lang, "coverage.of_persons",
             n=figures.number(whole.persons_surveyed)), "residents"),
        ("surveyed", whole.surveyed, _rate(whole.rate, lang),
         bullet(whole.rate, page.target),
         say(lang, "coverage.left", n=opens("missing", whole.missing, "unmet"),
             target=figures.number(page.target)),
         "surveyed"),
        ("signed", whole.signed, _rate(whole.signed_rate, lang),
         bullet(whole.signed_rate, page.target),
         say(lang, "coverage.unverified", n=opens("unsigned", whole.unsigned, "unk")),
         "signed"),
        _path_part(page, identification, lang),
        _path_part(page, leaving, lang),
        ("stopped", page.count("stopped"), say(lang, "coverage.items"), bullet(None, None),
         say(lang, "coverage.stopped_why", held=_kind(page, "held"),
             returned=_kind(page, "returned")), "stopped"),
    )  # fmt: skip
    return (
        f'<div class="kpis">{"".join(_kpi(*part, lang=lang) for part in parts)}</div>'
    )


def _kpi(  # noqa: PLR0913
    key: str, count: int, unit: str, mark: str, context: str, spec: str, *, lang: str
) -> str:
    return (
        f'<div class="kpi" {behind(spec)}><p class="label">{say(lang, f"coverage.kpi_{key}")}</p>'
        f'<p class="figure"><b>{figures.number(count)}</b><small>{unit}</small></p>{mark}'
        f'<p class="context">{context}</p></div>'
    )


def _kind(page: Coverage, kind: str) -> str:
    return opens(f"found:{kind}", page.kinds.get(kind, 0), "unmet")


def _rate(rate: float | None, lang: str) -> str:
    return say(lang, "overview.households_rate", rate=figures.percent(rate))


def _part(part: int, whole: int) -> str:
    return (
        f'<div class="split plain"><i style="flex:{part}"></i>'
        f'<i class="two" style="flex:{whole - part}"></i></div>'
    )


def _path_part(page: Coverage, path: Path, lang: str) -> tuple[Any, ...]:
    spec = f"over:{path.name}"
    faulty, unclear = (
        opens(f"{kind}:{path.name}", page.count(f"{kind}:{path.name}"), tone)
        for kind, tone in (("faulty", "unmet"), ("unclear", "unk"))
    )
    context = say(lang, "coverage.path_context", faulty=faulty, unclear=unclear)
    unit = say(lang, "coverage.households_running", n=figures.number(path.running))
    mark = _part(path.over, path.over + path.running)
    return path.name, path.over, unit, mark, context, spec


def missing(page: Coverage, desk: Desk, lang: str) -> str:
    """Return the card of those whom the survey hasn't reached, by village and group."""
    rows = page.rows("missing")
    if rows.is_empty():
        none = f'<p class="empty">{say(lang, "coverage.none_missing")}</p>'
        return card(say(lang, "coverage.missing_none"), "", none, "four")
    title = say(lang, "coverage.missing_title", n=rows.height,
                persons=int(rows["persons_count"].sum() or 0))  # fmt: skip
    heads, cells = residents(rows.head(MISSING_SHOWN), page, desk, lang)
    more = ""
    if rows.height > MISSING_SHOWN:
        words = say(lang, "coverage.see_all", n=rows.height)
        more = f'<div class="more"><button class="btn" {behind("missing")}>{words}</button></div>'
    table = rows_table(heads[:-2], [row[:-2] for row in cells])
    caption = say(lang, "coverage.missing_caption")
    return card(title, caption, table + more, "four")


def residents(
    rows: pl.DataFrame, _: Coverage, desk: Desk, lang: str
) -> tuple[list[str], list[list[str]]]:
    """Return heads and cells of a list of residents; names are masked.

    Without a reader's right to names there is no such column.
    """
    keys = ["id", "head", "group", "persons", "surveyed_on", "signers"]
    if "head_name" not in rows.columns:
        keys.remove("head")
    heads = [say(lang, f"coverage.column_{key}") for key in keys]
    cells = [
        [_resident(key, row, desk, lang) for key in keys]
        for row in rows.iter_rows(named=True)
    ]
    return heads, cells


def _resident(key: str, row: dict[str, Any], desk: Desk, lang: str) -> str:
    if key == "id":
        shown = figures.text(desk.display_id(row["household_id"], row["village_id"]))
        token = desk.token_of(row["household_id"])
        if token not in desk.household_by_token:
            return f"<b>{shown}</b>"
        return f"<a {go('households', h=token)}><b>{shown}</b></a>"
    if key == "head":
        return figures.text(mask_name(row["head_name"]))
    if key == "group":
        return figures.text(row["village_group"])
    if key == "persons":
        return figures.number(row["persons_count"])
    if key == "surveyed_on":
        return figures.day(row["surveyed_on"], lang)
    return figures.number(row["survey_signers_count"])
