"""Which slice answers where: the one list of blueprints, beside `create_app`."""

from flask import Flask


def register_routes(app: Flask) -> None:
    """Give `app` the pages and the API of every slice."""
