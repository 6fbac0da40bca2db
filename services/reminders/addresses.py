"""Where an account wants its digest: its own choice, and nobody else's."""

import re

from sqlmodel import Session

from models import EmailAddress
from services import audit
from services.access import Actor
from services.clock import now
from services.errors import Invalid
from services.vietnamese import clean

LONGEST = 254
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,}")


def address_of(session: Session, actor: Actor) -> str:
    """The actor's address; empty where there is none."""
    found = session.get(EmailAddress, actor.account_id)
    return found.address if found else ""


def write_address(session: Session, actor: Actor, address: str) -> str:
    """Keep the actor's own address, or none (no digest is sent then); returns it. Invalid where it can be none."""
    words = clean(address)
    if words and (len(words) > LONGEST or not _ADDRESS.fullmatch(words)):
        raise Invalid("Địa chỉ thư không hợp lệ; ví dụ đúng: ten.can.bo@tinh.gov.vn.", field="address")
    known = session.get(EmailAddress, actor.account_id)
    if (known.address if known else "") == words:
        return words
    if not words and known is not None:
        session.delete(known)
    elif known is not None:
        known.address, known.changed_at = words, now()
    else:
        known = EmailAddress(account_id=actor.account_id, address=words, changed_at=now())
        session.add(known)
    audit.record(
        session, actor, "email_address:written", "email_address", entity_id=actor.account_id, unit_id=actor.unit_id
    )
    session.flush()
    return words
