"""Official papers (văn bản): what minutes, resolutions, notices, task lists and monthly tables print, as plain values.

Read: ``paper`` one of them, ``of_meeting``, ``of_month`` and ``archive`` which there are, ``scans`` what was signed, ``settings`` how a unit signs, ``templates`` what it prints by.
Change: ``issue`` gives a number, ``attach_scan`` and ``detach_scan`` keep scans, ``settle`` says how a unit signs, ``put_to_use`` and ``put_back`` a template that
``examine`` found good. ``printed`` makes .docx of values in a process of its own.
"""

from models import PaperKind
from services.papers.choices import SettingsDraft, SettingsRow, settings, settle
from services.papers.fields import NAMES_OF, PaperField, fields
from services.papers.issuers import CELL, SIGNS_FOR
from services.papers.kinds import NAMES, OF_MEETINGS, OF_MONTHS, SYMBOLS
from services.papers.listing import ListedPaper, archive, of_meeting, of_month
from services.papers.numbers import issue, number_of
from services.papers.printing import Image, Print, printed
from services.papers.reading import paper
from services.papers.rows import IssuedNumber, Paper, PaperRef
from services.papers.scans import ENDINGS, attach_scan, detach_scan, scans
from services.papers.templates import (
    Examined,
    TemplateRow,
    examine,
    in_use,
    put_back,
    put_to_use,
    take_template,
    templates,
)

__all__ = [
    "CELL",
    "ENDINGS",
    "NAMES",
    "NAMES_OF",
    "OF_MEETINGS",
    "OF_MONTHS",
    "SIGNS_FOR",
    "SYMBOLS",
    "Examined",
    "Image",
    "IssuedNumber",
    "ListedPaper",
    "Paper",
    "PaperField",
    "PaperKind",
    "PaperRef",
    "Print",
    "SettingsDraft",
    "SettingsRow",
    "TemplateRow",
    "archive",
    "attach_scan",
    "detach_scan",
    "examine",
    "fields",
    "in_use",
    "issue",
    "number_of",
    "of_meeting",
    "of_month",
    "paper",
    "printed",
    "put_back",
    "put_to_use",
    "scans",
    "settings",
    "settle",
    "take_template",
    "templates",
]
