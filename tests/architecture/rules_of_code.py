"""House rules about size, failures, time, transactions and SQL."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.rules import Finding, everywhere, in_product, in_services, rule
from tests.architecture.source import Source, calls, dotted, imported, meaning, sources

LONGEST_PAGE = 150
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

MAY_CATCH_EVERYTHING = {
    "web/apology.py:__call__": "the outermost place: whatever failed ends in an apology and a line in the log",
}
"""``path:function`` → why nothing narrower will do there."""

MAY_ACT_WITHOUT_ACTOR: dict[str, str] = {
    "services/audit.py": "writes down what others do; the actor is one of its facts",
    "services/browser_sessions.py": "finds out who the actor is",
    "services/criteria/kinds.py:kind_of": "what a kind is called and whom it is about is no secret of any unit",
    "services/criteria/kinds.py:name_of": "as kind_of",
    "services/criteria/kinds.py:subject_of": "as kind_of",
    "services/periods/checking.py:differences": "the operator's check, from the command line",
    "services/periods/opening.py:open_due": "the calendar opens, when the portal starts or the operator asks",
    "services/sign_in.py": "nobody is signed in yet",
    "services/sample/building.py": "fills an empty database, from the command line",
}
"""``path`` or ``path:function`` → why a service function does not take the actor."""


@rule(
    f"a page has at most {LONGEST_PAGE} lines, any other module {LONGEST_MODULE}",
    place=in_product,
    at="pages/meetings/entry.py",
    red=("x = 1\n" * (LONGEST_PAGE + 1),),
    green=("x = 1\n" * LONGEST_PAGE,),
)
def modules_stay_short(source: Source) -> Iterator[Finding]:
    lines = len(source.text.splitlines())
    longest = LONGEST_PAGE if source.layer == "pages" else LONGEST_MODULE
    if lines > longest:
        yield longest, f"{lines} lines"


@rule(
    f"a function has at most {LONGEST_FUNCTION} lines",
    place=in_product,
    at="services/meetings.py",
    red=("def f():\n" + "    x = 1\n" * LONGEST_FUNCTION, "async def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    green=("def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1),),
)
def functions_stay_short(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.lineno, f"{node.name}: {lines} lines"


@rule(
    "no bare or broad except: it would swallow what stops a script, and hide defects",
    place=in_product,
    at="services/meetings.py",
    red=(
        "try:\n    x\nexcept:\n    y",
        "try:\n    x\nexcept Exception:\n    y",
        "try:\n    x\nexcept (ValueError, BaseException) as error:\n    y",
        "from contextlib import suppress\nwith suppress(Exception):\n    x",
    ),
    green=("try:\n    x\nexcept (ValueError, KeyError):\n    y",),
)
def nothing_catches_everything(source: Source) -> Iterator[Finding]:
    for name, node in _with_function(source.tree):
        caught: list[ast.expr | None] = []
        if isinstance(node, ast.ExceptHandler):
            caught = list(node.type.elts) if isinstance(node.type, ast.Tuple) else [node.type]
        elif dotted(node.func).split(".")[-1] == "suppress":
            caught = list(node.args)
        is_broad = any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in caught)
        if is_broad and f"{source.path}:{name}" not in MAY_CATCH_EVERYTHING:
            yield node.lineno, f"{name} catches everything"


def _with_function(tree: ast.Module) -> Iterator[tuple[str, ast.ExceptHandler | ast.Call]]:
    """Handlers and calls with the name of the innermost function around them, empty at module level."""

    def walk(node: ast.AST, name: str) -> Iterator[tuple[str, ast.ExceptHandler | ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inner = child.name if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else name
            if isinstance(child, ast.ExceptHandler | ast.Call):
                yield inner, child
            yield from walk(child, inner)

    return walk(tree, "")


CLOCKS = re.compile(
    r"(^|\.)(datetime|date|Timestamp)\.(now|today|utcnow|fromtimestamp|utcfromtimestamp)$|^time\.(time|localtime|gmtime|ctime)$"
)


@rule(
    "only services.clock asks what time it is: tests and deadlines need one clock",
    place=lambda source: source.path != "services/clock.py",
    at="services/meetings.py",
    red=(
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "from datetime import datetime as moment\nmoment.utcnow()",
        "import datetime as dt\ndt.date.today()",
        "import pandas as pd\npd.Timestamp.now()",
        "import time\ntime.time()",
    ),
    green=("from services import clock\nclock.now()\nclock.today()", "import time\ntime.monotonic()", "row.date.day"),
)
def one_clock(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and CLOCKS.search(meaning(node, names)):
            yield node.lineno, dotted(node)


@rule(
    "services flush, they never commit: the click owns the transaction",
    place=in_services,
    at="services/meetings.py",
    red=("session.commit()", "session.get_transaction().commit()"),
    green=("session.flush()",),
)
def services_never_commit(source: Source) -> Iterator[Finding]:
    for call in calls(source.tree):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit":
            yield call.lineno, "commit()"


@rule(
    "sessions are opened by models.database only, which knows how to begin",
    place=lambda source: source.is_product and source.path != "models/database.py",
    at="services/meetings.py",
    red=("from sqlmodel import Session\nSession(engine)", "from sqlalchemy.orm import sessionmaker\nsessionmaker()"),
    green=("from models.database import write_tx\nwith write_tx() as session: ...", "BrowserSession(id=1)"),
)
def sessions_come_from_one_place(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for call in calls(source.tree):
        if meaning(call.func, names).split(".")[-1] in {"Session", "sessionmaker", "scoped_session"}:
            yield call.lineno, dotted(call.func)


RAW_SQL = {"text", "exec_driver_sql", "literal_column"}


@rule(
    "SQL written by hand is a literal: values are bound, never pasted",
    place=in_product,
    at="services/meetings.py",
    red=(
        "import sqlalchemy as sa\nsa.text(f'select {x}')",
        "from sqlalchemy import text\ntext('select ' + x)",
        "from sqlmodel import text as sql\nsql(x)",
        "connection.exec_driver_sql('drop %s' % x)",
        "import sqlalchemy as sa\nsa.literal_column(x)",
    ),
    green=(
        "import sqlalchemy as sa\nsa.text('select 1')",
        "import streamlit as st\nst.text(x)",
        "connection.exec_driver_sql('BEGIN IMMEDIATE' if x else 'BEGIN')",
    ),
)
def raw_sql_is_literal(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for call in calls(source.tree):
        library, _, name = meaning(call.func, names).rpartition(".")
        is_sql = name == "exec_driver_sql" or (name in RAW_SQL and library.startswith(("sqlalchemy", "sqlmodel")))
        if is_sql and not (call.args and _is_literal(call.args[0])):
            yield call.lineno, f"{dotted(call.func)} with something computed"


def _is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_literal(node.body) and _is_literal(node.orelse)
    return isinstance(node, ast.Constant)


@rule(
    "a service function that works on the database says for whom: session first, actor second",
    place=in_services,
    at="services/meetings.py",
    red=(
        "def cancel(session, meeting_id): ...",
        "def cancel(actor, session): ...",
        "def cancel(session, *, actor): ...",
    ),
    green=("def cancel(session, actor, meeting_id): ...", "def _rows(session): ...", "def rate(roll): ..."),
)
def services_take_the_actor(source: Source) -> Iterator[Finding]:
    functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    for node in functions:
        arguments = [argument.arg for argument in node.args.posonlyargs + node.args.args]
        everything = {*arguments, *(argument.arg for argument in node.args.kwonlyargs)}
        is_excused = {source.path, f"{source.path}:{node.name}"} & MAY_ACT_WITHOUT_ACTOR.keys()
        if node.name.startswith("_") or "session" not in everything or is_excused or _is_inner(source, node.name):
            continue
        if arguments[:2] != ["session", "actor"]:
            yield node.lineno, f"{node.name}({', '.join(arguments)})"


def _is_inner(source: Source, name: str) -> bool:
    """Whether a part of a service that is a folder keeps the name to that folder."""
    folder, _, part = source.path.rpartition("/")
    if folder == "services" or part == "__init__.py":
        return False
    doors = [door for door in sources() if door.path == f"{folder}/__init__.py"]
    return not any(name in imported(door.tree) for door in doors)


@rule(
    "a service that is a folder is entered through its door: callers do not notice its parts",
    place=lambda source: source.is_product and source.layer != "services",
    at="pages/meetings/entry.py",
    red=("from services.meetings.records import found", "import services.meetings.records"),
    green=(
        "from services import meetings",
        "from services.meetings import cancel",
        "from services.errors import NotFound",
    ),
)
def services_have_one_door(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        brought: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            brought = [node.module]
        elif isinstance(node, ast.Import):
            brought = [alias.name for alias in node.names]
        for name in brought:
            parts = name.split(".")
            if parts[0] == "services" and len(parts) > 2:
                yield getattr(node, "lineno", 1), name


@rule(
    "an exception to a check says why",
    place=everywhere,
    at="services/meetings.py",
    red=("import os  # no" + "qa: F401", "import os  # no" + "qa"),
    green=("import os  # no" + "qa: F401 - fills the registry",),
)
def exceptions_have_reasons(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.text.splitlines(), 1):
        if re.search(r"#\s*noqa(?!: [A-Z0-9, ]+ [-–—] \w)", line):
            yield number, line.strip()[-60:]
