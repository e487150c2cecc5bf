"""The command that starts the service."""

from pathlib import Path

import click

from checkpoint.serve.addresses import ALL_ADDRESSES
from checkpoint.serve.memory import collect_seldom

FILE = click.Path(path_type=Path)


@click.command("serve")
@click.option("--host", default=ALL_ADDRESSES, show_default=True, help="Address to listen on.")
@click.option("--port", default=8443, show_default=True, help="Port for HTTPS.")
@click.option("--join-port", default=8080, show_default=True, help="Port of the join page.")
@click.option("--certificate", type=FILE, help="Your own certificate (PEM, with its chain).")
@click.option("--key", type=FILE, help="The key of that certificate (PEM, without a password).")
@click.option(
    "--behind-proxy",
    is_flag=True,
    help="Plain HTTP on localhost, for a reverse proxy on this machine that speaks HTTPS.",
)
@click.pass_context
def serve_command(
    context: click.Context,
    host: str,
    port: int,
    join_port: int,
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
) -> None:
    """Serve the desk and the gate over HTTPS.

    Shows where staff and phones go. Without a certificate of your own, a local authority is made
    once and kept in the instance folder; phones trust it by the steps on the join page.
    """
    collect_seldom()
    from checkpoint.serve.server import Serving, serve

    if bool(certificate) != bool(key):
        raise click.UsageError("--certificate and --key go together.")
    if behind_proxy and certificate:
        raise click.UsageError("--behind-proxy leaves HTTPS to the proxy: no --certificate then.")
    if behind_proxy and context.get_parameter_source("host") is click.core.ParameterSource.DEFAULT:
        host = "127.0.0.1"
    serve(Serving(host, port, join_port, certificate, key, behind_proxy))
