"""The outline of a draft: its sections and items with their points, and which of them is on the screen."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlmodel import Session

from services import criteria
from services.access import Actor
from services.criteria import Data, DraftRow, Part, joined
from ui import actions, filters
from ui.criteria_fields import place_of
from ui.transactions import plain

WHERE = "at"
"""The address parameter that says which part is on the screen."""
INDENT = "\N{EM SPACE}"

Make = Callable[[Session, Actor], str]
"""Changes the draft and returns the address that is to be on the screen then."""


def outline(draft: DraftRow) -> str:
    """Draw the outline and return the address of the section or item that was chosen; empty: there is none."""
    words, part = _words(draft), ""
    with st.expander("Dàn ý", icon=":material/account_tree:", expanded=True):
        if words:
            part = filters.listed("Mục và tiêu chí", words, key=WHERE, label_visibility="collapsed")
        else:
            st.caption("Bộ tiêu chí gồm các mục, mỗi mục có các tiêu chí. Đồng chí thêm mục đầu tiên.")
        add_section(draft)
    return part


def around(draft: DraftRow, address: str) -> None:
    """Draw which part is on the screen, and the ways to the ones before and after it."""
    parts = list(_words(draft))
    place = parts.index(address)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        name = criteria.called(draft.data, address)
        st.subheader(plain(f"{name[0].upper()}{name[1:]}"), anchor=False, width="content")
        with st.container(horizontal=True, gap="xsmall", width="content"):
            for label, icon, other in (("Trước", "chevron_left", place - 1), ("Sau", "chevron_right", place + 1)):
                if 0 <= other < len(parts):
                    key = f"{place_of(draft.row.set_id)}:{icon}"
                    st.button(
                        label, key=key, icon=f":material/{icon}:", type="tertiary", on_click=show, args=(parts[other],)
                    )


def add_section(draft: DraftRow) -> None:
    """Draw the button that adds a section."""
    set_id = draft.row.set_id
    label = "Thêm mục" if draft.data.get("sections") else "Thêm mục đầu tiên"
    _button(
        draft,
        label,
        "add:sections",
        lambda session, actor: criteria.insert(session, actor, set_id, "sections", {}, revision=draft.revision),
        "add",
    )


def add_item(draft: DraftRow, section_id: str) -> None:
    """Draw the button that adds an item to a section."""
    set_id, address = draft.row.set_id, joined("sections", section_id, "items")

    def make(session: Session, actor: Actor) -> str:
        method = "points" if draft.data.get("scoring_mode") == "points" else "pass_fail"
        return criteria.insert(session, actor, set_id, address, {"method": method}, revision=draft.revision)

    _button(draft, "Thêm tiêu chí", f"add:{address}", make, "add")


def arrange(draft: DraftRow, address: str) -> None:
    """Draw what is done with the chosen part as a whole: moved, copied, taken out."""
    set_id, place = draft.row.set_id, criteria.place(draft.data, address)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        for label, icon, steps in (("Lên", "arrow_upward", -1), ("Xuống", "arrow_downward", 1)):
            _button(draft, label, f"move:{steps}:{address}", _mover(draft, address, steps), icon)
        _button(
            draft,
            "Nhân đôi",
            f"twin:{address}",
            lambda session, actor: criteria.duplicate(session, actor, set_id, address, revision=draft.revision),
            "content_copy",
        )
        if place.part is Part.ITEM and len(draft.data["sections"]) > 1:
            _to_section(draft, address)
        removal(draft, address, _neighbour(draft.data, address))


def removal(draft: DraftRow, address: str, then: str | None = None) -> None:
    """Draw the button that takes a part out; it asks first where something stands in it. ``then`` is shown after it."""
    place = criteria.place(draft.data, address)
    name = criteria.called(draft.data, address)
    inside = _content(place.part, place.row)
    if not inside:
        _remove_button(draft, "Bỏ", address, place.row, then)
        return
    with st.popover("Bỏ", icon=":material/delete:", type="tertiary"):
        st.markdown(f"Bỏ {plain(name)}{inside}? Đồng chí có thể hoàn tác sau đó.")
        _remove_button(draft, "Bỏ hẳn", address, place.row, then)


def undo(draft: DraftRow) -> None:
    """Draw the button that puts back what was taken out last."""
    if not draft.undoable:
        return
    set_id = draft.row.set_id

    def work(session: Session, actor: Actor) -> str:
        return f"Đã đưa trở lại {criteria.undo(session, actor, set_id, revision=draft.revision)}."

    label = f"Hoàn tác: {plain(draft.undoable)}"
    name = place_of(set_id)
    actions.button(label, name, work, key=f"{name}:undo", icon=":material/undo:", type="tertiary")


def _words(draft: DraftRow) -> dict[str, str]:
    examined = draft.examined
    addresses = [*(row.address for row in examined.faults), *(row.address for row in examined.errors)]
    wrong = {part_of(address) for address in addresses}
    words = {}
    for section in criteria.rows(draft.data, "sections"):
        address = joined("sections", section["id"])
        title = " ".join(filter(None, (_text(section, "number"), _text(section, "title")))) or "Mục chưa đặt tên"
        words[address] = f"**{plain(criteria.shortened(title))}**{_points(section)}{_mark(address in wrong)}"
        for item in criteria.rows(section, "items"):
            inner = joined(address, "items", item["id"])
            title = " ".join(filter(None, (_text(item, "number"), _text(item, "text")))) or "Tiêu chí chưa có nội dung"
            words[inner] = f"{INDENT}{plain(criteria.shortened(title))}{_points(item)}{_mark(inner in wrong)}"
    return words


def part_of(address: str) -> str:
    """The section or item that an address lies in."""
    segments = address.split(".")
    return ".".join(segments[:4] if segments[2:3] == ["items"] else segments[:2])


def _text(row: Data, name: str) -> str:
    return str(row.get(name) or "")


def _points(row: Data) -> str:
    shown = criteria.Number("").shown(row.get("max_points"))
    return f" · {plain(shown)} điểm" if shown else ""


def _mark(is_wrong: bool) -> str:
    return " :red[:material/error:]" if is_wrong else ""


def _content(part: Part, row: Data) -> str:
    """What goes with a part that is taken out, as the end of a sentence; empty for a part with nothing in it."""
    counted = {Part.SECTION: ("items", "tiêu chí"), Part.ITEM: ("levels", "mức")}.get(part)
    inner = len(criteria.rows(row, counted[0])) if counted else 0
    if counted and inner:
        return f" cùng {inner} {counted[1]}"
    is_filled = any(name not in {"id", "number", "method", "items"} for name in row)
    return " cùng nội dung đã nhập" if is_filled else ""


def _mover(draft: DraftRow, address: str, steps: int) -> Make:
    set_id, revision = draft.row.set_id, draft.revision
    return lambda session, actor: criteria.move(session, actor, set_id, address, steps, revision=revision)


def _to_section(draft: DraftRow, address: str) -> None:
    """Draw the ways of an item to the other sections."""
    own = address.split(".")[1]
    with st.popover("Chuyển sang mục khác", icon=":material/drive_file_move:", type="tertiary"):
        for section in draft.data["sections"]:
            if section["id"] != own:
                to = section["id"]
                label = plain(criteria.title_of(Part.SECTION, section))
                _button(draft, label, f"to:{to}:{address}", _to(draft, address, to), "arrow_forward")


def _to(draft: DraftRow, address: str, section_id: str) -> Make:
    set_id, revision = draft.row.set_id, draft.revision
    return lambda session, actor: criteria.move(session, actor, set_id, address, to=section_id, revision=revision)


def _neighbour(data: Data, address: str) -> str | None:
    """What is on the screen when a part is gone: the one before it, else the one after it, else what held it."""
    list_address, _, row_id = address.rpartition(".")
    holder = criteria.place(data, list_address)
    ids = [row["id"] for row in criteria.rows(holder.row, holder.rest)]
    number = ids.index(row_id)
    others = ids[:number][-1:] or ids[number + 1 :][:1]
    return joined(list_address, others[0]) if others else holder.address or None


def _remove_button(draft: DraftRow, label: str, address: str, row: Data, then: str | None) -> None:
    set_id = draft.row.set_id
    name = place_of(set_id)

    def work(session: Session, actor: Actor) -> str:
        return f"Đã bỏ {criteria.remove(session, actor, set_id, address, row)}."

    key = f"{name}:remove:{address}"
    st.button(
        label, key=key, icon=":material/delete:", type="tertiary", on_click=_remove, args=(name, work, address, then)
    )


def _remove(name: str, work: actions.Work, address: str, then: str | None) -> None:
    if actions.carried_out(name, work) and st.query_params.get(WHERE) == address:
        show(then)


def _button(draft: DraftRow, label: str, key: str, make: Make, icon: str) -> None:
    name = place_of(draft.row.set_id)
    more: dict[str, Any] = {"icon": f":material/{icon}:", "type": "tertiary"}
    st.button(label, key=f"{name}:{key}", on_click=_make, args=(name, make), **more)


def _make(name: str, make: Make) -> None:
    made: list[str] = []

    def work(session: Session, actor: Actor) -> str:
        made.append(make(session, actor))
        return ""

    if actions.carried_out(name, work) and made[0].startswith("sections."):
        show(part_of(made[0]))


def show(address: str | None) -> None:
    """Bring a section or item onto the screen, in the run that follows."""
    if address is None:
        st.query_params.pop(WHERE, None)
    else:
        st.query_params[WHERE] = address
