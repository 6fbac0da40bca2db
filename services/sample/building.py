"""Building a sample chunk by chunk: a district, a province of districts, a nation of provinces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from sqlmodel import Session

from models import Role, UnitKind
from services.access import Actor
from services.sample import (
    annual,
    bang_van,
    cells,
    changes,
    figures,
    followup,
    four_good,
    grades,
    meetings,
    member_work,
    papers,
    periods,
    plans,
    quality,
    reported,
    shelf,
    slips,
    this_year,
    units,
)
from services.sample.accounts import Accounts
from services.sample.annual import Rules
from services.sample.approvals import Readers, Way
from services.sample.assessments import Pending, Register, Signers
from services.sample.chance import Chance
from services.sample.district import District, Group, shuffled
from services.sample.four_good import Recorders
from services.sample.quality import Scorer
from services.sample.rows import Chunk, Count, Later, Summary
from services.sample.scale import DISTRICT, Frame, Scale
from services.sample.shelf import Desk, Shelf
from services.sample.units import Node

WITH_A_FORM_OF_ITS_OWN = (0, 3)
"""District and group: the commune that issued a form for its meetings."""
EARLIEST = date(2023, 1, 1)
"""Before this day two years of meetings would begin before the cells of the sample have secretaries."""


def build(session: Session, *, until: date, password_hash: str, scale: Scale = DISTRICT, seed: int = 1) -> Summary:
    """Write a whole sample in the session's transaction; for more than a district see ``stream``."""
    counted = Count()
    for chunk in stream(until=until, password_hash=password_hash, scale=scale, seed=seed):
        chunk.write(session)
        counted.add(chunk)
    return counted.summary


def stream(*, until: date, password_hash: str, scale: Scale = DISTRICT, seed: int = 1) -> Iterator[Chunk]:
    """A sample commune by commune, to be written in this order, each in a transaction of its own if wanted.

    Raises ValueError for an ``until`` before 2023.
    """
    if until < EARLIEST:
        message = f"a sample cannot end before {EARLIEST}"
        raise ValueError(message)
    yield from _Builder(Frame(scale, seed, until), password_hash).chunks()


