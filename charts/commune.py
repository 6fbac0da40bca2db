"""The charts of a commune, each from the frame that its docstring describes."""

from charts.goods import goods_bars
from charts.grades import grade_bars
from charts.held import held_heatmap
from charts.ranking import ranking_bars
from charts.rates import rate_lines

__all__ = ["goods_bars", "grade_bars", "held_heatmap", "ranking_bars", "rate_lines"]
