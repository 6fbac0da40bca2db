"""Every schema that was ever in use becomes today's, with its rows, or nothing changes."""

from contextlib import closing
from uuid import UUID

import pytest
import sqlalchemy as sa
from pysqlite3 import dbapi2 as sqlite

from models import AnnualGrade, Assessment, Attendance, Meeting
from models.base import METADATA
from models.database import engine_for, read_tx, write_tx
from models.migration import BrokenReferences, upgrade
from tests.databases import in_use

UNIT, SET, ASSESSMENT, COMMUNE = (UUID(int=number) for number in range(1, 5))
FIRST_ROWS = (
    "INSERT INTO unit (id, path) VALUES (:unit, '/a/b/'), (:commune, '/a/')",
    "INSERT INTO unit_era (id, unit_id, starts_on, name, search_key, sort_key, kind) "
    "VALUES (:unit, :unit, '2015-01-01', 'Chi bộ A', 'chi bo a', 'a', 'cell'), "
    "(:commune, :commune, '2015-01-01', 'Đảng bộ A', 'dang bo a', 'a', 'commune')",
    "INSERT INTO criteria_set (id, code, version, kind, title, issuer, document_number, valid_from, unit_id, state, "
    "body, created_at) VALUES (:set, 'thu', 1, 'four_good_cell', 'Thử', '', '', '2025-01-01', :commune, 'published', "
    "'id: thu', '2025-01-01')",
    "INSERT INTO assessment (id, unit_id, criteria_set_id, kind, period_starts_on, period_ends_on, state, created_at, "
    "changed_at, review_note) VALUES (:assessment, :unit, :set, 'four_good_cell', '2025-01-01', '2025-12-31', 'draft', "
    "'2025-01-01', '2025-01-01', '')",
    "INSERT INTO answer (assessment_id, item_id, stage, value, is_applicable, note, changed_at) "
    "VALUES (:assessment, 'i1', 'self', '4.75', 1, 'vì mưa', '2025-01-01')",
    "INSERT INTO annual_grade (unit_id, year, grade, label, rank) VALUES (:unit, 2024, 'httnv', 'Tốt', 1), "
    "(:commune, 2024, 'htnv', 'Khá', 2)",
)
"""One row of every table that the second schema makes anew."""

SECOND_ROWS = (
    *FIRST_ROWS[:1],
    "INSERT INTO unit_era (id, unit_id, starts_on, name, search_key, sort_key, kind, parent_id) "
    "VALUES (:unit, :unit, '2015-01-01', 'Chi bộ A', 'chi bo a', 'a', 'cell', :commune)",
    "INSERT INTO meeting (id, unit_id, month, kind, number, state, is_cancelled, place, theme, is_combined, content, "
    "conclusion, created_at, changed_at) VALUES (:set, :unit, '2025-03-01', 'regular', 1, 'submitted', 0, 'Nhà họp', "
    "'', 0, 'Nội dung', 'Kết luận', '2025-03-03', '2025-03-03'), (:assessment, :unit, '2025-04-01', 'regular', 1, "
    "'draft', 0, '', '', 0, '', '', '2025-04-03', '2025-04-03')",
    "INSERT INTO member (id, full_name, search_key, sort_key, admitted_on) "
    "VALUES (:unit, 'Lý A', 'ly a', 'a', '2010-01-01')",
    "INSERT INTO attendance (meeting_id, member_id, presence, reason, spoke, is_due, is_official) "
    "VALUES (:set, :unit, 'excused', 'ốm', 0, 1, 1)",
)
"""One row of every table that the third schema makes anew."""


def checks_of(engine: sa.Engine) -> dict[str, set[str]]:
    """The names of the check constraints, table by table."""
    inspector = sa.inspect(engine)
    return {name: {check["name"] for check in inspector.get_check_constraints(name)} for name in METADATA.tables}


def test_no_check_is_lost_when_a_table_is_made_anew(engine):
    wanted = {
        table.name: {constraint.name for constraint in table.constraints if isinstance(constraint, sa.CheckConstraint)}
        for table in METADATA.tables.values()
    }
    assert checks_of(engine) == wanted


def test_the_rows_of_the_first_schema_live_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    upgrade(url, "0001")
    ids = {"unit": UNIT.hex, "commune": COMMUNE.hex, "set": SET.hex, "assessment": ASSESSMENT.hex}
    with in_use(engine_for(url)), write_tx() as session:
        for statement in FIRST_ROWS:
            session.execute(sa.text(statement), ids)
    upgrade(url)
    with in_use(engine_for(url)), read_tx() as session:
        assessment = session.exec(sa.select(Assessment)).scalar_one()
        assert (assessment.subject_id, assessment.unit_id, assessment.difference_reason) == (UNIT, UNIT, "")
        grades = session.exec(sa.select(AnnualGrade).order_by(AnnualGrade.rank)).scalars().all()
        assert [(grade.subject_id, grade.kind, grade.label) for grade in grades] == [
            (UNIT, "annual_cell", "Tốt"),
            (COMMUNE, "annual_committee", "Khá"),
        ]
        kept = session.execute(sa.text("SELECT value, note, reason FROM answer")).one()
        assert tuple(kept) == ("4.75", "vì mưa", "")


def test_the_rows_of_the_second_schema_live_on(tmp_path):
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    upgrade(url, "0002")
    ids = {"unit": UNIT.hex, "commune": COMMUNE.hex, "set": SET.hex, "assessment": ASSESSMENT.hex}
    with in_use(engine_for(url)), write_tx() as session:
        for statement in SECOND_ROWS:
            session.execute(sa.text(statement), ids)
    upgrade(url)
    with in_use(engine_for(url)), read_tx() as session:
        handed_in, draft = session.exec(sa.select(Meeting).order_by(Meeting.month)).scalars().all()
        assert (handed_in.version, handed_in.waiting_unit_id, handed_in.content) == (1, COMMUNE, "Nội dung")
        assert (draft.version, draft.waiting_unit_id, draft.is_resolution) == (0, None, False)
        mark = session.exec(sa.select(Attendance)).scalar_one()
        assert (mark.reason, mark.gist) == ("ốm", "")


def test_rows_that_point_to_nothing_stop_a_migration(tmp_path):
    path = tmp_path / "broken.sqlite"
    upgrade(f"sqlite:///{path}", "0001")
    with closing(sqlite.connect(path)) as connection:  # a bare connection, on which no key is looked at
        values = (UUID(int=9).hex, 2024, "htnv", "Khá", 2)
        connection.execute(
            "INSERT INTO annual_grade (unit_id, year, grade, label, rank) VALUES (?, ?, ?, ?, ?)", values
        )
        connection.commit()
    with pytest.raises(BrokenReferences):
        upgrade(f"sqlite:///{path}")
    engine = engine_for(f"sqlite:///{path}")
    assert "subject_id" not in {column["name"] for column in sa.inspect(engine).get_columns("annual_grade")}
    engine.dispose()
