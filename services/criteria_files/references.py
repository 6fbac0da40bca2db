"""Items, sections and grades by what is printed on the form, and by their ids."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from services.vietnamese import clean

ITEMS, SECTIONS, GRADES = "items", "sections", "grades"
_PRINTED = {ITEMS: "number", SECTIONS: "number", GRADES: "label"}
_NOUNS = {ITEMS: "tiêu chí", SECTIONS: "mục", GRADES: "mức xếp loại"}


class References:
    """The rows of one form that others point to. The printed name counts where it means one row only."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        sections = data.get("sections", ())
        rows: dict[str, Iterable[Mapping[str, Any]]] = {
            SECTIONS: sections,
            ITEMS: [item for section in sections for item in section.get("items", ())],
            GRADES: data.get("grades", ()),
        }
        self._ids = {kind: {str(row["id"]) for row in found if "id" in row} for kind, found in rows.items()}
        self._printed = {kind: self._names(kind, found) for kind, found in rows.items()}

    def shown(self, kind: str, row_id: str) -> str:
        """What a row is called: as it is printed where that is unmistakable, else by its id."""
        return next((name for name, known in self._printed[kind].items() if known == row_id), row_id)

    def found(self, kind: str, name: str) -> str:
        """The id of the row that is called so. Raises ValueError where there is none."""
        name = clean(name)
        if name in self._ids[kind]:
            return name
        if name not in self._printed[kind]:
            raise ValueError(f"không có {_NOUNS[kind]} “{name}”.")
        return self._printed[kind][name]

    def _names(self, kind: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        named = [(clean(str(row.get(_PRINTED[kind], ""))), str(row["id"])) for row in rows if "id" in row]
        counts = Counter(name for name, _ in named)
        return {
            name: row_id
            for name, row_id in named
            if name and counts[name] == 1 and name not in self._ids[kind] and ";" not in name
        }
