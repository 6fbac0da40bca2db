"""Frames drawn as charts: pure functions from a DataFrame to an Altair chart, and from a chart to a picture."""
