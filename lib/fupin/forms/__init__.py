"""Forms: declared in data/plan/forms, filled from an assessment, written to xlsx."""

from fupin.forms.contradictions import Contradiction, contradictions
from fupin.forms.fill import fill
from fupin.forms.filled import FilledForm, FilledTable
from fupin.forms.load import load_forms
from fupin.forms.model import Form, FormColumn, FormTable
from fupin.forms.xlsx import workbook, write_all, write_form

__all__ = [
    "Contradiction",
    "FilledForm",
    "FilledTable",
    "Form",
    "FormColumn",
    "FormTable",
    "contradictions",
    "fill",
    "load_forms",
    "workbook",
    "write_all",
    "write_form",
]
