"""Where a finding stands, by the ids of the parts: the same place when other parts are added or moved."""

import re

from services.scoring.form import Form

_TOKEN = re.compile(r"[^.\[\]]+|\[[0-9]+\]")


def place_of(form: Form, path: str) -> str:
    """``sections[0].items[1].levels[0]`` as ``sections.s1.items.i2.levels.high``; what has no id keeps its number."""
    found: object = form
    names = []
    for token in _TOKEN.findall(path):
        name = token.strip("[]")
        if token.startswith("[") and isinstance(found, tuple):
            found = found[int(name)]
            name = getattr(found, "id", name)
        else:
            found = getattr(found, name, None)
        names.append(name)
    return ".".join(names)
