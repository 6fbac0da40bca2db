"""The portal as it is served, with services that can be replayed: ``python -m bench.portal``."""

import asgi
import charts.pictures
import services.agenda
import services.directory
from bench import replay
from manage import serve

LOADED = (asgi, charts.pictures, services.agenda, services.directory)
"""Imported before anything is wrapped, so that every service is."""

if __name__ == "__main__":
    replay.install()
    serve()
