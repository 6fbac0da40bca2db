"""Filling a cell with people: who is there, who came and went, who is excused for a while, who leads."""

from datetime import date, timedelta

from models import CellType, Position, PositionKind, SuspensionKind
from services.sample import people
from services.sample.chance import Chance
from services.sample.people import YEAR, Cell, People, Person, Stay, Term
from services.sample.rows import Chunk
from services.sample.scale import HISTORY_FROM, Frame

COMMITTEE_FROM = 9
"""Official members from which a cell elects a committee (DOMAIN, section 2)."""
LEADERS = 4
"""Members of every cell who neither join nor leave in the time of the sample: those who hold its offices."""
JOINING_A_YEAR = 0.045
BY_ADMISSION = 0.6
HABITS = (0.5, 0.8, 1.0, 1.2, 1.5)
EXEMPT_FROM_AGE = 66
WAYS_OUT = ("transfer", "death", "name_removal", "expulsion")
WAYS_OUT_WEIGHTS = (66, 23, 9, 2)


def populate(frame: Frame, chance: Chance, cell: Cell) -> None:
    """Give a cell as many members as its size says, and for each who joined lately one who left soon after."""
    maker = People(frame, chance)
    share = min(0.6, JOINING_A_YEAR * (frame.until - HISTORY_FROM).days / 365)
    for place in range(cell.size):
        if place >= LEADERS and chance.happens(share):
            _join(frame, chance, maker, cell)
        else:
            person = maker.established(cell.cell_type, is_leader=place < LEADERS)
            stay = settled(chance, cell, person)
            cell.stays.append(stay)
            if place >= LEADERS:
                person.suspension = _suspension(frame, chance, cell, person)
    elect(chance, cell, frame)


def settled(chance: Chance, cell: Cell, person: Person) -> Stay:
    """The stay of somebody who was in the cell before the history begins."""
    if person.admitted_on < cell.since:
        return Stay(person, cell.since, "founding", habit=chance.choice(HABITS))
    if chance.happens(0.65):
        return Stay(person, person.admitted_on, "admission", habit=chance.choice(HABITS))
    came_on = chance.day(person.admitted_on + YEAR, HISTORY_FROM - timedelta(days=1))
    return Stay(person, came_on, "transfer", habit=chance.choice(HABITS))


def _join(frame: Frame, chance: Chance, maker: People, cell: Cell) -> None:
    joined_on = chance.day(HISTORY_FROM, frame.until - timedelta(days=5))
    is_admission = cell.cell_type is not CellType.ARMED_FORCES and chance.happens(BY_ADMISSION)
    person = maker.admitted(joined_on) if is_admission else maker.transferred(joined_on)
    joined_by = "admission" if is_admission else "transfer"
    cell.stays.append(Stay(person, joined_on, joined_by, habit=chance.choice(HABITS)))
    former = settled(chance, cell, maker.established(cell.cell_type))
    former.left_on = min(joined_on + timedelta(days=chance.randint(0, 120)), frame.until)
    former.left_by = chance.weighted(WAYS_OUT, WAYS_OUT_WEIGHTS)
    cell.stays.append(former)


def move_between(chance: Chance, cells: list[Cell]) -> None:
    """Let some who came from elsewhere come from a neighbouring cell: they take the place of one who left it."""
    ways = [(cell, stay) for cell in cells for stay in cell.stays if stay.left_by == "transfer"]
    chance.shuffle(ways)
    arrivals = [(cell, stay) for cell in cells for stay in cell.stays if _may_come_from_near(stay)]
    for cell, arrival in arrivals:
        if chance.happens(0.4):
            origin = next((way for way in ways if way[0] is not cell), None)
            if origin is not None:
                ways.remove(origin)
                _move(origin[0], origin[1], arrival)


def _may_come_from_near(stay: Stay) -> bool:
    return stay.joined_by == "transfer" and stay.left_on is None and stay.joined_on >= HISTORY_FROM


def _move(origin: Cell, departure: Stay, arrival: Stay) -> None:
    person = arrival.person
    departure.person = person
    departure.left_on = arrival.joined_on
    departure.joined_on = max(person.admitted_on, origin.since)
    departure.joined_by = "admission" if person.admitted_on >= origin.since else "founding"


def invite_guests(chance: Chance, cells: list[Cell]) -> None:
    """Let some of those who are away from their cell take part in a neighbouring one meanwhile."""
    for home in cells:
        hosts = [cell for cell in cells if cell is not home and not cell.is_left_to_do]
        for stay in home.stays:
            if not stay.is_guest and stay.person.is_away and chance.happens(0.25):
                _invite(chance, stay.person, chance.choice(hosts))


