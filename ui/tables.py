"""Lists that several pages draw: texts in columns, units and members that lead to a page of their own.

Drawn as text, not as a grid: it wraps on a phone, grows with the reader's letters, and offers no file that
nobody would know of (an export of personal data is written down).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

import streamlit as st

from services.directory import Entry
from services.members import POSITION_NAMES, SUSPENSION_NAMES, Census, MemberRow, RosterEntry
from services.units import CELL_TYPE_NAMES, KIND_NAMES, UnitRow
from services.vietnamese import day, listing, number
from ui import navigation
from ui.transactions import plain


def texts(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw a table of plain texts."""
    lines = [" | ".join(headings), " | ".join("---" for _ in headings)]
    lines += [" | ".join(plain(text) for text in row) for row in rows]
    st.markdown("\n".join(f"| {line} |" for line in lines))


def directory(entries: Iterable[Entry], asked: UUID | None) -> None:
    """Draw units under one another: a cell leads to its roster, any other unit opens and shows what it holds.

    Those come first, or they would be lost below a long list of cells. What is closed is not drawn; what holds
    the unit ``asked`` for stands open.
    """
    for entry in sorted(entries, key=lambda entry: entry.unit.is_cell):
        if entry.unit.is_cell:
            _cell(entry)
            continue
        title = f"**{plain(entry.unit.name)}** · {plain(facts(entry))}"
        key = f"unit:{entry.unit.unit_id}"
        box = st.expander(title, expanded=entry.holds(asked), key=key, on_change="rerun")
        if box.open:
            with box:
                directory(entry.below, asked)


def units(rows: Iterable[UnitRow], holders: Mapping[UUID, UnitRow]) -> None:
    """Draw units that a search found, with the units that hold them."""
    for row in rows:
        holder = holders.get(row.parent_id) if row.parent_id else None
        with _line(plain(" · ".join([holder.name, kind(row)] if holder else [kind(row)]))):
            _unit(row)


def members(rows: Iterable[MemberRow], *, search: str) -> None:
    """Draw members that a search found; a press shows the roster of their cell and empties the search field."""
    for row in rows:
        standing = "" if row.is_official else " · dự bị"
        guest = " · sinh hoạt tạm thời đến" if row.is_temporary else ""
        with _line(plain(f"{row.unit_name}{standing}{guest}")):
            key = f"{search}:{row.member_id}:{row.unit_id}"
            # Not a link: to Streamlit it would lead to the page that is already open, and keep the search there.
            st.button(
                plain(row.full_name),
                icon=":material/person:",
                type="tertiary",
                key=key,
                on_click=_open_cell,
                args=(row.unit_id, search),
            )


def _open_cell(unit_id: UUID, search: str) -> None:
    st.query_params["cell"] = str(unit_id)
    st.session_state[search] = ""


def roster(entries: Iterable[RosterEntry]) -> None:
    """Draw the members of a cell, each leading to a page of their own."""
    for place, entry in enumerate(entries, 1):
        since = f"vào chi bộ {day(entry.joined_on)}" if entry.joined_on else ""
        with _line(plain(" · ".join(filter(None, [standing(entry), since])))):
            label = f"{place}. {entry.full_name}"
            navigation.link("units.member", plain(label), icon="person", member=entry.member_id)


def standing(entry: RosterEntry) -> str:
    """How a member stands in the cell: official or not, office, guest, exempt or away and why."""
    words = ["Chính thức" if entry.is_official else "Dự bị"]
    words += [POSITION_NAMES[entry.position].lower()] if entry.position else []
    words += ["sinh hoạt tạm thời đến"] if entry.is_temporary else []
    if entry.suspension:
        since = f" từ {day(entry.suspended_since)}" if entry.suspended_since else ""
        reason = f" ({entry.suspension_reason})" if entry.suspension_reason else ""
        words.append(f"{SUSPENSION_NAMES[entry.suspension].lower()}{since}{reason}")
    return " · ".join(words)


def heads(counts: Census) -> str:
    """The counts of a cell as a sentence."""
    parts = [f"{number(counts.official)} chính thức", f"{number(counts.probationary)} dự bị"]
    absent = {"miễn sinh hoạt": counts.exempt, "tạm thời đi": counts.away, "làm nhiệm vụ đặc biệt": counts.special_duty}
    said = [f"{number(heads)} {words}" for words, heads in absent.items() if heads]
    sentence = f"{number(counts.members)} đảng viên: {listing(parts)}"
    sentence += f"; trong đó {listing(said)}" if said else ""
    return sentence + (
        f". Ngoài ra {number(counts.temporary)} đảng viên sinh hoạt tạm thời đến." if counts.temporary else "."
    )


def hits(found: int, most: int, what: str) -> str:
    """How many a search found; it shows ``most`` of them at most."""
    if found == 0:
        return f"Không có {what} nào có tên như vậy trong phạm vi của đồng chí."
    if found == most:
        return f"Chỉ hiện {most} {what} đầu tiên. Đồng chí gõ thêm để tìm đúng hơn."
    return f"Tìm thấy {found} {what}."


def facts(entry: Entry) -> str:
    """What is to be known of a unit, on one line."""
    counts = entry.members
    heads = f"{number(counts.members)} đảng viên"
    heads += f" ({number(counts.probationary)} dự bị)" if counts.probationary else ""
    cells = "" if entry.unit.is_cell else f"{number(entry.cells)} chi bộ"
    cell_type = CELL_TYPE_NAMES[entry.unit.cell_type] if entry.unit.cell_type else ""
    officer = entry.secretary
    phone = (officer.phone or "").replace(" ", "\N{NO-BREAK SPACE}") if officer else ""
    secretary = f"Bí thư {officer.full_name} {phone}".strip() if officer else ""
    return " · ".join(filter(None, [cells, heads, cell_type, secretary]))


def kind(row: UnitRow) -> str:
    """The kind of a unit, and the type of a cell."""
    return " · ".join(filter(None, [KIND_NAMES[row.kind], CELL_TYPE_NAMES[row.cell_type] if row.cell_type else ""]))


def _cell(entry: Entry) -> None:
    shortage = f"chỉ có {entry.members.official} đảng viên chính thức"
    warning = f" :orange-badge[:material/warning: {shortage}]" if entry.is_short else ""
    with _line(f"{plain(facts(entry))}{warning}"):
        _unit(entry.unit)


def _unit(row: UnitRow) -> None:
    if row.is_cell:
        navigation.link("units.roster", plain(row.name), icon="groups", cell=row.unit_id)
    else:
        navigation.link("units.tree", plain(row.name), icon="account_tree", unit=row.unit_id)


@contextmanager
def _line(words: str) -> Iterator[None]:
    """Room for a link, with words beside it; on a phone they go below it."""
    name, facts = st.columns([2, 3], gap="xxsmall", vertical_alignment="center")
    with name:
        yield
    facts.caption(words)
