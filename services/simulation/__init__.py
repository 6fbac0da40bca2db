"""A criteria set tried on a year that has been: which grades would move, before it is published. Nothing is stored.

``run`` scores every case again with the set, from the figures of the year and the answers that were given; an item
that only people can answer, and did not, leaves a range of grades instead of a guess.
"""

from services.simulation.outcomes import Outcome, outcome
from services.simulation.running import run
from services.simulation.simulated import Direction, Move, Simulation, YearMove
from services.simulation.tables import DIRECTIONS, matrix_table, moves_table

__all__ = [
    "DIRECTIONS",
    "Direction",
    "Move",
    "Outcome",
    "Simulation",
    "YearMove",
    "matrix_table",
    "moves_table",
    "outcome",
    "run",
]
