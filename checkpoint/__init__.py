"""Checkpoint: access control with QR passes. This module holds `create_app`, nothing else."""

from pathlib import Path

from flask import Flask


def create_app(instance: str | Path | None = None) -> Flask:
    """The application of the installation in `instance` (see `config.instance_folder`).

    What is missing in the folder is made, and the database is brought to the newest schema.
    Raises SettingsError, and nothing starts.
    """
    # Imported here so that the pure modules can be used without Flask and the database.
    from checkpoint import models
    from checkpoint.config import instance_folder, load_secret, load_settings
    from checkpoint.db import init_db, upgrade
    from checkpoint.gate.hot import HotPath
    from checkpoint.routes import register_routes
    from checkpoint.web import init_web

    folder = instance_folder(instance)
    settings = load_settings(folder)
    app = Flask("checkpoint", instance_path=str(folder), static_folder="static")
    app.extensions["checkpoint.settings"] = settings
    app.extensions["checkpoint.models"] = models
    app.secret_key = load_secret(folder)
    init_db(app, settings.database_url, folder)
    init_web(app)
    register_routes(app)
    app.wsgi_app = HotPath(app)  # type: ignore[assignment, method-assign]
    with app.app_context():
        upgrade()
    return app
