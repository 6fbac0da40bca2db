"""Signing in: right and wrong, slowed down, never locked for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from models import Account, AuditEntry, BrowserSession, Role, Unit
from models.database import write_tx
from services import accounts, browser_sessions, clock, credentials, sign_in
from services.errors import SignedOut
from services.sign_in import TooMany
from tests.factories import a_unit, actor_of, an_account

NOON = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
HOME, ELSEWHERE = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def olga(session: Session):
    unit = a_unit(session)
    return actor_of(an_account(session, unit, Role.COMMUNE_OFFICER, username="olga"), unit)


def fail(session: Session, times: int, *, username: str = "olga", address: str = HOME) -> None:
    for _ in range(times):
        sign_in.claim(session, username, address)


def test_the_right_password_opens_a_session_that_knows_who_it_is(session, olga):
    claim = sign_in.claim(session, " Olga ", HOME)
    token = sign_in.admit(session, claim)
    visit = browser_sessions.visit_of_token(session, token)
    assert visit is not None
    assert visit.actor.username == "olga"


def test_the_token_itself_is_stored_nowhere(session, olga):
    token = sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    row = session.exec(select(BrowserSession)).one()
    assert token not in {str(value) for value in row.model_dump().values()}


def test_an_unknown_name_gives_a_claim_that_no_password_matches(session, olga):
    claim = sign_in.claim(session, "nobody", HOME)
    assert claim.password_hash is None
    assert not credentials.matches("anything at all", claim.password_hash)


def test_a_disabled_account_cannot_be_claimed(session, olga):
    session.get_one(Account, olga.account_id).is_disabled = True
    assert sign_in.claim(session, "olga", HOME).account_id is None


def test_five_attempts_are_free_then_the_wait_doubles(session, olga):
    with clock.set_to(NOON):
        fail(session, 5)
        with pytest.raises(TooMany, match="30 giây"):
            sign_in.claim(session, "olga", HOME)
    with clock.set_to(NOON + timedelta(seconds=31)):
        fail(session, 1)
        with pytest.raises(TooMany, match="60 giây"):
            sign_in.claim(session, "olga", HOME)


def test_success_makes_the_attempts_forgotten(session, olga):
    fail(session, 4)
    sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    fail(session, 5)


def test_one_address_trying_many_names_is_slowed_down(session, olga):
    with clock.set_to(NOON):
        for number in range(sign_in.ADDRESS_LIMIT):
            sign_in.claim(session, f"name{number}", HOME)
        with pytest.raises(TooMany):
            sign_in.claim(session, "olga", HOME)
        sign_in.claim(session, "olga", ELSEWHERE)


def test_a_thousand_guesses_from_ten_addresses_look_at_no_more_than_twenty_passwords(session, olga):
    looked_at = 0
    for number in range(1000):
        with clock.set_to(NOON + timedelta(seconds=0.6 * number)):
            try:
                sign_in.claim(session, "olga", f"10.1.0.{number % 10}")
            except TooMany:
                continue
            looked_at += 1
    assert looked_at <= sign_in.ACCOUNT_LIMIT


def test_guessers_elsewhere_do_not_lock_the_owner_out(session, olga):
    with clock.set_to(NOON - timedelta(days=1)):
        sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    with clock.set_to(NOON):
        for number in range(sign_in.ACCOUNT_LIMIT):
            sign_in.claim(session, "olga", f"10.1.0.{number}")
        with pytest.raises(TooMany):
            sign_in.claim(session, "olga", "10.9.9.9")
        sign_in.claim(session, "olga", HOME)


def test_old_attempts_count_no_more(session, olga):
    with clock.set_to(NOON):
        fail(session, 5)
    with clock.set_to(NOON + sign_in.WINDOW + timedelta(seconds=1)):
        fail(session, 5)


@pytest.mark.parametrize(
    "end",
    [
        lambda session, quan, olga: accounts.disable(session, quan, olga.account_id),
        lambda session, quan, olga: accounts.change_role(session, quan, olga.account_id, Role.LEADER),
        lambda session, quan, olga: accounts.reset_password(session, quan, olga.account_id, "một mật khẩu mới"),
        lambda session, quan, olga: accounts.change_own_password(session, olga, "một mật khẩu mới"),
    ],
    ids=["disabled", "role", "reset", "own-password"],
)
def test_whatever_changes_an_account_ends_its_open_sessions(session, olga, end):
    unit = session.get_one(Unit, olga.unit_id)
    quan = actor_of(an_account(session, unit, Role.ADMINISTRATOR, username="quan"), unit)
    token = sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    end(session, quan, olga)
    session.flush()
    assert browser_sessions.visit_of_token(session, token) is None


def test_a_session_ends_after_idling_and_after_a_working_day(session, olga):
    with clock.set_to(NOON):
        token = sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    with clock.set_to(NOON + timedelta(minutes=59)):
        visit = browser_sessions.visit_of_token(session, token)
        assert visit is not None
        assert visit.is_stale
        browser_sessions.note_use(session, visit.session_id)
    with clock.set_to(NOON + timedelta(minutes=118)):
        assert browser_sessions.visit_of_token(session, token) is not None
    with clock.set_to(NOON + timedelta(minutes=120)):
        assert browser_sessions.visit_of_token(session, token) is None


def test_a_working_day_is_the_longest_however_busy(session, olga):
    with clock.set_to(NOON):
        token = sign_in.admit(session, sign_in.claim(session, "olga", HOME))
        visit = browser_sessions.visit_of_token(session, token)
        assert visit is not None
    for hours in range(1, 13):
        with clock.set_to(NOON + timedelta(minutes=59 * hours)):
            browser_sessions.note_use(session, visit.session_id)
    with clock.set_to(NOON + timedelta(hours=12)):
        assert browser_sessions.visit_of_token(session, token) is None


def test_signing_out_makes_the_session_worthless(session, olga):
    token = sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    visit = browser_sessions.visit_of_token(session, token)
    assert visit is not None
    browser_sessions.end(session, visit.session_id)
    with pytest.raises(SignedOut):
        browser_sessions.actor(session, visit.session_id)


def test_signing_in_is_audited(session, olga):
    sign_in.admit(session, sign_in.claim(session, "olga", HOME))
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc())).first()
    assert entry is not None
    assert (entry.action, entry.account_id) == ("account:signed_in", olga.account_id)


def test_a_new_token_at_every_sign_in(session, olga):
    tokens = {sign_in.admit(session, sign_in.claim(session, "olga", HOME)) for _ in range(3)}
    assert len(tokens) == 3


def test_guesses_at_once_are_counted_too(engine):
    with write_tx() as session:
        an_account(session, a_unit(session), Role.COMMUNE_OFFICER, username="olga")

    def guess(_: int) -> bool:
        try:
            with write_tx() as session:
                sign_in.claim(session, "olga", HOME)
        except TooMany:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(guess, range(24))) == sign_in.FREE_ATTEMPTS
