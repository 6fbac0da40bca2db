"""Metrics by the names that officers know, and by the ids that criteria files write."""

import re

from services.criteria_files.expression_tokens import Unreadable
from services.scoring.metric import MetricKind, Metrics
from services.vietnamese import search_key

_SLUG = re.compile(r"[a-z][a-z0-9_]*")


class MetricNames:
    """The metrics of a catalogue. Case, diacritics and spaces of a name do not matter where that is unambiguous."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        keys = [search_key(metric.name) for metric in metrics.values()]
        self._ids = {key: metric_id for key, metric_id in zip(keys, metrics, strict=True) if keys.count(key) == 1}

    def shown(self, metric_id: str) -> str:
        """The metric in square brackets: by its name where that says which it is, else by its id."""
        metric = self._metrics.get(metric_id)
        is_told = metric is not None and self._ids.get(search_key(metric.name)) == metric_id
        is_plain = is_told and metric is not None and not set("[]\n") & set(metric.name) and not _is_id(metric.name)
        return f"[{metric.name if metric and is_plain else metric_id}]"

    def found(self, name: str) -> str:
        """The id of a metric named so; an id that the catalogue lacks is for the check to say. Raises Unreadable."""
        if _is_id(name):
            return name
        found = self._ids.get(search_key(name))
        if found is None:
            raise Unreadable(f"không có số liệu nào tên “{name}”; trang “Số liệu” liệt kê tất cả.")
        return found

    def is_share(self, metric_id: str) -> bool:
        """Whether its bounds are written in percent."""
        metric = self._metrics.get(metric_id)
        return metric is not None and metric.kind is MetricKind.SHARE


def _is_id(name: str) -> bool:
    return _SLUG.fullmatch(name) is not None
