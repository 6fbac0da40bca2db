"""The JSON Schema of the file format, for editors that check while one types.

``python -m services.scoring.schema`` writes ``data/criteria/schema.json``; a test says when that is due.
"""

import json
from pathlib import Path

from services.scoring.form import Form
from settings import HOME

SCHEMA_FILE = HOME / "data" / "criteria" / "schema.json"


def schema_text() -> str:
    """The schema as the repository keeps it."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Form.model_json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def write_schema(path: Path = SCHEMA_FILE) -> None:
    """Bring the repository's copy up to date."""
    path.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema()
