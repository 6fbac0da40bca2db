"""A form from the sheets of a workbook. Everything that is wrong is told at once, with its sheet and cell."""

from typing import Any

from services.criteria_files import layout, words
from services.criteria_files.cell_values import Choice, Context
from services.criteria_files.grid import Grid, TableRow
from services.criteria_files.layout import TableLayout
from services.criteria_files.metric_names import MetricNames
from services.criteria_files.opening import Cell, Sheet, opened
from services.criteria_files.places import Places
from services.criteria_files.references import References
from services.metrics import METRICS
from services.scoring import Form, InvalidForm, validated
from services.scoring.metric import Metrics
from services.vietnamese import search_key

Data = dict[str, Any]

_CONTENT_ROWS = Choice({"section": words.SECTION, "item": words.ITEM, "level": words.LEVEL})
_RATING_ROWS = Choice({"grade": words.GRADE, "gate": words.GATE})


def form_in_xlsx(content: bytes, metrics: Metrics = METRICS) -> Form:
    """The form in an uploaded workbook. Raises Invalid for what is no workbook, InvalidForm with every wrong cell."""
    return form_from(opened(content, layout.SHEETS), metrics)


def form_from(sheets: dict[str, Sheet], metrics: Metrics = METRICS) -> Form:
    """The form in the sheets. Raises InvalidForm; its faults name sheet and cell."""
    places, names = Places(), MetricNames(metrics)
    data = _data(sheets, names, places)
    try:
        form = validated(data)
    except InvalidForm as problem:
        raise InvalidForm((*places.faults, *places.of_form(problem.faults))) from None
    if places.faults:
        raise InvalidForm(places.faults)
    return form


def _data(sheets: dict[str, Sheet], names: MetricNames, places: Places) -> Data:
    """The plain data of the criteria file. What others point to comes first."""
    grid = Grid(sheets, Context(names, References({})), places)
    data: Data = {"sections": _sections(grid)}
    rated = list(_rated(grid))
    data["grades"] = [grade for grade, _ in rated]
    grid = Grid(sheets, Context(names, References(data)), places)
    _add_gates(grid, rated)
    data = grid.settings(layout.DOCUMENT, layout.HEAD) | data
    data |= _year(grid) | _cap(grid) | _notes(grid)
    return data


# The rows of a table


def _values(grid: Grid, table: TableLayout, row: TableRow, kind: str, path: str) -> Data:
    """The values of a row of a known kind; a cell that means nothing there is refused."""
    found: Data = {}
    for field in table.fields_of(kind):
        name = f"{path}.{field.name}"
        value = grid.value(field.codec, row.cells.get(field.heading), row.place(field.heading), name)
        if value is True and field.name == "when":
            found["otherwise"] = True
        elif value is not None:
            found[field.name] = value
    for heading in row.cells:
        if heading != layout.ROW and table.field(heading, kind) is None:
            grid.places.refuse(row.place(heading), "ô này không dùng cho loại dòng này; đồng chí để trống.")
    return found


def _kind(grid: Grid, row: TableRow, codec: Choice, path: str) -> str:
    """What the first column says that the row is; empty where it says nothing that is known."""
    place = row.place(layout.ROW)
    if layout.ROW not in row.cells:
        grid.places.refuse(place, f"thiếu loại dòng; {_asked(codec)}")
        return ""
    return str(grid.value(codec, row.cells[layout.ROW], place, f"{path}.row") or "")


def _asked(codec: Choice) -> str:
    return f"ghi một trong: {', '.join(f'“{word}”' for word in codec.choices)}."


# Sections, items and levels


def _sections(grid: Grid) -> list[Data]:
    sections: list[Data] = []
    for row in grid.rows(layout.CONTENT, layout.CONTENT_TABLE):
        grid.places.note("sections", row.place(layout.ROW))
        kind = _kind(grid, row, _CONTENT_ROWS, "content")
        if kind == "section":
            sections.append(_section(grid, row, f"sections[{len(sections)}]"))
        elif kind and not sections:
            grid.places.refuse(row.place(layout.ROW), "trước dòng này phải có một dòng “Mục”.")
        elif kind == "item":
            _add_item(grid, row, sections)
        elif kind == "level":
            _add_level(grid, row, sections)
    _fill_in_ids(sections)
    return sections


def _section(grid: Grid, row: TableRow, path: str) -> Data:
    grid.places.note(path, row.place(layout.ROW))
    return {**_values(grid, layout.CONTENT_TABLE, row, "section", path), "items": []}


def _add_item(grid: Grid, row: TableRow, sections: list[Data]) -> None:
    items = sections[-1]["items"]
    path, heading = f"sections[{len(sections) - 1}].items[{len(items)}]", "Cách chấm"
    method = layout.CONTENT_TABLE.field(heading, "points")
    cell = row.cells.get(heading)
    chosen = grid.value(method.codec, cell, row.place(heading), path) if method else None
    if chosen is None and cell is None:
        grid.places.refuse(row.place(heading), "thiếu cách chấm của tiêu chí.")
    item = _values(grid, layout.CONTENT_TABLE, row, chosen, path) if chosen else {"text": "?"}
    items.append({**item, "levels": []} if chosen == "levels" else item)


