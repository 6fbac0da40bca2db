"""Repeatable measurements, printed as ratios within one run: ``make bench``. What they mean: docs/performance.md."""
