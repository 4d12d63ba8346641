"""A village's page as markup: why, its years against the line, services, money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashboards.charts.trend import trend
from dashboards.models.tasks import title
from dashboards.models.village import share
from dashboards.text import say
from dashboards.widgets import figures
from dashboards.widgets.marks import card, chip, go, verdicts
from dashboards.widgets.reasons import table as reason_table
from dashboards.widgets.rows import list_table
from dashboards.widgets.take import taken
from fupin.assess import MET, UNKNOWN, UNMET
from fupin.codes import label

if TYPE_CHECKING:
    from dashboards.models.desk import Desk
    from dashboards.models.village import Points, State, VillageFile, Year

# Each service: how many have it, and of how many; both are recorded counts.
SERVICES = (
    ("service_road", "natural_villages_200_paved_count", "natural_villages_200_count"),
    ("service_water", "safe_water_persons_count", "population_count"),
    ("service_power", "powered_households_count", "village_households_count"),
    ("service_broadcasting", "broadcast_households_count", "village_households_count"),
    ("service_network", "network_households_count", "village_households_count"),
)
SCORE_TOP = 100


def village_page(found: VillageFile, desk: Desk, lang: str) -> str:
    """Return the whole page of one village."""
    page = found.page
    left = _why(found, desk, lang) + taken(
        "trend", say(lang, "village.trend_title"),
        say(lang, "overview.trend_caption", n=page.count.total),
        trend(page, lang), "", lang,
    )  # fmt: skip
    right = _years(found, lang) + _states(found, lang) + _services(found, lang)
    return (
        f'<div class="page village-page {lang}">{_head(found, desk, lang)}<div class="grid">'
        f'<div class="eight stack">{left}{_tasks(found, desk, lang)}</div>'
        f'<div class="four stack">{right}{_score(found, lang)}{_money(found, lang)}</div></div></div>'
    )


def _head(found: VillageFile, desk: Desk, lang: str) -> str:
    chosen = found.village
    tabs = "".join(
        f'<button class="pill{" on" if key == chosen.id else ""}" aria-pressed="{str(key == chosen.id).lower()}" '
        f"{go('village', v=key)}>{figures.text(name)}</button>"
        for key, name in desk.village_names.items()
    )
    words = say(lang, "village.sheet")
    sheet = f'<button class="btn village-print" data-go="sheet">{words}</button>'
    count = found.page.count
    counts = say(
        lang, "village.households", n=count.total, persons=figures.number(count.persons)
    )
    word = chip(chosen.verdict, say(lang, f"verdict.{chosen.verdict}"))
    return (
        f'<div class="pills">{tabs}{sheet}</div><div class="headline"><h2 class="serif">{headline(found, lang)}</h2>'
        f'<p class="next">{word} {figures.text(chosen.town)}　<a {go("households", status="enrolled", v=chosen.id)}>{counts}</a>　{_incidence(found, lang)}</p>'
        f"{verdicts(count, lang, v=chosen.id)}{_unverified(found, lang)}</div>"
    )


def _unverified(found: VillageFile, lang: str) -> str:
    """Return how many of the enrolled have an unsigned survey, and their list."""
    n = found.page.unverified
    if not n:
        return ""
    link = go("households", alarm="unverified", status="enrolled", v=found.village.id)
    said = say(lang, "village.unverified", n=n, warns=figures.text(found.warns[lang]))
    return f'<p class="next"><a class="unk" {link}>{said}</a></p>'


def _incidence(found: VillageFile, lang: str) -> str:
    people = figures.number(found.row["population_count"])
    poor = "–".join(figures.number(n) for n in dict.fromkeys(found.poor))
    if found.village.incidence is None:
        return say(lang, "village.no_incidence")
    low, high = (figures.percent(end) for end in found.village.incidence)
    said = low if low == high else f"{low}–{high}"
    return say(lang, "village.incidence", percent=said, poor=poor, people=people)


def headline(found: VillageFile, lang: str) -> str:
    """Return what stands between the village and its exit, in one sentence."""
    one, name = found.village, figures.text(found.village.name)
    if one.verdict == MET:
        return say(lang, "village.met", village=name)
    said = []
    if one.distance is not None and one.distance < 0:
        gap = figures.number(-one.distance)
        said.append(say(lang, "overview.block_short", village=name, gap=gap))
    elif one.income is None:
        said.append(say(lang, "overview.block_open", village=name))
    others = [r for r in (*one.lacks, *one.unknown) if r != "village_income_met"]
    if others:
        names = (say(lang, f"rule.{r}").removesuffix("达标") for r in others)
        words = say(lang, "list_and").join(names)
        if said:
            words = words[:1].lower() + words[1:]
        key = "village.lacks" if one.lacks else "village.open"
        said.append(say(lang, key, rules=words))
    return say(lang, "list_comma").join(said) or name


def _why(found: VillageFile, desk: Desk, lang: str) -> str:
    rows = [(found.exit, "top")]
    rows += [
        (reason, "under")
        for reason in found.exit.walk()[1:]
        if reason.rule.id != "one_equal"
    ]
    lacking = sum(r.verdict == UNMET for r, tone in rows if tone == "under")
    key = "village.why_met" if found.village.verdict == MET else "village.why"
    return card(
        say(lang, key, n=lacking), say(lang, "dossier.why_caption"),
        reason_table(rows, found, desk, lang), "",
    )  # fmt: skip


def _years(found: VillageFile, lang: str) -> str:
    heads = _heads(lang, "year", "income", "line", "gap")
    body = list_table(heads, "".join(_year(one, lang) for one in found.years))
    if not found.years:
        body = f'<p class="empty">{say(lang, "village.no_years")}</p>'
    return card(
        say(lang, "village.years_title"), say(lang, "village.years_caption"), body, ""
    )


def _year(one: Year, lang: str) -> str:
    # Before the first line there is nothing to be held against.
    gap = figures.NOTHING if one.line is None else say(lang, "verdict.unknown")
    tone = "" if one.line is None else "unk"
    if one.distance is not None:
        gap, tone = (
            figures.signed(one.distance),
            "met" if one.distance >= 0 else "unmet",
        )
    source = f' title="{figures.text(one.source)}"' if one.source else ""
    note = (
        f'<small class="note">{figures.text(one.source)}</small>' if one.source else ""
    )
    return (
        f"<tr{source}><td class='wrap'><b>{one.year}</b> {note}</td><td class='r'>{figures.number(one.income)}</td>"
        f"<td class='r'>{figures.number(one.line)}</td><td class='r {tone}'><b>{gap}</b></td></tr>"
    )


def _states(found: VillageFile, lang: str) -> str:
    """Return how many households are in each state; a figure opens its households."""
    heads = _heads(lang, "state", "state_households", "state_persons")
    rows = "".join(_state(one, found.village.id, lang) for one in found.states)
    title, caption = (
        say(lang, "village.states_title"),
        say(lang, "village.states_caption"),
    )
    return card(title, caption, list_table(heads, rows), "")


def _heads(lang: str, first: str, *others: str) -> list[tuple[str, str]]:
    """Return heads of a table whose columns, but for the first, are figures."""
    figured = [(say(lang, f"village.{key}"), "r") for key in others]
    return [(say(lang, f"village.{first}"), ""), *figured]


def _state(one: State, village: str, lang: str) -> str:
    link = go("households", v=village, status="all", rule=one.rule, verdict=MET)
    shown = f"<a {link}><b>{figures.number(one.households)}</b></a>"
    if one.open:
        unknown = go(
            "households", v=village, status="all", rule=one.rule, verdict=UNKNOWN
        )
        words = say(lang, "village.state_open", n=figures.number(one.open))
        shown += f' <a class="unk" {unknown}>{words}</a>'
    return (
        f"<tr><td><b>{say(lang, f'rule.{one.rule}')}</b></td>"
        f"<td class='r'>{shown}</td><td class='r'>{figures.number(one.persons)}</td></tr>"
    )


def _services(found: VillageFile, lang: str) -> str:
    rows = ""
    for rule, part, whole in SERVICES:
        has, of = found.row[part], found.row[whole]
        rate = share(has, of)
        words = say(lang, "verdict.unknown")
        if rate is not None:
            words = f"{figures.percent(rate)} %"
        elif of == 0:
            words = figures.NOTHING
        rows += (
            f"<tr><td><b>{say(lang, f'rule.{rule}')}</b></td>"
            f"<td class='r'>{figures.number(has)} / {figures.number(of)}</td><td class='r'>{words}</td></tr>"
        )
    rows += (
        f"<tr><td><b>{say(lang, 'rule.service_clinic')}</b></td><td class='r' colspan='2'>"
        + say(lang, "village.clinic", sites=figures.number(found.row["clinics_count"]),
              doctors=figures.number(found.row["doctors_count"]))
        + "</td></tr>"
    )  # fmt: skip
    return card(
        say(lang, "village.services_title"), say(lang, "village.services_caption", year=found.row["year"] or figures.NOTHING),
        f'<table class="list"><tbody>{rows}</tbody></table>', "",
    )  # fmt: skip


def _score(found: VillageFile, lang: str) -> str:
    low, high = found.village.score
    total = figures.percent(low) + ("" if low == high else f"–{figures.percent(high)}")
    rows = "".join(_point(one, lang) for one in found.points)
    return card(
        say(lang, "village.score_title", total=total, top=SCORE_TOP),
        say(lang, "village.score_caption"),
        f'<table class="list"><tbody>{rows}</tbody></table>', "",
    )  # fmt: skip


def _point(one: Points, lang: str) -> str:
    said = figures.percent(one.low)
    tone = "" if one.low >= one.most else "unmet"
    if one.high > one.low:
        said, tone = f"{said}–{figures.percent(one.high)}", "unk"
    return (
        f"<tr><td class='wrap'>{figures.text(one.label[lang])}</td>"
        f"<td class='r {tone}'><b>{said}</b> / {figures.number(one.most)}</td></tr>"
    )


def _money(found: VillageFile, lang: str) -> str:
    if not found.money:
        return card(say(lang, "village.money_none"), "", "", "")
    total = found.page.money
    heads = _heads(lang, "source", "allocated", "paid")
    rows = "".join(
        f"<tr><td class='wrap'>{label('fund_source', source, lang)}</td><td class='r'>{figures.fen(one.allocated, lang)}</td>"
        f"<td class='r'>{figures.fen(one.paid, lang)}</td></tr>"
        for source, one in found.money
    )
    title = say(lang, "village.money_title", rate=figures.percent(total.used_rate))
    caption = say(lang, "village.money_caption", allocated=figures.fen(total.allocated, lang),
                  paid=figures.fen(total.paid, lang))  # fmt: skip
    return card(title, caption, list_table(heads, rows), "")


def _whose(task: dict[str, Any], desk: Desk) -> str:
    """Return the household that a task is about, which opens; nothing if it has none."""
    if not task["household_id"]:
        return ""
    shown = desk.display_id(task["household_id"], task["village_id"] or "")
    link = go("households", h=desk.token_of(task["household_id"]))
    return f"<a {link}>{figures.text(shown)}</a>"


def _tasks(found: VillageFile, desk: Desk, lang: str) -> str:
    if not found.late:
        return card(say(lang, "dossier.tasks_none"), "", "", "")
    rows = ""
    for task in found.late:
        late = task["days_late"]
        words = (
            f'<b class="unmet">{say(lang, "listing.days_late", n=late)}</b>'
            if late
            else say(lang, "village.due", day=figures.day(task["due_on"], lang))
        )
        rows += (
            f"<tr><td><b>{say(lang, 'department.' + task['department'])}</b></td>"
            f"<td class='wrap'>{figures.text(title(task, desk.plan, lang))}</td><td>{_whose(task, desk)}</td><td class='r'>{words}</td></tr>"
        )
    owed = found.page.owed
    told = say(lang, "village.tasks_title", n=owed.total, late=owed.late)
    return card(told, "", f'<table class="list"><tbody>{rows}</tbody></table>', "")
