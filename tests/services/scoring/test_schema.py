"""The JSON Schema in the repository: current, sound, and as strict as the reader where a schema can be."""

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
import yaml

from services.scoring import dump
from services.scoring.schema import SCHEMA_FILE, schema_text, write_schema
from tests.services.scoring.forms import CRITERIA, SHIPPED, a_form, item, section


def checker() -> Any:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def as_json(text: str) -> Any:
    return json.loads(json.dumps(yaml.safe_load(text), default=date.isoformat))


def test_the_schema_in_the_repository_is_current():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "python -m services.scoring.schema"


def test_the_schema_can_be_brought_up_to_date(tmp_path):
    write_schema(tmp_path / "schema.json")
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_form_fits_the_schema(name):
    checker().validate(as_json((CRITERIA / name).read_text(encoding="utf-8")))


def test_a_form_that_was_written_fits_the_schema():
    form = a_form(
        section(
            "s1", item("i1", step="0,29"), item("i2", "deduction", floor=-1), item("i3", "bonus"), item("i4", "levels")
        ),
        rebase={"places": 0, "rounding": "down"},
    )
    checker().validate(as_json(dump(form)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("max_points: 5\n", "max_points: năm\n"),
        ("max_points: 5\n", "max_points: 10000\n"),
        ("max_points: 5\n", 'max_points: "1.000"\n'),
        ("method: points", "method: stars"),
        ("method: points", "method: points\n    metric: attendance_rate"),
        ("kind: meeting_quality", "kind: Meeting quality"),
        ("  meeting_types: [regular]", "  meeting_types: [regular, monthly]"),
        ("valid_from: 2025-10-28\n", ""),
        ("min: 90}", "min: 90, requires: [{gate: items_at_maximum, items: []}]}"),
        ("version: 1", 'version: "1"'),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(right, wrong):
    text = (CRITERIA / "meeting_hd42_2025.yaml").read_text(encoding="utf-8")
    assert right in text
    assert not checker().is_valid(as_json(text.replace(right, wrong, 1)))
