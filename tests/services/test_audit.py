"""The audit trail: every action has a Vietnamese name, and reading it is scoped."""

import ast
from pathlib import Path

import pytest

from models import Role
from services import accounts, audit
from services.accounts import AccountDraft
from services.errors import NotAllowed
from settings import HOME
from tests.factories import a_unit, an_actor


def recorded_actions() -> set[str]:
    """Every action that a service writes, read off the source: ``noun:verb`` constants in calls."""
    found = set()
    for path in Path(HOME, "services").rglob("*.py"):
        if "sample" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                values = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                found |= {value for value in values if isinstance(value, str) and _is_action(value)}
    return found


def _is_action(value: str) -> bool:
    noun, _, verb = value.partition(":")
    return noun in {name.split(":")[0] for name in audit.ACTION_NAMES} and verb.replace("_", "").isalpha()


def test_every_action_has_a_name_for_people():
    assert recorded_actions() - {"reason"} <= audit.ACTION_NAMES.keys()


def test_no_name_without_an_action():
    files = [*Path(HOME, "services").rglob("*.py"), *Path(HOME, "commands").rglob("*.py")]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [action for action in audit.ACTION_NAMES if sources.count(f'"{action}"') < 2] == []


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện")


def make_account(session, actor, unit, username):
    draft = AccountDraft(
        username=username, display_name="Nông Thị Lan", role=Role.LEADER, unit_id=unit.id, password="mật khẩu dài"
    )
    accounts.create(session, actor, draft)


def test_entries_are_read_newest_first_and_within_reach(session, district):
    quan = an_actor(session, district, Role.ADMINISTRATOR)
    one, other = a_unit(session, "Xã một", parent=district), a_unit(session, "Xã hai", parent=district)
    mai = an_actor(session, one, Role.ADMINISTRATOR)
    make_account(session, quan, one, "lan1")
    make_account(session, quan, other, "lan2")
    assert [row.details["username"] for row in audit.entries(session, quan)] == ["lan2", "lan1"]
    assert [row.details["username"] for row in audit.entries(session, mai)] == ["lan1"]


def test_entries_continue_before_a_sequence_number(session, district):
    quan = an_actor(session, district, Role.ADMINISTRATOR)
    for number in range(3):
        make_account(session, quan, district, f"lan{number}")
    newest = audit.entries(session, quan, limit=1)[0]
    assert [row.details["username"] for row in audit.entries(session, quan, before=newest.sequence)] == ["lan1", "lan0"]


def test_entries_of_one_kind(session, district):
    quan = an_actor(session, district, Role.ADMINISTRATOR)
    make_account(session, quan, district, "lan")
    assert audit.entries(session, quan, action="meeting:") == []
    assert len(audit.entries(session, quan, action="account:")) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_read_it(session, district, role):
    with pytest.raises(NotAllowed):
        audit.entries(session, an_actor(session, district, role))
