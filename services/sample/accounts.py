"""The five sample accounts, one per role."""

from uuid import UUID

from models import Account, Role
from services.sample.rows import Chunk
from services.sample.scale import Frame


class Accounts:
    """Makes accounts that share one password."""

    def __init__(self, frame: Frame, password_hash: str) -> None:
        self._frame = frame
        self._password_hash = password_hash
        self.ids: dict[str, UUID] = {}
        """By user name, of those that have been made."""

    def of_root(self, chunk: Chunk, root_id: UUID) -> None:
        """Those who see the whole sample."""
        self._keep(chunk, "quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, root_id)
        self._keep(chunk, "lanhdao", "Thường trực cấp ủy", Role.LEADER, root_id)

    def of_district(self, chunk: Chunk, district_id: UUID) -> None:
        """The district's staff."""
        self._keep(chunk, "huyen", "Cán bộ Ban Tổ chức Huyện ủy", Role.DISTRICT_STAFF, district_id)

    def of_commune(self, chunk: Chunk, commune_id: UUID) -> UUID:
        """The officer of Bằng Vân, who hands in the records of its cells."""
        return self._keep(chunk, "xa_bangvan", "Cán bộ Đảng ủy xã Bằng Vân", Role.COMMUNE_OFFICER, commune_id)

    def of_cell(self, chunk: Chunk, cell_id: UUID) -> UUID:
        """The secretary of Khuổi Ngọa."""
        return self._keep(chunk, "cb_khuoingoa", "Bí thư Chi bộ Khuổi Ngọa", Role.CELL_SECRETARY, cell_id)

    def _keep(self, chunk: Chunk, username: str, display_name: str, role: Role, unit_id: UUID) -> UUID:
        account_id = self.ids[username] = self._frame.key()
        chunk.add(
            Account,
            id=account_id,
            username=username,
            display_name=display_name,
            role=role,
            unit_id=unit_id,
            password_hash=self._password_hash,
            is_disabled=False,
            expires_on=None,
            epoch=0,
            created_at=self._frame.moment,
        )
        return account_id
