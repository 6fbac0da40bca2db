"""Conditions and counts as one line of text that an officer can read and change, to and from the criteria file.

``[tỷ lệ dự họp] >= 90 và [số đảng viên vắng không lý do] = 0``; ``và`` and ``hoặc`` stand between conditions,
brackets keep them apart; see ``HELP``. The plain data are those of docs/criteria-format.md.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NoReturn

from services.criteria_files.expression_tokens import (
    AND,
    BY,
    COMPARISON_SIGNS,
    EVERY,
    IN,
    IS,
    NOT,
    OR,
    OTHERWISE,
    ROUNDED_DOWN,
    Token,
    Unreadable,
    tokens,
)
from services.criteria_files.metric_names import MetricNames

Plain = dict[str, Any]

HELP = (
    ("So sánh bằng các dấu >  >=  <  <=  = ; tỷ lệ ghi theo phần trăm.", "[tỷ lệ dự họp] >= 90 %"),
    ("Hai ngưỡng của một số liệu, cách nhau bằng dấu phẩy.", "[tỷ lệ dự họp] >= 80 %, < 90 %"),
    ("Phải đúng cả hai.", "[tỷ lệ dự họp] >= 90 % và [số lượt vắng không lý do] = 0"),
    (
        "Chỉ cần đúng một; dùng lẫn “và” với “hoặc” thì phải có ngoặc.",
        "[tỷ lệ dự họp] >= 95 % hoặc ([tỷ lệ dự họp] >= 90 % và [số lượt vắng không lý do] = 0)",
    ),
    ("Có.", "[có chi ủy]"),
    ("Không.", "không [có chi ủy]"),
    ("Trái lại của cả một điều kiện.", "không ([tỷ lệ dự họp] < 50 % hoặc [có chi ủy])"),
    ("Ngưỡng theo quy mô.", "[thời lượng buổi sinh hoạt] >= (theo [số đảng viên]: < 30 là 90; còn lại 120)"),
    ("Mức xếp loại, ghi mã mức.", "[xếp loại chất lượng năm] thuộc {htxsnv, httnv}"),
    ("Số tháng (số chi bộ, số đảng viên) của một vài mức.", "[số tháng xếp loại]{tot, kha} >= 8"),
)
"""How to write a condition: what it says, and an example."""
_SIGNS = {sign: name for name, sign in COMPARISON_SIGNS.items()}
_JOINED = {"any": OR, "all": AND}


# Writing


def written(condition: Plain, names: MetricNames) -> str:
    """A condition of the criteria file as text that ``condition_from`` reads back exactly."""
    for kind, word in _JOINED.items():
        if kind in condition:
            parts = [_part(part, names) for part in condition[kind]]
            return f" {word} ".join(parts) if len(parts) > 1 else f"{word} ({written(condition[kind][0], names)})"
    if "not" in condition:
        return f"{NOT} ({written(condition['not'], names)})"
    metric = names.shown(condition["metric"])
    if "is" in condition:
        return metric if condition["is"] else f"{NOT} {metric}"
    if "one_of" in condition:
        return f"{metric} {IN} {_grades(condition['one_of'])}"
    return f"{metric}{_of(condition)} {_bounds(condition, names)}"


def counts_written(counts: Plain, names: MetricNames) -> str:
    """What is counted, as text that ``counts_from`` reads back."""
    every = f" {EVERY} {_number(counts['every'])}" if "every" in counts else ""
    rounding = f" {ROUNDED_DOWN}" if counts.get("rounding") == "down" else ""
    return f"{names.shown(counts['metric'])}{_of(counts)}{every}{rounding}"


def _part(part: Plain, names: MetricNames) -> str:
    said = written(part, names)
    return f"({said})" if any(len(part.get(kind, ())) > 1 for kind in _JOINED) else said


def _of(row: Plain) -> str:
    return _grades(row["of"]) if row.get("of") else ""


def _grades(grades: Sequence[str]) -> str:
    return "{" + ", ".join(grades) + "}"


def _bounds(condition: Plain, names: MetricNames) -> str:
    percent = " %" if names.is_share(condition["metric"]) else ""
    return ", ".join(
        f"{sign} {_threshold(condition[name], percent, names)}"
        for name, sign in COMPARISON_SIGNS.items()
        if name in condition
    )


def _threshold(threshold: Plain | Decimal, percent: str, names: MetricNames) -> str:
    if not isinstance(threshold, Mapping):
        return _number(threshold) + percent
    *sized, last = threshold["steps"]
    steps = [f"< {_number(step['below'])} {IS} {_number(step['value'])}{percent}" for step in sized]
    steps.append(f"{OTHERWISE} {_number(last['value'])}{percent}")
    return f"({BY} {names.shown(threshold['by'])}: {'; '.join(steps)})"


def _number(value: Decimal | int) -> str:
    return f"{Decimal(value):f}".replace(".", ",")


# Reading


def condition_from(text: str, names: MetricNames) -> Plain:
    """The condition in a text. Raises Unreadable with the place where it stops making sense."""
    return _whole(text, names, _Reader.condition)


def counts_from(text: str, names: MetricNames) -> Plain:
    """What is counted. Raises Unreadable."""
    return _whole(text, names, _Reader.counts)


def _whole(text: str, names: MetricNames, read: "Callable[[_Reader], Plain]") -> Plain:
    reader = _Reader(tokens(text), names)
    found = read(reader)
    if reader.token is not None:
        reader.refuse()
    return found


class _Reader:
    """Reads token after token."""

    def __init__(self, found: list[Token], names: MetricNames) -> None:
        self._tokens, self._names, self._at = found, names, 0

    @property
    def token(self) -> Token | None:
        """The next one; None at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def refuse(self, wanted: str = "") -> NoReturn:
        """Say that what comes next does not belong there."""
        token, wanted = self.token, f"; ở đây cần {wanted}" if wanted else ""
        if token is None:
            raise Unreadable(f"viết chưa hết{wanted}.")
        raise Unreadable(f"không hiểu “{token.text}” (chữ thứ {token.place}){wanted}.")

    def condition(self) -> Plain:
        """Parts between which there is always the same word."""
        parts = [self._operand()]
        word = next((word for word in (AND, OR) if self._is(word)), "")
        while word and self._took(word):
            parts.append(self._operand())
        if self._is(AND) or self._is(OR):
            self.refuse("dấu ngoặc, vì “và” và “hoặc” đứng lẫn nhau")
        return {"any" if word == OR else "all": parts} if word else parts[0]

    def counts(self) -> Plain:
        """A metric, of which grades, and for how much of it once."""
        found: Plain = {"metric": self._metric()}
        if self._is("{"):
            found["of"] = self._grades()
        if self._took(EVERY):
            found["every"] = self._number()
        if self._took(ROUNDED_DOWN):
            found["rounding"] = "down"
        return found

    def _operand(self) -> Plain:
        for word, kind in ((AND, "all"), (OR, "any")):
            if self._took(word):
                return {kind: [self._bracketed()]}
        if self._took(NOT):
            return {"not": self._bracketed()} if self._is("(") else {"metric": self._metric(), "is": False}
        return self._bracketed() if self._is("(") else self._leaf()

    def _bracketed(self) -> Plain:
        self._take("(")
        found = self.condition()
        self._take(")")
        return found

    def _leaf(self) -> Plain:
        found: Plain = {"metric": self._metric()}
        if self._took(IN):
            return found | {"one_of": self._grades()}
        if self._is("{"):
            found["of"] = self._grades()
        elif not self._is_sign():
            return found | {"is": True}
        while True:
            name = _SIGNS.get(self.token.text, "") if self.token else ""
            if not name or name in found:
                self.refuse("một dấu so sánh khác (>  >=  <  <=  =)" if name else "dấu so sánh (>  >=  <  <=  =)")
            self._at += 1
            found[name] = self._threshold()
            if not self._took(","):
                return found

    def _threshold(self) -> Plain | Decimal:
        if not self._took("("):
            return self._number()
        self._take(BY)
        by, steps = self._metric(), []
        self._take(":")
        while not self._took(OTHERWISE):
            self._take("<")
            below = self._number()
            self._take(IS)
            steps.append({"below": below, "value": self._number()})
            self._take(";")
        steps.append({"value": self._number()})
        self._take(")")
        return {"by": by, "steps": steps}

    def _metric(self) -> str:
        token = self.token
        if token is None or token.kind not in {"metric", "slug"}:
            self.refuse("tên số liệu trong ngoặc vuông")
        self._at += 1
        return self._names.found(token.text)

    def _grades(self) -> list[str]:
        self._take("{")
        grades = []
        while True:
            if self.token is None or (self.token.kind != "slug" and self.token.text != BY):
                self.refuse("mã mức xếp loại")  # “theo” may be one, too
            grades.append(self.token.text)
            self._at += 1
            if not self._took(","):
                break
        self._take("}")
        return grades

    def _number(self) -> Decimal:
        if self.token is None or self.token.kind != "number":
            self.refuse("một số")
        number = Decimal(self.token.text.replace(",", "."))
        self._at += 1
        self._took("%")
        return number

    def _is(self, text: str) -> bool:
        return self.token is not None and self.token.kind in {"sign", "keyword"} and self.token.text == text

    def _is_sign(self) -> bool:
        return self.token is not None and self.token.kind == "sign" and self.token.text in _SIGNS

    def _took(self, text: str) -> bool:
        is_there = self._is(text)
        self._at += is_there
        return is_there

    def _take(self, text: str) -> None:
        if not self._took(text):
            self.refuse(f"“{text}”")
