"""The link that a visitor is sent: signed, not to be guessed, and it says nothing of anybody."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from checkpoint.config import load_secret
from checkpoint.errors import NotFound
from checkpoint.gate.visits import Visit
from checkpoint.web import instance_path


def link_of(visit: Visit) -> str:
    """What stands at the end of the address of the visitor's page."""
    return str(_serializer().dumps(visit.id.hex))


def visit_id_of(link: str) -> UUID:
    """The visit of a link. Raises NotFound for one that is not ours."""
    try:
        return UUID(hex=_serializer().loads(link))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotFound(
            "This link is not whole. Ask whoever sent it to send it again.", code="visit.no_link"
        ) from error


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(load_secret(instance_path()), salt="visitor")
