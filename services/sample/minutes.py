"""What was said: content, conclusion and tasks of a meeting, put together from the words of the sample."""

from dataclasses import dataclass, replace
from datetime import date

from models import CellType
from services import months, vietnamese
from services.sample import figures
from services.sample.chance import Chance
from services.sample.figures import Topic
from services.sample.people import Cell

FIELD_OF_TYPE = {
    CellType.VILLAGE: "village",
    CellType.ARMED_FORCES: "armed_forces",
    CellType.STATE_ENTERPRISE: "enterprise",
    CellType.PRIVATE_ENTERPRISE: "enterprise",
    CellType.STUDENT: "school",
}


@dataclass(frozen=True, slots=True)
class Text:
    """The written part of a record."""

    theme: str
    content: str
    conclusion: str
    tasks: list[str]


class Minutes:
    """Writes the records of one cell: each meeting looks back at what the last one planned."""

    def __init__(self, chance: Chance, cell: Cell) -> None:
        self._chance = chance
        self._words = figures.words()
        self._topics = self._words.topics[field_of(cell)]
        self._themes = list(self._words.themes["village" if cell.is_village else "other"])
        chance.shuffle(self._themes)
        self._planned: list[Topic] = []

    def regular(self, month: date) -> Text:
        """The record of a monthly meeting."""
        done = self._planned or self._chosen(months.after(month, -1))
        self._planned = planned = self._chosen(month)
        plans = "; ".join(topic.plan for topic in planned)
        last, this = vietnamese.month(months.after(month, -1)), vietnamese.month(month)
        content = (
            f"1. Đánh giá kết quả lãnh đạo thực hiện nhiệm vụ tháng {last}: "
            f"{self._filled('; '.join(topic.done for topic in done))}.\n"
            f"2. {self._chance.choice(self._words.news)}.\n"
            f"3. Thảo luận, thống nhất nhiệm vụ tháng {this}: {plans}.\n"
            f"4. {self._filled(self._chance.choice(self._words.party_work))}."
        )
        conclusion = f"Chi bộ thống nhất {plans}. {self._chance.choice(self._words.closings)}"
        return Text("", content, conclusion, self._tasks(planned))

    def combined(self, month: date) -> Text:
        """The record of a monthly meeting that also treats a theme."""
        text, theme = self.regular(month), self._next_theme()
        more = f"5. Sinh hoạt chuyên đề “{theme}”: bí thư chi bộ trình bày báo cáo, đảng viên thảo luận và liên hệ."
        return replace(text, theme=theme, content=f"{text.content}\n{more}")

    def thematic(self) -> Text:
        """The record of a meeting on one theme."""
        theme = self._next_theme()
        content = (
            f"1. Bí thư chi bộ trình bày báo cáo chuyên đề “{theme}”.\n"
            "2. Đảng viên thảo luận, liên hệ thực tế của chi bộ và của bản thân.\n"
            "3. Chi bộ thống nhất việc cần làm và phân công đảng viên thực hiện."
        )
        conclusion = (
            f"Chi bộ thống nhất thực hiện các nội dung của chuyên đề. {self._chance.choice(self._words.closings)}"
        )
        tasks = ["Viết bản thu hoạch và liên hệ việc làm theo chuyên đề"] if self._chance.happens(0.4) else []
        return Text(theme, content, conclusion, tasks)

    def begun(self, month: date) -> Text:
        """A record somebody has only started to write."""
        return Text("", self.regular(month).content.partition("\n")[0], "", [])

    def _next_theme(self) -> str:
        """The themes of a cell come round in turn."""
        theme = self._themes.pop(0)
        self._themes.append(theme)
        return theme

    def _chosen(self, month: date) -> list[Topic]:
        """Two topics of the season, other than those just planned."""
        fitting = [topic for topic in self._topics if month.month in topic.months and topic not in self._planned]
        return self._chance.sample(fitting, min(2, len(fitting)))

    def _tasks(self, planned: list[Topic]) -> list[str]:
        tasks = [task for topic in planned for task in topic.tasks]
        return self._chance.sample(tasks, min(len(tasks), self._chance.weighted((1, 2, 3), (30, 45, 25))))

    def _filled(self, words: str) -> str:
        chance = self._chance
        few, some, many = chance.randint(1, 4), chance.randint(5, 18), chance.randint(20, 60)
        return words.format(few=few, some=some, many=many)


def field_of(cell: Cell) -> str:
    """What a cell works on: the key of its topics."""
    by_type = FIELD_OF_TYPE.get(cell.cell_type)
    if by_type:
        return by_type
    fields = figures.words().field_words.items()
    return next((name for name, parts in fields if any(part in cell.place for part in parts)), "office")
