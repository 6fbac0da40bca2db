"""A believable sample to try the portal on: synthetic people, the public figures of Bằng Vân.

The same scale, seed and day give the same rows, keys included. Everything that happens in the sample happens
before the day ``until``.
"""

from services.sample.building import build, stream
from services.sample.rows import Chunk, Count, Summary
from services.sample.scale import DISTRICT, NATION, PROVINCE, SCALES, Scale

__all__ = ["DISTRICT", "NATION", "PROVINCE", "SCALES", "Chunk", "Count", "Scale", "Summary", "build", "stream"]
