"""Choices that stand in the address, so that a view can be copied and opened by someone else.

The address carries ids and months only, never names. Whoever opens it sees it within their own reach: a value that
is not among the choices falls back to the first one. (Streamlit's own ``bind="query-params"`` would put the words
of the options into the address.)
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from services import months
from services.units import UnitRow
from services.vietnamese import month
from ui import navigation


def unit(label: str, choices: Sequence[UnitRow], *, key: str) -> UnitRow | None:
    """Choose one unit; None when there is none to choose."""
    if not choices:
        return None
    by_id = {str(choice.unit_id): choice for choice in choices}
    return by_id[one_of(label, {unit_id: choice.name for unit_id, choice in by_id.items()}, key=key)]


def month_span(latest: date, *, months_shown: int) -> tuple[date, date]:
    """Choose the first and the last month of a span that ends by default with ``latest``."""
    days = list(reversed(months.span(months.after(latest, -59), latest)))
    choices = {f"{day:%Y-%m}": month(day) for day in days}
    earliest = f"{months.after(latest, 1 - months_shown):%Y-%m}"
    with st.container(horizontal=True, width="content"):
        first = one_of("Từ tháng", choices, key="first", default=earliest, width=150)
        last = one_of("Đến tháng", choices, key="last", width=150)
    start, end = sorted(date.fromisoformat(f"{value}-01") for value in (first, last))
    return start, end


def one_of(label: str, options: Mapping[str, str], *, key: str, default: str | None = None, **more: Any) -> str:
    """Choose one of ``options`` (value → words) from a list."""
    return _in_address(st.selectbox, label, options, key, default, **more)


def listed(label: str, options: Mapping[str, str], *, key: str, **more: Any) -> str:
    """Choose one of ``options`` (value → words, Markdown) that stand below one another; the words may change."""
    state, place = st.session_state, f"filter:{key}"
    if state.get(f"{place}:words") != options and state.get(place) in options:
        state[place] = state[place]  # the browser knows an option by its words: tell it the new ones
    state[f"{place}:words"] = dict(options)
    return _in_address(st.radio, label, options, key, None, **more)


def tab(options: Mapping[str, str], *, key: str) -> str:
    """Choose one of few views (value → words), side by side."""
    more = {"required": True, "label_visibility": "collapsed"}
    return _in_address(st.segmented_control, "Xem", options, key, None, **more)


def _in_address(
    widget: Callable[..., Any], label: str, options: Mapping[str, str], key: str, default: str | None, **more: Any
) -> str:
    _follow_address(key, options, default or next(iter(options)))
    chosen: str = widget(label, list(options), format_func=options.__getitem__, key=f"filter:{key}", **more)
    if st.query_params.get(key) != chosen:
        st.query_params[key] = chosen
    st.session_state[f"filter:{key}:told"] = (navigation.here(), chosen)
    return chosen


def _follow_address(key: str, options: Mapping[str, str], default: str) -> None:
    """Take over what the address asks for, unless it is what this widget itself put there.

    Another page has another widget: what the same key was told on the page before says nothing about it.
    """
    state, place = st.session_state, f"filter:{key}"
    asked = st.query_params.get(key)
    page, told = state.get(f"{place}:told", (None, None))
    if asked in options and asked != told:
        state[place] = asked
    elif page != navigation.here() or state.get(place) not in options:
        state[place] = asked if asked in options else default
