"""Figures that criteria sets may ask for: attendance, records, tasks, grades, people, of meetings, units and members.

``facts`` works out many figures of many subjects, ``rows`` lists what one figure counts. ``METRICS`` is the
catalogue (docs/metrics.md), ``described`` one entry in words.
"""

from services.metrics.catalogue import METRICS, described
from services.metrics.computing import facts, rows
from services.metrics.subjects import Subject

__all__ = ["METRICS", "Subject", "described", "facts", "rows"]
