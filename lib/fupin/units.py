"""What the units in `tables.py` are called, in both languages."""

from __future__ import annotations

UNITS: dict[str, tuple[str, str]] = {
    "households": ("户", "households"),
    "m2": ("平方米", "m²"),
    "measures": ("个", "measures"),
    "months": ("月", "months"),
    "mu": ("亩", "mu"),
    "parts": ("份", "parts"),
    "percent": ("%", "%"),
    "points": ("分", "points"),
    "persons": ("人", "persons"),
    "signers": ("方", "signers"),
    "sites": ("个", "sites"),
    "steps": ("步", "steps"),
    "visits": ("次", "visits"),
    "villages": ("个", "villages"),
    "years": ("岁", "years"),
    "calendar_years": ("年", "years"),
    "days": ("天", "days"),
    "switch": ("", ""),
    "times": ("倍", "times"),
    "wan_yuan": ("万元", "10,000 yuan"),
    "year": ("年", ""),
    "yuan": ("元", "yuan"),
    "yuan_per_household": ("元/户", "yuan per household"),
    "yuan_per_person": ("元/人", "yuan per person"),
    "yuan_per_person_month": ("元/人·月", "yuan per person and month"),
    "yuan_per_student_year": ("元/生·年", "yuan per student and year"),
    "yuan_per_village_year": ("元/村·年", "yuan per village and year"),
    "yuan_per_person_year": ("元/人·年", "yuan per person and year"),
    "yuan_per_year": ("元/年", "yuan per year"),
}


def unit_words(unit: str, lang: str) -> str:
    """Return a unit's words: of a unit of `tables.py` its label, else as it stands."""
    return unit_label(unit, lang) if unit in UNITS else unit


def unit_label(unit: str, lang: str) -> str:
    """Return the unit in `lang`; nothing for a column without one."""
    if not unit:
        return ""
    zh, en = UNITS[unit]
    return zh if lang == "zh" else en
