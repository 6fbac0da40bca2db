"""The days of a record, which have to fit one another: preparation before the meeting, filing after it."""

from datetime import date

from models import Meeting
from services.clock import today
from services.errors import Invalid
from services.meetings.fields import FieldName
from services.vietnamese import day


def check(meeting: Meeting, name: FieldName, on: date) -> None:
    """Raise Invalid where a day of the meeting, changed to ``on``, lies ahead or contradicts another.

    The cell committee meets before the cell; minutes are filed after it (HD 42-HD/BTCTW). Documents may come late.
    """
    if on > today():
        raise Invalid(f"{name.label} {day(on)} ở sau hôm nay.", field=name.whole)
    days = {field: getattr(meeting, field) for field in ("premeeting_on", "held_on", "minutes_on")} | {name.kind: on}
    before, held, after = days["premeeting_on"], days["held_on"], days["minutes_on"]
    if before and held and before > held:
        raise Invalid(f"Ngày họp chi ủy ({day(before)}) không được sau ngày họp ({day(held)}).", field=name.whole)
    if held and after and after < held:
        raise Invalid(
            f"Ngày đăng tải, gửi biên bản ({day(after)}) không được trước ngày họp ({day(held)}).", field=name.whole
        )
