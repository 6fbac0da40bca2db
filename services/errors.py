"""Refusals: sentences in Vietnamese, raised where the fact is known, shown in one place in ``ui``."""


class Refusal(Exception):
    """The portal will not do it. ``sentence`` is for the person; ``field`` names the input, if one is at fault.

    ``reasons`` are the single things that ``sentence`` sums up, where there are several.
    """

    def __init__(self, sentence: str, *, field: str | None = None, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.reasons = reasons


class Invalid(Refusal):
    """What was entered breaks a rule."""


class Conflict(Refusal):
    """Somebody else was there first."""


class Overtaken(Conflict):
    """Somebody else changed the very field meanwhile: the person sees both values and chooses.

    ``fact`` says who changed what to what; what to do about it is the same everywhere.
    """

    def __init__(self, fact: str, *, field: str | None = None) -> None:
        super().__init__(f"{fact} Nội dung đồng chí nhập chưa được lưu: đồng chí chọn giữ nội dung nào.", field=field)


class NotFound(Refusal):
    """It does not exist, or lies out of reach: the two look the same."""

    def __init__(self, sentence: str = "Không tìm thấy nội dung này trong phạm vi của đồng chí.") -> None:
        super().__init__(sentence)


class NotAllowed(Refusal):
    """In reach, but this role may not."""

    def __init__(self, sentence: str = "Tài khoản của đồng chí không có quyền làm việc này.") -> None:
        super().__init__(sentence)


class SignedOut(Refusal):
    """The session behind this page has ended."""

    def __init__(self) -> None:
        super().__init__("Phiên làm việc đã kết thúc. Đồng chí hãy đăng nhập lại.")
