"""House rules about what Streamlit does when nobody looks."""

import ast
from collections.abc import Iterator

from tests.architecture.rules import Finding, everywhere, in_pages, in_product, rule
from tests.architecture.source import Source, calls, dotted, imported, meaning

TRANSACTIONS = {"saving", "reading", "write_tx", "read_tx"}


@rule(
    "no file lies directly in pages/: a fresh server shows it to everybody, without sign-in",
    place=in_pages,
    at="pages/leak.py",
    red=("",),
    green=(),
)
def pages_lie_in_sections(source: Source) -> Iterator[Finding]:
    if source.path.count("/") == 1:
        yield 1, "move it to pages/<section>/"


@rule(
    "pages are scripts, not packages: a half-made package would hide them from the import contracts",
    place=in_pages,
    at="pages/meetings/__init__.py",
    red=("",),
    green=(),
)
def pages_are_scripts(source: Source) -> Iterator[Finding]:
    if source.path.endswith("/__init__.py"):
        yield 1, "delete it"


@rule(
    "a transaction block holds service calls only: the script may be stopped at any drawing, and the write with it",
    place=in_product,
    at="pages/meetings/entry.py",
    red=(
        "import streamlit as st\nwith saving('x') as session:\n    st.write('x')",
        "import streamlit as st\nwith write_tx() as session:\n    if st.button('x'):\n        pass",
        "import streamlit as st\nwith write_tx() as session:\n    meetings.note(session, st.session_state['x'])",
        "import streamlit as st\nstate = st.session_state\nwith write_tx() as session:\n    meetings.note(session, state['x'])",
        "from streamlit import write\nwith reading() as session:\n    write('x')",
        "from ui import tables\nwith reading() as session:\n    tables.meetings([])",
        "import streamlit as st\ndef draw():\n    st.write(1)\ndef more():\n    draw()\nwith x.reading():\n    more()",
    ),
    green=(
        "import streamlit as st\nwith saving('x') as session:\n    meetings.submit(session)\nst.write('x')",
        "import streamlit as st\ndef reading():\n    with read_tx() as session:\n        yield session\n    st.stop()",
        "from ui import tables\nwith reading() as session:\n    rows = meetings.upcoming(session)\ntables.meetings(rows)",
        "import streamlit as st\nwith read_tx() as session:\n    accounts.of(session, st.user.get('x'))",
    ),
)
def nothing_is_drawn_in_a_transaction(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    drawing = _functions_that_draw(source, names)
    for block in ast.walk(source.tree):
        if isinstance(block, ast.With) and _is_transaction(block):
            for node in (node for statement in block.body for node in ast.walk(statement)):
                if isinstance(node, ast.Name | ast.Attribute) and (
                    _draws(node, source, names) or dotted(node) in drawing
                ):
                    yield node.lineno, f"{dotted(node)} inside a transaction"


def _is_transaction(block: ast.With) -> bool:
    opened = [item.context_expr for item in block.items]
    return any(isinstance(call, ast.Call) and dotted(call.func).split(".")[-1] in TRANSACTIONS for call in opened)


def _draws(node: ast.expr, source: Source, names: dict[str, str]) -> bool:
    """Streamlit anywhere, its session state too (each access is a stop); in a page also ui, which is there to draw.

    ``st.user`` is a plain dictionary that was there before the run.
    """
    layer, _, rest = meaning(node, names).partition(".")
    if layer == "streamlit":
        return rest != "" and rest.split(".")[0] != "user"
    return layer == "ui" and source.layer == "pages"


def _functions_that_draw(source: Source, names: dict[str, str]) -> set[str]:
    """The file's own functions that draw, directly or through one another, and names for parts of Streamlit."""
    functions = [node for node in source.tree.body if isinstance(node, ast.FunctionDef)]
    drawing = {node.name for node in functions if any(_draws(call.func, source, names) for call in calls(node))}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and meaning(node.value, names).startswith("streamlit."):
            drawing |= {dotted(target) for target in node.targets} - {""}
    while True:
        more = {node.name for node in functions if any(dotted(call.func) in drawing for call in calls(node))} - drawing
        if not more:
            return drawing
        drawing |= more


@rule(
    "no raw HTML and no scripts in a page: it is how one person's text runs in another's browser",
    place=in_product,
    at="ui/notes.py",
    red=(
        "st.markdown(x, unsafe_allow_html=True)",
        "st.html(x, unsafe_allow_javascript=True)",
        "import streamlit.components.v1 as components",
        "from streamlit.components.v1 import html",
        "from streamlit.components import v1",
        "import streamlit as st\nst.components.v1.html(x)",
    ),
    green=("st.markdown(x)", "st.html(x)"),
)
def no_raw_html(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.keyword) and node.arg in {"unsafe_allow_html", "unsafe_allow_javascript"}:
            yield node.value.lineno, node.arg
        if isinstance(node, ast.Import | ast.ImportFrom):
            brought = [alias.name for alias in node.names]
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if any("components.v1" in f"{module}.{name}" for name in brought):
                yield node.lineno, "components.v1"
        if isinstance(node, ast.Attribute) and meaning(node, names).endswith("components.v1"):
            yield node.lineno, "components.v1"


@rule(
    "a page keeps nothing in the session and catches nothing: ui/ does both, in one place",
    place=in_pages,
    at="pages/meetings/entry.py",
    red=(
        "import streamlit as st\nst.session_state['x'] = 1",
        "from streamlit import session_state",
        "try:\n    x\nexcept ValueError:\n    y",
    ),
    green=("import streamlit as st\nst.write(1)",),
)
def pages_keep_and_catch_nothing(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Try | ast.TryStar):
            yield node.lineno, "try"
        if isinstance(node, ast.Attribute) and meaning(node, names) == "streamlit.session_state":
            yield node.lineno, "session_state"
        if isinstance(node, ast.ImportFrom) and any(alias.name == "session_state" for alias in node.names):
            yield node.lineno, "session_state"


FORBIDDEN = {
    "streamlit.rerun": "a page acts before it reads, so it never needs a second run",
    "streamlit.experimental_rerun": "a page acts before it reads, so it never needs a second run",
    "streamlit.cache_data": "is shared by everybody: what one person may see would reach another",
    "streamlit.cache_resource": "functools.cache in models/ or settings does it without Streamlit",
}


@rule(
    "no second runs and no cache across people",
    place=everywhere,
    at="ui/frame.py",
    red=(
        "import streamlit as st\nst.rerun()",
        "import streamlit as st\n@st.cache_data\ndef f(): ...",
        "from streamlit import rerun\nrerun()",
    ),
    green=("import streamlit as st\nst.stop()", "rows.rerun()"),
)
def no_reruns_and_no_shared_cache(source: Source) -> Iterator[Finding]:
    names = imported(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.Name) and (reason := FORBIDDEN.get(meaning(node, names))):
            yield node.lineno, f"{dotted(node)}: {reason}"
