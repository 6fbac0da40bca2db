"""The floor of a page: the same page in the same server, drawn from constants, without a service call.

Instead of a hand-made twin of every page, which would grow old, the page itself runs on what the services said
when they were recorded: every service function that takes a session is wrapped, and the address of a tab says
what the wrapper does. ``?bench=record`` calls the service and keeps the answer, ``?bench=floor`` gives the kept
answer back and opens no transaction, ``?bench=empty`` draws the menu and no page; anything else is the real thing.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

import ui.identity
import ui.navigation
import ui.transactions

_kept: dict[object, Any] = {}


def install() -> None:
    """Wrap the services of this process."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] in {"services", "ui"}]:
        for name, function in _taking_a_session(module):
            setattr(module, name, _replaying(function))
    for module in (ui.identity, ui.transactions):
        module.read_tx = _reading(module.read_tx)  # type: ignore[attr-defined]
    ui.navigation.run = _running(ui.navigation.run)


def _taking_a_session(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, function in list(vars(module).items()):
        if inspect.isfunction(function) and function.__module__.startswith("services"):
            first = next(iter(inspect.signature(function).parameters), "")
            if first == "session" and not inspect.isgeneratorfunction(function):
                yield name, function


@functools.cache
def _replaying(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(session: Any, *arguments: Any, **named: Any) -> Any:
        mode = _mode()
        if mode not in {"record", "floor"}:
            return function(session, *arguments, **named)
        key = (function.__module__, function.__qualname__, repr(arguments), repr(named))
        if mode == "record" or key not in _kept:
            _kept[key] = function(session, *arguments, **named)
        return _kept[key]

    return wrapped


def _reading(read_tx: Callable[[], AbstractContextManager[Any]]) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: nullcontext() if _mode() == "floor" else read_tx()


def _running(run: Callable[[Any], None]) -> Callable[[Any], None]:
    def running(actor: Any) -> None:
        if _mode() == "empty":
            st.title("Trống")
        else:
            run(actor)

    return running


def _mode() -> str:
    return st.query_params.get("bench", "") if get_script_run_ctx(suppress_warning=True) else ""
