"""Which slice answers where: the one list of blueprints, beside `create_app`."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule


class Route(Rule):
    """A rule that compiles how its URL is built when somebody asks for that URL.

    Werkzeug compiles it for each rule at the start: a tenth of the time in which an installation
    of two hundred routes is up, and most are never asked for.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(Route, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build


def register_routes(app: Flask) -> None:
    """Give `app` the pages and the API of every slice."""
    from checkpoint.desk.views import desk
    from checkpoint.desk.views_alerts import alerts
    from checkpoint.desk.views_conflicts import conflicts
    from checkpoint.desk.views_corrections import corrections
    from checkpoint.desk.views_denials import denials
    from checkpoint.desk.views_exports import exports
    from checkpoint.desk.views_keys import keys
    from checkpoint.desk.views_overdue import overdue
    from checkpoint.desk.views_overrides import overrides
    from checkpoint.desk.views_vehicles import vehicles
    from checkpoint.desk.views_visits import visits
    from checkpoint.gate.api import api
    from checkpoint.gate.residents.views_invited import visitor
    from checkpoint.gate.residents.views_my import my
    from checkpoint.gate.views import gate_view
    from checkpoint.gate.views_books import books
    from checkpoint.gate.views_devices import devices
    from checkpoint.gate.views_gates import gates
    from checkpoint.gate.views_instruments import instruments
    from checkpoint.gate.views_orders import orders
    from checkpoint.gate.views_rule_changes import changes
    from checkpoint.gate.views_rules import rules
    from checkpoint.passes.views import passes
    from checkpoint.passes.views_cards import cards
    from checkpoint.passes.views_designs import designs
    from checkpoint.passes.views_phones import pass_phones
    from checkpoint.passes.views_prints import prints
    from checkpoint.passes.views_requests import pass_requests
    from checkpoint.passes.views_verify import verify
    from checkpoint.people.roster.views import roster_pages
    from checkpoint.people.session import init_session
    from checkpoint.people.views import accounts
    from checkpoint.people.views_first_run import first_run
    from checkpoint.people.views_moving import moving
    from checkpoint.people.views_pins import pins
    from checkpoint.people.views_staff import staff
    from checkpoint.serve.views import join
    from checkpoint.serve.views_links import links
    from checkpoint.serve.views_phones import phones

    app.url_rule_class = Route
    init_session(app)
    for blueprint in (
        accounts,
        alerts,
        api,
        books,
        cards,
        changes,
        conflicts,
        corrections,
        denials,
        designs,
        desk,
        devices,
        exports,
        first_run,
        gate_view,
        gates,
        instruments,
        join,
        keys,
        links,
        moving,
        my,
        orders,
        overdue,
        overrides,
        pass_phones,
        pass_requests,
        passes,
        phones,
        pins,
        prints,
        roster_pages,
        rules,
        staff,
        vehicles,
        verify,
        visitor,
        visits,
    ):
        app.register_blueprint(blueprint)