def _invite(chance: Chance, person: Person, host: Cell) -> None:
    if person.suspension is not None:
        kind, starts_on, ends_on, _ = person.suspension
        person.suspension = (kind, starts_on, ends_on, f"Sinh hoạt tạm thời tại Chi bộ {host.place}")
        left_by = "return" if ends_on else None
        guest = Stay(person, starts_on, "temporary_in", ends_on, left_by, chance.choice(HABITS), is_guest=True)
        host.stays.append(guest)


def _suspension(
    frame: Frame, chance: Chance, cell: Cell, person: Person
) -> tuple[SuspensionKind, date, date | None, str] | None:
    age = frame.until.year - person.born_on.year
    if cell.is_village and age >= EXEMPT_FROM_AGE:
        starts_on = chance.day(HISTORY_FROM, frame.until - timedelta(days=30))
        return (SuspensionKind.EXEMPT, starts_on, None, "Tuổi cao, sức yếu") if chance.happens(0.45) else None
    if chance.happens(0.06 if cell.is_village else 0.01):
        return _for_a_while(frame, chance, SuspensionKind.TEMPORARY_OUT, (90, 360), "Đi làm việc ngoài tỉnh")
    if cell.cell_type is CellType.ARMED_FORCES and chance.happens(0.12):
        return _for_a_while(frame, chance, SuspensionKind.SPECIAL_DUTY, (45, 180), "Làm nhiệm vụ đặc biệt")
    return None


def _for_a_while(
    frame: Frame, chance: Chance, kind: SuspensionKind, days: tuple[int, int], reason: str
) -> tuple[SuspensionKind, date, date | None, str]:
    starts_on = chance.day(frame.began_on, frame.until - timedelta(days=20))
    ends_on = starts_on + timedelta(days=chance.randint(*days))
    return kind, starts_on, ends_on if ends_on < frame.until else None, reason


def elect(chance: Chance, cell: Cell, frame: Frame) -> None:
    """Fill the offices of a cell from its first four members; one cell in ten changes its secretary."""
    first, second, third, fourth = (stay.person for stay in cell.stays[:LEADERS])
    ready_on = [person.confirmed_on or HISTORY_FROM for person in (first, second, third)]
    elected_on = max(chance.day(date(2020, 3, 1), date(2020, 6, 30)), *ready_on)
    official = sum(stay.person.is_official_on(frame.until) for stay in cell.present_on(frame.until))
    cell.terms = [
        Term(first, PositionKind.SECRETARY, elected_on),
        Term(second, PositionKind.DEPUTY_SECRETARY, elected_on),
    ]
    if official >= COMMITTEE_FROM:
        cell.terms.append(Term(third, PositionKind.CELL_COMMITTEE_MEMBER, elected_on))
    if not cell.is_left_to_do and chance.happens(0.1):
        changed_on = chance.day(frame.began_on, frame.until - timedelta(days=60))
        cell.terms[0].ends_on = changed_on
        cell.terms.append(Term(fourth, PositionKind.SECRETARY, changed_on))


def record(chunk: Chunk, frame: Frame, cells: list[Cell], first_phone: int) -> int:
    """Keep the people, stays and offices of cells that exchanged people among themselves only.

    Returns how many telephone numbers were given out, counting from ``first_phone``.
    """
    given = _number_phones(cells, first_phone)
    known = {stay.person.member_id: stay.person for cell in cells for stay in cell.stays}
    for person in known.values():
        people.record(chunk, frame, person)
    for cell in cells:
        for stay in cell.stays:
            people.record_stay(chunk, frame, cell, stay)
        for term in cell.terms:
            _record_term(chunk, frame, cell, term)
    return given


def _number_phones(cells: list[Cell], first: int) -> int:
    """Only those who hold an office have a number; it has too many noughts to be anybody's."""
    holders = {term.person.member_id: term.person for cell in cells for term in cell.terms}
    for place, person in enumerate(holders.values(), first):
        person.phone = f"0900 {place // 1000 % 1000:03d} {place % 1000:03d}"
    return len(holders)


def _record_term(chunk: Chunk, frame: Frame, cell: Cell, term: Term) -> None:
    chunk.add(
        Position,
        id=frame.key(),
        unit_id=cell.unit_id,
        member_id=term.person.member_id,
        kind=term.kind,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )
