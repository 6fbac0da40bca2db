"""``make bench``: measure, print, judge nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench import board, kills, metrics, papers, reruns, scoring, weight
from tests.server import running_portal, sample_district


def main() -> None:
    """Measure on a fresh sample district."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        sample = sample_district(home)
        with running_portal(home, sample, command=("-m", "bench.portal")) as server:
            reruns.report(server)
            print()
            weight.report(server)
        print()
        board.report(home)
        print()
        metrics.report(home)
        print()
        scoring.report(home)
        print()
        papers.report(home)
        print()
        kills.report(home)


main()
