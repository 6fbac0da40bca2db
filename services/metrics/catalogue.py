"""Every metric that a criteria set may ask for: what it is called, what it counts, where it comes from.

A new metric is one entry here and one function of the same name in the module of its subject (``of_…``).
docs/metrics.md is this catalogue for officers.
"""

from services.metrics.catalogue_of_meetings import MEETINGS
from services.metrics.catalogue_of_units import UNITS
from services.scoring import Metric

_ENTRIES = (*MEETINGS, *UNITS)

METRICS: dict[str, Metric] = {entry.metric.id: entry.metric for entry in _ENTRIES}
"""By id, in the order of the document."""
COUNTS: dict[str, str] = {entry.metric.id: entry.counts for entry in _ENTRIES}
"""What each counts, as sentences."""


def described(name: str) -> str:
    """A metric in words: its name, what it counts, its denominator, its source. An unknown one is only named."""
    metric = METRICS.get(name)
    if metric is None:
        return f"Không có số liệu nào mang mã “{name}”."
    parts = [f"{metric.name[0].upper()}{metric.name[1:]}. {COUNTS[name]}"]
    if metric.denominator:
        parts.append(f"Mẫu số: {metric.denominator[0].lower()}{metric.denominator[1:]}")
    if not metric.has_data:
        parts.append("Cổng chưa lưu số liệu này.")
    return " ".join([*parts, f"Căn cứ: {metric.source}."])
