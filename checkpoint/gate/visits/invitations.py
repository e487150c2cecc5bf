"""What the link of a visitor's page carries: signed, not to be guessed, and it says nothing of
anybody. It stands in the fragment of the link, which no server and no log sees."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from checkpoint.config import load_secret
from checkpoint.errors import NotFound
from checkpoint.gate.visits.models import Visit
from checkpoint.web import instance_path


def invitation_of(visit: Visit) -> str:
    """The secret of a visit's link: the same one whenever it is asked for."""
    return str(_serializer().dumps(visit.id.hex))


def visit_id_of(secret: str) -> UUID:
    """The visit of a link. Raises NotFound for one that is not ours."""
    try:
        return UUID(hex=_serializer().loads(secret))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotFound(
            "This link is not whole. Ask whoever sent it to send it again.", code="visit.no_link"
        ) from error


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(load_secret(instance_path()), salt="visitor")
