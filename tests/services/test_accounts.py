"""Accounts: made by administrators inside their reach, changed with an entry in the audit trail."""

import unicodedata

import pytest
from sqlmodel import col, select

from models import Account, AuditEntry, Role
from services import accounts, credentials
from services.accounts import AccountDraft
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories import a_cell, a_unit, an_account, an_actor


def draft(unit, **changes):
    values = {"username": "xa_moi", "display_name": "Hoàng  Văn Mới", "role": Role.COMMUNE_OFFICER}
    return AccountDraft(**{**values, "unit_id": unit.id, "password": "mật khẩu đủ dài", **changes})


@pytest.fixture
def district(session):
    return a_unit(session, "Đảng bộ huyện")


@pytest.fixture
def commune(session, district):
    return a_unit(session, "Đảng bộ xã Bằng Vân", parent=district)


@pytest.fixture
def quan(session, district):
    return an_actor(session, district, Role.ADMINISTRATOR)


def actions(session):
    return list(session.exec(select(AuditEntry.action).order_by(col(AuditEntry.sequence))))


def test_an_administrator_makes_an_account_in_reach(session, quan, commune):
    account = session.get_one(Account, accounts.create(session, quan, draft(commune)))
    assert (account.username, account.display_name) == ("xa_moi", "Hoàng Văn Mới")
    assert credentials.matches("mật khẩu đủ dài", account.password_hash)
    assert actions(session) == ["account:created"]


def test_the_audit_trail_never_holds_the_password(session, quan, commune):
    accounts.create(session, quan, draft(commune))
    assert "mật khẩu" not in str(session.exec(select(AuditEntry.details)).all())


def test_the_operator_makes_the_first_account(session, district):
    accounts.create(session, None, draft(district, username="quantri", role=Role.ADMINISTRATOR))
    assert session.exec(select(AuditEntry.account_id)).one() is None


def test_out_of_reach_the_unit_does_not_exist(session, district, commune):
    other = a_unit(session, "Đảng bộ xã khác", parent=district)
    mai = an_actor(session, commune, Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        accounts.create(session, mai, draft(other))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_other_roles_may_not(session, district, commune, role):
    actor = an_actor(session, district, role)
    lan = an_account(session, commune)
    for command in (
        lambda: accounts.create(session, actor, draft(commune)),
        lambda: accounts.disable(session, actor, lan.id),
        lambda: accounts.enable(session, actor, lan.id),
        lambda: accounts.change_role(session, actor, lan.id, Role.ADMINISTRATOR),
        lambda: accounts.reset_password(session, actor, lan.id, "một mật khẩu mới"),
        lambda: accounts.accounts(session, actor),
    ):
        with pytest.raises(NotAllowed):
            command()


def test_a_name_is_taken_once(session, quan, commune):
    accounts.create(session, quan, draft(commune))
    with pytest.raises(Conflict, match="đã có người dùng"):
        accounts.create(session, quan, draft(commune, username="XA_Moi"))
    assert len(accounts.accounts(session, quan)) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "ab"}, "username"),
        ({"username": "hoàng"}, "username"),
        ({"display_name": "  "}, "display_name"),
        ({"display_name": "x" * 121}, "display_name"),
        ({"password": "ngắn"}, "password"),
        ({"password": "ấ" * 30}, "password"),
    ],
)
def test_a_bad_draft_is_refused_by_field(session, quan, commune, change, field):
    with pytest.raises(Invalid) as refusal:
        accounts.create(session, quan, draft(commune, **change))
    assert refusal.value.field == field


def test_nobody_locks_or_demotes_themselves(session, quan):
    with pytest.raises(Invalid):
        accounts.disable(session, quan, quan.account_id)
    with pytest.raises(Invalid):
        accounts.change_role(session, quan, quan.account_id, Role.LEADER)


def test_out_of_reach_an_account_does_not_exist(session, district, commune):
    lan = an_account(session, district)
    mai = an_actor(session, commune, Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        accounts.disable(session, mai, lan.id)
    assert [row.username for row in accounts.accounts(session, mai)] == [mai.username]


def test_disabling_and_enabling_are_audited(session, quan, commune):
    lan = an_account(session, a_cell(session, commune), Role.CELL_SECRETARY)
    accounts.disable(session, quan, lan.id)
    assert lan.is_disabled
    accounts.enable(session, quan, lan.id)
    assert not lan.is_disabled
    assert actions(session) == ["account:disabled", "account:enabled"]


def test_a_password_is_compared_in_one_unicode_form():
    spelled = "mật khẩu của tôi"
    other_spelling = unicodedata.normalize("NFD", spelled)
    assert other_spelling != spelled
    assert credentials.matches(other_spelling, credentials.hashed(spelled))


def test_a_password_longer_than_bcrypt_reads_never_matches():
    assert not credentials.matches("a" * 73, credentials.hashed("a" * 72))


def test_not_even_the_password_behind_unknown_names_opens_one():
    assert not credentials.matches("nobody has this password", None)
