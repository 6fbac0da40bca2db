"""The board (bảng theo dõi nộp biên bản): cells × months with the state of each record, and whom to call.

``board`` makes it; ``Counts`` add it up; ``reminder`` is the text about what is overdue.
"""

from services.boards.calling import overdue_columns, overdue_rows, reminder
from services.boards.making import board
from services.boards.rows import (
    BEGUN,
    OPEN,
    OVERDUE,
    Board,
    BoardColumn,
    BoardGroup,
    BoardRow,
    BoardState,
    Counts,
    worst_first,
)

__all__ = [
    "BEGUN",
    "OPEN",
    "OVERDUE",
    "Board",
    "BoardColumn",
    "BoardGroup",
    "BoardRow",
    "BoardState",
    "Counts",
    "board",
    "overdue_columns",
    "overdue_rows",
    "reminder",
    "worst_first",
]
