"""The tree of units and one cell's roster, as each role sees them."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from models import Account, Member, Membership, Unit, UnitEra, UnitKind
from models.database import read_tx, write_tx
from services import clock, members, units
from tests.factories import a_stranger

EVERYBODY = ["quantri", "huyen", "xa_bangvan", "cb_khuoingoa", "lanhdao"]


def unit_named(name: str) -> Unit:
    with read_tx() as session:
        return session.exec(
            select(Unit)
            .join(UnitEra, UnitEra.unit_id == Unit.id)
            .where(UnitEra.name == name, UnitEra.ends_on.is_(None))
        ).one()


def own_unit(username: str) -> Unit:
    with read_tx() as session:
        return session.exec(
            select(Unit).join(Account, Account.unit_id == Unit.id).where(Account.username == username)
        ).one()


def links(app) -> dict[str, str]:
    """Where the links of a page lead, by their words."""
    return {link.proto.label.replace("\\", ""): link.proto.query_string for link in app.get("page_link")}


def boxes(app) -> list[str]:
    return [box.label for box in app.expander]


@pytest.fixture
def khuoi_ngoa(open_page) -> Unit:
    return own_unit("cb_khuoingoa")


class TestTree:
    @pytest.mark.parametrize("username", EVERYBODY)
    def test_it_opens_on_the_own_unit(self, open_page, username):
        app = open_page(username, "units.tree")
        with read_tx() as session:
            top = units.tree(session, a_stranger(own_unit(username)))[0]
        assert app.subheader[0].value.replace("\\", "") == top.name

    def test_a_closed_commune_draws_none_of_its_cells(self, open_page):
        app = open_page("huyen", "units.tree")
        assert len(boxes(app)) >= 15
        assert not any("Khuổi Ngọa" in label for label in links(app))

    def test_what_holds_cells_stands_before_the_cells_of_the_own_unit(self, open_page):
        app = open_page("huyen", "units.tree")
        drawn = [child.type for child in app.main.children.values()][5:]
        held = len(boxes(app))
        assert 0 < held < len(drawn)
        assert drawn == ["expander"] * held + ["flex_container"] * (len(drawn) - held)

    def test_the_address_opens_a_commune(self, open_page):
        commune = own_unit("xa_bangvan")
        app = open_page("huyen", "units.tree", unit=commune.id)
        assert any("Khuổi Ngọa" in label for label in links(app))

    def test_an_officer_sees_the_nineteen_cells_and_their_secretaries(self, open_page):
        app = open_page("xa_bangvan", "units.tree")
        assert len(links(app)) == 19
        assert sum("Bí thư" in caption.value for caption in app.caption) == 19
        assert "19 chi bộ" in app.caption[0].value

    def test_a_cell_leads_to_its_roster(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", "units.tree")
        (query,) = [query for label, query in links(app).items() if label.endswith("Khuổi Ngọa")]
        assert query == f"cell={khuoi_ngoa.id}"

    def test_a_secretary_finds_the_own_cell(self, open_page, khuoi_ngoa):
        assert list(links(open_page("cb_khuoingoa", "units.tree")).values()) == [f"cell={khuoi_ngoa.id}"]

    def test_a_search_ignores_diacritics_and_looks_everywhere_in_reach(self, open_page):
        app = open_page("huyen", "units.tree")
        app.text_input(key="words").input("khuoi ngoa").run()
        assert any(label.endswith("Khuổi Ngọa") for label in links(app))
        assert not boxes(app)

    def test_a_search_finds_nothing_beyond_the_reach(self, open_page):
        app = open_page("cb_khuoingoa", "units.tree")
        app.text_input(key="words").input("bang van").run()
        assert not links(app)
        assert app.caption[0].value.startswith("Không có tổ chức đảng nào")


class TestRoster:
    def test_a_secretary_sees_the_twelve_members_of_the_own_cell(self, open_page):
        app = open_page("cb_khuoingoa", "units.roster")
        assert app.subheader[0].value.endswith("Khuổi Ngọa")
        assert roster_of(app) == 12
        assert any(text.value.startswith("12 đảng viên: ") for text in app.markdown)

    def test_the_roster_is_that_of_the_chosen_day(self, open_page, khuoi_ngoa):
        with write_tx() as session:
            member_id = members.roster(session, a_stranger(khuoi_ngoa), khuoi_ngoa.id, clock.today())[0].member_id
            membership = session.exec(select(Membership).where(Membership.member_id == member_id)).one()
            membership.left_on = clock.today()
        app = open_page("cb_khuoingoa", "units.roster")
        assert roster_of(app) == 11
        app.date_input(key="day").set_value(clock.today() - timedelta(days=1)).run()
        assert roster_of(app) == 12

    def test_the_address_carries_the_day(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", "units.roster", cell=khuoi_ngoa.id, day="2026-01-31")
        assert f"{app.date_input(key='day').value:%d/%m/%Y}" == "31/01/2026"

    def test_before_the_split_the_cell_does_not_exist(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", "units.roster", cell=khuoi_ngoa.id, day="2017-06-01")
        assert "Không tìm thấy" in app.error[0].value
        assert app.date_input(key="day")

    def test_who_has_no_cell_of_their_own_chooses_one(self, open_page):
        app = open_page("xa_bangvan", "units.roster")
        assert "Đồng chí chọn chi bộ" in app.caption[0].value
        cells = [button for button in app.button if str(button.key).startswith("step-cell:")]
        assert len(cells) == 19
        cells[0].click().run()
        assert app.query_params["cell"] in str(cells[0].key)
        assert app.subheader[0].value == cells[0].label

    def test_a_cell_leads_to_its_book_its_record_and_its_commune(self, open_page, khuoi_ngoa):
        app = open_page("xa_bangvan", "units.roster", cell=khuoi_ngoa.id)
        found = links(app)
        assert found["Sổ sinh hoạt của chi bộ"] == f"unit={khuoi_ngoa.id}"
        assert found["Nhập biên bản"] == f"cell={khuoi_ngoa.id}"
        assert found["Nhiệm vụ, cam kết"] == f"unit={khuoi_ngoa.id}"
        assert f"unit={own_unit('xa_bangvan').id}" in found.values()

    def test_a_leader_has_no_link_to_a_page_of_writers(self, open_page, khuoi_ngoa):
        assert "Nhập biên bản" not in links(open_page("lanhdao", "units.roster", cell=khuoi_ngoa.id))

    @pytest.mark.parametrize("cell", ["x", "' or 1=1", UUID(int=7)])
    def test_a_bad_address_shows_nobody(self, open_page, cell):
        app = open_page("xa_bangvan", "units.roster", cell=cell)
        assert roster_of(app) == 0

    def test_a_neighbours_roster_does_not_exist(self, open_page):
        app = open_page("cb_khuoingoa", "units.roster", cell=own_unit("xa_bangvan").id)
        assert "Không tìm thấy" in app.error[0].value

    def test_too_few_official_members_are_warned_of(self, open_page, khuoi_ngoa):
        with write_tx() as session:
            memberships = session.exec(select(Membership).where(Membership.unit_id == khuoi_ngoa.id)).all()
            for membership in memberships:
                membership.left_on = clock.today()
        app = open_page("cb_khuoingoa", "units.roster")
        assert "Điều 24" in app.warning[0].value
        assert "chưa có đảng viên nào" in app.info[0].value

    def test_a_name_typed_without_diacritics_leads_to_the_cell(self, open_page, khuoi_ngoa):
        with read_tx() as session:
            sought = members.roster(session, a_stranger(khuoi_ngoa), khuoi_ngoa.id, clock.today())[0]
        app = open_page("huyen", "units.roster")
        app.text_input(key="words").input(sought.full_name.upper()).run()
        button = next(button for button in app.button if button.key == f"words:{sought.member_id}:{khuoi_ngoa.id}")
        button.click().run()
        assert app.subheader[0].value.endswith("Khuổi Ngọa")
        assert app.text_input(key="words").value == ""

    def test_out_of_reach_nobody_is_found(self, open_page, khuoi_ngoa):
        with read_tx() as session:
            near = {
                row.full_name for row in members.roster(session, a_stranger(khuoi_ngoa), khuoi_ngoa.id, clock.today())
            }
            everybody = session.exec(select(Member.full_name)).all()
        far = next(name for name in everybody if not any(set(name.split()) <= set(other.split()) for other in near))
        for username, is_found in (("huyen", True), ("cb_khuoingoa", False)):
            app = open_page(username, "units.roster")
            app.text_input(key="words").input(far).run()
            assert any(button.label == far for button in app.button) is is_found


def roster_of(app) -> int:
    """How many members the page lists, each as a way to a page of their own."""
    return sum(query.startswith("member=") for query in links(app).values())


def test_the_sample_has_the_kinds_that_these_tests_speak_of(open_page):
    with read_tx() as session:
        kinds = {row.kind for row in units.tree(session, a_stranger(own_unit("huyen")))}
    assert {UnitKind.COMMUNE, UnitKind.CELL} <= kinds
