"""Reading and writing a criteria set as YAML (``docs/criteria-format.md``).

YAML is read more narrowly than usual: ``no`` and ``010`` stay text, a decimal number keeps its digits, and
anchors, tags, repeated keys and deep nesting are refused, because each is a way to say something else than it seems.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml
from pydantic import ValidationError

from services.scoring.faults import Fault, InvalidForm, invalid_form
from services.scoring.form import Form

LONGEST_FILE = 120_000
DEEPEST = 20
_WIDTH = 110
_SYNTAX = "không đọc được theo cú pháp YAML; hãy xem lại thụt lề, dấu hai chấm và dấu nháy"


class _Unwanted(yaml.MarkedYAMLError):
    """YAML that is correct and that we do not take; ``problem`` is our sentence."""


class _Loader(yaml.SafeLoader):
    """Plain data only: mappings, lists, text, whole and decimal numbers, dates, true, false and null."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 — the name and type are PyYAML's
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Unwanted(problem="không dùng neo “&” và “*”", problem_mark=event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise _Unwanted(problem="không dùng thẻ “!”", problem_mark=event.start_mark)
        if self.depth >= DEEPEST:
            raise _Unwanted(problem="lồng nhau quá sâu", problem_mark=event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = set()
        for key, _ in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None or name in names:
                problem = f"“{name}” viết hai lần trong cùng một nhóm" if name else "tên trường phải là chữ"
                raise _Unwanted(problem=problem, problem_mark=key.start_mark)
            names.add(name)
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def _decimal(_: _Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(node.value)


def _whole(_: _Loader, node: yaml.ScalarNode) -> int:
    return int(node.value)


def _day(_: _Loader, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise _Unwanted(problem=f"không có ngày {node.value}", problem_mark=node.start_mark) from None


def _truth(_: _Loader, node: yaml.ScalarNode) -> bool:
    return bool(node.value == "true")


_SCALARS = (
    ("null", r"~|null|", ["~", "n", ""], yaml.SafeLoader.construct_yaml_null),
    ("bool", r"true|false", ["t", "f"], _truth),
    ("int", r"-?(?:0|[1-9][0-9]{0,8})", list("-0123456789"), _whole),
    ("float", r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{1,9}", list("-0123456789"), _decimal),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", list("0123456789"), _day),
)
for _name, _pattern, _first, _constructor in _SCALARS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"(?:{_pattern})\Z"), _first)
    _Loader.add_constructor(f"tag:yaml.org,2002:{_name}", _constructor)


class _Dumper(yaml.SafeDumper):
    """Writes what ``_Loader`` reads."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_decimal(dumper: _Dumper, value: Decimal) -> yaml.ScalarNode:
    is_whole = value == value.to_integral_value()
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'int' if is_whole else 'float'}", f"{value:f}")


_Dumper.add_representer(Decimal, _write_decimal)
_Dumper.add_representer(tuple, _Dumper.represent_list)
_Dumper.add_multi_representer(StrEnum, lambda dumper, value: dumper.represent_str(value.value))


@lru_cache(maxsize=64)
def load(text: str) -> Form:
    """The form in a file's text. Raises InvalidForm with every fault and its place.

    The same text gives the same (frozen) form without reading it again.
    """
    return validated(plain_data(text))


def validated(data: object) -> Form:
    """The form in plain data of the same layout as the file. Raises InvalidForm."""
    try:
        return Form.model_validate(data)
    except ValidationError as error:
        raise invalid_form(error) from None


def dump(form: Form) -> str:
    """The file of a form, without what has its usual value; ``load`` gives the same form back."""
    return written(form.model_dump(exclude_defaults=True))


def written(data: object) -> str:
    """The file of plain data, which need not be a form yet; ``plain_data`` reads it back."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def plain_data(text: str) -> object:
    """What stands in a file's text, be it a form or not. Raises InvalidForm for what is no YAML as we take it."""
    if len(text) > LONGEST_FILE:
        raise InvalidForm((Fault("", f"tệp dài quá {LONGEST_FILE} ký tự."),))
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 — a narrower SafeLoader
    except yaml.MarkedYAMLError as error:
        raise InvalidForm((Fault("", _sentence(error)),)) from None
    except yaml.YAMLError:
        raise InvalidForm((Fault("", "tệp có ký tự không đọc được."),)) from None


def _sentence(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    place = f"dòng {mark.line + 1}, cột {mark.column + 1}: " if mark else ""
    return f"{place}{error.problem if isinstance(error, _Unwanted) else _SYNTAX}."