class _Builder:
    """Makes the chunks of one sample, one after the other."""

    def __init__(self, frame: Frame, password_hash: str) -> None:
        self._frame = frame
        self._scale = frame.scale
        self._accounts = Accounts(frame, password_hash)
        self._shelf = Shelf()
        self._rules = Rules()
        self._periods: list[periods.Opened] = []
        self._phones = 0
        self._scorers: list[Scorer] = []
        self._pending: list[Pending] = []
        """Of the first district: what is made when everything else of it is stored."""

    def chunks(self) -> Iterator[Chunk]:
        top = Chunk("Đơn vị gốc")
        root = self._plant_root(top)
        self._accounts.of_root(top, root.unit_id)
        self._shelf = shelf.publish(top, self._frame, root.unit_id)
        self._rules = annual.publish(top, self._frame, root.unit_id)
        followup.publish(top, self._frame, root.unit_id, self._accounts.ids["quantri"])
        papers.settle(top, self._frame, root.unit_id)
        self._periods = periods.plan(top, self._frame, root.unit_id)
        yield top
        for number in range(self._scale.provinces):
            yield from self._province(root, number)

    def _plant_root(self, chunk: Chunk) -> Node:
        if self._scale.provinces > 1:
            return self._plant(chunk, None, "Toàn quốc (dữ liệu mẫu)", UnitKind.BLOC)
        if self._scale.districts > 1:
            return self._plant(chunk, None, self._province_name(0), UnitKind.PROVINCE)
        return self._plant(chunk, None, self._district_name(0), UnitKind.DISTRICT)

    def _province(self, root: Node, number: int) -> Iterator[Chunk]:
        above = root
        if self._scale.provinces > 1:
            chunk = Chunk(self._province_name(number))
            above = self._plant(chunk, root, chunk.name, UnitKind.PROVINCE)
            yield chunk
        for place in range(self._scale.districts):
            yield from self._district(above, number * self._scale.districts + place)

    def _district(self, above: Node, number: int) -> Iterator[Chunk]:
        chunk, node = Chunk(self._district_name(number)), above
        if self._scale.districts > 1:
            node = self._plant(chunk, above, chunk.name, UnitKind.DISTRICT)
        if number == 0:
            self._accounts.of_district(chunk, node.unit_id)
        four_good.plan(chunk, self._frame, node.unit_id)
        yield chunk
        for place, (planted, group) in enumerate(District(self._frame, number, node).groups()):
            self._fill(planted, group, (number, place), node)
            yield planted
        if number == 0:
            yield from self._later(node)

    def _later(self, district: Node) -> Iterator[Chunk]:
        """What looks at the stored figures of the first district: scores of meetings, then this year's four goods."""
        account_id = self._accounts.ids["huyen"]
        actor = Actor(account_id, "huyen", "", Role.DISTRICT_STAFF, district.unit_id, district.path)
        yield Later("Chấm điểm sinh hoạt", partial(self._score_meetings, actor))
        yield Later("Tự chấm năm nay", partial(self._assess_this_year, actor))

    def _score_meetings(self, actor: Actor, session: Session, chunk: Chunk) -> None:
        quality.record(session, actor, Desk(chunk, self._frame, self._shelf), self._scorers)

    def _assess_this_year(self, actor: Actor, session: Session, chunk: Chunk) -> None:
        this_year.record(session, actor, Desk(chunk, self._frame, self._shelf), self._pending)

    def _fill(self, chunk: Chunk, group: Group, place: tuple[int, int], above: Node) -> None:
        signers = self._commune_accounts(chunk, group) if group.is_bang_van else Signers(None, None)
        self._people(chunk, group, self._frame.chance("people", *place))
        register = Register(Desk(chunk, self._frame, self._shelf), self._frame.chance("assessments", *place))
        if place == WITH_A_FORM_OF_ITS_OWN:
            self._shelf.publish(chunk, self._frame, group.node.unit_id, figures.local_criteria())
        for number, cell in enumerate(group.cells):
            chance = self._frame.chance("meetings", *place, number)
            held = meetings.record(chunk, self._frame, chance, cell, signers.commune)
            of_cell = signers if cell.is_left_to_do else replace(signers, cell=None)
            self._assess(register, place[0], register.record(cell, held, number, of_cell))
            if place[0] == 0:
                is_full = group.is_bang_van or place == WITH_A_FORM_OF_ITS_OWN
                self._scorers.append(Scorer(cell.unit_id, cell.is_weak, is_full, group.node.unit_id, signers.commune))
        if place[0] == 0:
            plans.record(chunk, self._frame, group, signers.commune)
        district = self._accounts.ids["huyen"] if place[0] == 0 else None
        self._send_up(chunk, group, place, Readers(group.node.unit_id, above.unit_id, signers.commune, district))
        chance = self._frame.chance("grades", *place)
        grades.record(chunk, self._frame, chance, group, place[1], self._rules, signers.commune)
        reported.record(chunk, self._frame, group)
        recorder = self._accounts.ids["huyen" if place[0] == 0 else "quantri"]
        four_good.record(chunk, self._frame, place, group, Recorders(signers.commune or recorder, recorder))
        if place[0] == 0:
            slips.record(Desk(chunk, self._frame, self._shelf), self._frame.chance("slips", *place), group)
        changes.record(chunk, self._frame, self._frame.chance("changes", *place), group)
        member_work.record(chunk, self._frame, self._frame.chance("member work", *place), group, signers.commune)
        chance = self._frame.chance("followup", *place)
        followup.record(chunk, self._frame, chance, group, signers.commune or recorder)

    def _send_up(self, chunk: Chunk, group: Group, place: tuple[int, int], readers: Readers) -> None:
        """The records on their way upward, and what the periods know of them."""
        handed = periods.handed_in(chunk)
        Way(chunk, self._frame, self._frame.chance("approvals", *place), readers).record(group, place[1])
        chance = self._frame.chance("periods", *place)
        periods.Recorder(chunk, self._frame, chance, self._accounts.ids["quantri"]).record(group, self._periods, handed)

    def _assess(self, register: Register, district: int, pending: Pending | None) -> None:
        """This year's self-assessment: in the first district later, with the figures of the portal itself."""
        if pending and district == 0:
            self._pending.append(pending)
        elif pending:
            register.keep(pending, pending.year.facts)

    def _people(self, chunk: Chunk, group: Group, chance: Chance) -> None:
        if group.is_bang_van:
            bang_van.populate(self._frame, chance, group.cells)
        else:
            for cell in group.cells:
                cells.populate(self._frame, chance, cell)
        cells.move_between(chance, group.cells)
        cells.invite_guests(chance, group.cells)
        self._phones += cells.record(chunk, self._frame, group.cells, self._phones)

    def _commune_accounts(self, chunk: Chunk, group: Group) -> Signers:
        new = next(cell for cell in group.cells if cell.is_left_to_do)
        commune = self._accounts.of_commune(chunk, group.node.unit_id)
        return Signers(self._accounts.of_cell(chunk, new.unit_id), commune)

    def _plant(self, chunk: Chunk, parent: Node | None, name: str, kind: UnitKind) -> Node:
        return units.plant_holder(chunk, self._frame, parent, name, kind)

    def _province_name(self, number: int) -> str:
        return f"Đảng bộ tỉnh {self._invented(number)} (dữ liệu mẫu)"

    def _district_name(self, number: int) -> str:
        plan = figures.district()
        return plan.root if number == 0 else f"Đảng bộ huyện {self._invented(number)} (dữ liệu mẫu)"

    def _invented(self, number: int) -> str:
        names = shuffled(self._frame.chance("names"), figures.district().communes_of_others)
        return names[number % len(names)]
