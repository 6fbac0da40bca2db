"""The portal as it is served, with services that can be replayed: ``python -m bench.portal``."""

from bench import replay
from manage import serve

if __name__ == "__main__":
    import asgi  # noqa: F401 - loads every service, so that all of them are wrapped
    import charts.pictures  # noqa: F401
    import services.agenda  # noqa: F401
    import services.directory  # noqa: F401

    replay.install()
    serve()