def _add_level(grid: Grid, row: TableRow, sections: list[Data]) -> None:
    items = sections[-1]["items"]
    if not items or "levels" not in items[-1]:
        grid.places.refuse(
            row.place(layout.ROW), "mức phải đứng dưới một tiêu chí có cách chấm “Chọn một trong nhiều mức”."
        )
        return
    levels = items[-1]["levels"]
    path = f"sections[{len(sections) - 1}].items[{len(items) - 1}].levels[{len(levels)}]"
    grid.places.note(path, row.place(layout.ROW))
    levels.append(_values(grid, layout.CONTENT_TABLE, row, "level", path))


def _fill_in_ids(sections: list[Data]) -> None:
    """Ids that nobody wrote: by the place in the form, beside those that are written."""
    items = [item for section in sections for item in section["items"]]
    _give_ids(sections, [f"m{place}" for place in range(1, len(sections) + 1)])
    wanted = [
        f"i{place}_{row}" for place, section in enumerate(sections, 1) for row in range(1, len(section["items"]) + 1)
    ]
    _give_ids(items, wanted)
    for item in items:
        _give_ids(item.get("levels", []), [f"l{place}" for place in range(1, len(item.get("levels", ())) + 1)])


def _give_ids(rows: list[Data], wanted: list[str]) -> None:
    taken = {row["id"] for row in rows if "id" in row}
    for row, name in zip(rows, wanted, strict=True):
        if "id" not in row:
            while name in taken:
                name += "_moi"  # noqa: PLW2901 - until it is free
            row["id"] = name
            taken.add(name)


# Grades and their conditions


def _rated(grid: Grid) -> "list[tuple[Data, list[TableRow]]]":
    """Every grade with the rows of its conditions, which point to rows that are read later."""
    found: list[tuple[Data, list[TableRow]]] = []
    for row in grid.rows(layout.RATING, layout.RATING_TABLE):
        grid.places.note("grades", row.place(layout.ROW))
        kind = _kind(grid, row, _RATING_ROWS, "rating")
        if kind == "grade":
            path = f"grades[{len(found)}]"
            grid.places.note(path, row.place(layout.ROW))
            found.append((_values(grid, layout.RATING_TABLE, row, "grade", path), []))
        elif kind and not found:
            grid.places.refuse(row.place(layout.ROW), "trước dòng này phải có một dòng “Mức xếp loại”.")
        elif kind:
            found[-1][1].append(row)
    _give_ids([grade for grade, _ in found], [_slug(grade.get("label", "")) for grade, _ in found])
    return found


def _slug(label: str) -> str:
    """An id made of a label: ``Trung bình`` gives ``trung_binh``."""
    words_of = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in search_key(label)).split()
    slug = "_".join(words_of)[:30]
    return slug if slug[:1].isalpha() else f"muc_{slug}".rstrip("_")


def _add_gates(grid: Grid, rated: "list[tuple[Data, list[TableRow]]]") -> None:
    heading = "Điều kiện"
    for place, (grade, rows) in enumerate(rated):
        for number, row in enumerate(rows):
            path = f"grades[{place}].requires[{number}]"
            field = layout.RATING_TABLE.field(heading, "facts")
            cell: Cell | None = row.cells.get(heading)
            kind = grid.value(field.codec, cell, row.place(heading), path) if field else None
            if kind is None and cell is None:
                grid.places.refuse(row.place(heading), "thiếu loại điều kiện.")
            if kind:
                grade.setdefault("requires", []).append(_values(grid, layout.RATING_TABLE, row, kind, path))


# The other sheets


def _year(grid: Grid) -> Data:
    found = grid.settings(layout.YEAR, layout.ROLL_UP, "roll_up.")
    grades: list[Data] = []
    for row in grid.rows(layout.YEAR, layout.YEAR_TABLE):
        grid.places.note("roll_up.grades", row.place(layout.YEAR_TABLE.columns[0].heading))
        path = f"roll_up.grades[{len(grades)}]"
        grid.places.note(path, row.place(layout.YEAR_TABLE.columns[0].heading))
        grades.append(_values(grid, layout.YEAR_TABLE, row, "grade", path))
    _give_ids(grades, [_slug(grade.get("label", "")) for grade in grades])
    return {"roll_up": {**found, "grades": grades}} if found or grades else {}


def _cap(grid: Grid) -> Data:
    found = grid.settings(layout.CAP, layout.CAP_SETTINGS, "cap.")
    return {"cap": found} if found else {}


def _notes(grid: Grid) -> Data:
    rows = grid.rows(layout.NOTES, layout.NOTES_TABLE)
    notes = [_values(grid, layout.NOTES_TABLE, row, "note", f"notes[{place}]") for place, row in enumerate(rows)]
    found = [note["note"] for note in notes if "note" in note]
    return {"notes": found} if found else {}
