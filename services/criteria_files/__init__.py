"""Criteria sets as files: the workbook of a form, and the form in a workbook or a YAML file.

``sheets`` lays a form out for ``documents.criteria_sheets``, ``form_in`` reads whatever somebody hands in,
``trial_input`` and ``trial_output`` score it from the command line.
"""

from services.criteria_files.expressions import HELP as EXPRESSION_HELP
from services.criteria_files.expressions import condition_from, written
from services.criteria_files.files import LARGEST_FILE, form_in, text_in
from services.criteria_files.metric_names import MetricNames
from services.criteria_files.reading import form_in_xlsx
from services.criteria_files.sheets import Block, CellKind, CellPlan, RowPlan, RowStyle, SheetPlan, sheets
from services.criteria_files.stored import stored_text
from services.criteria_files.trial import trial_input, trial_output

__all__ = [
    "EXPRESSION_HELP",
    "LARGEST_FILE",
    "Block",
    "CellKind",
    "CellPlan",
    "MetricNames",
    "RowPlan",
    "RowStyle",
    "SheetPlan",
    "condition_from",
    "form_in",
    "form_in_xlsx",
    "sheets",
    "stored_text",
    "text_in",
    "trial_input",
    "trial_output",
    "written",
]
