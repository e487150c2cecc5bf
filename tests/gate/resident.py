"""A resident's phone as a verb: link, ask, show."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from checkpoint.db import db
from checkpoint.passes import Pass, open_link
from checkpoint.passes.phone_requests import request_message
from checkpoint.passes.phone_token import (
    ORDER,
    encode_moment,
    phone_name,
    shown_message,
    write_code,
)
from checkpoint.people import Actor
from tests.gate.phone import Estate
from tests.gate.visits import with_private_key

HERE = "https://localhost"


@dataclass
class ResidentsPhone:
    """A phone with a key of its own; `part` is what the office gave it."""

    client: FlaskClient
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    part: bytes = b""

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    @property
    def name(self) -> str:
        return phone_name(self.public)

    def link(self, code: str, label: str = "Pixel") -> TestResponse:
        public = urlsafe_b64encode(self.public).decode().rstrip("=")
        answer = self.send("POST", "link", {"code": code, "public": public, "label": label})
        if answer.status_code == 200:
            self.part = opened(answer.json["part"])  # type: ignore[index]
        return answer

    def state(self) -> TestResponse:
        answer = self.send("GET", "state")
        if answer.status_code == 200:
            self.part = opened(answer.json["part"])  # type: ignore[index]
        return answer

    def unlink(self, phone_id: int) -> TestResponse:
        return self.send("POST", "unlink", {"phone": phone_id})

    def send(
        self,
        method: str,
        what: str,
        body: dict[str, Any] | None = None,
        *,
        at: datetime | None = None,
        by: ec.EllipticCurvePrivateKey | None = None,
        sent: bytes | None = None,
    ) -> TestResponse:
        """A signed request; `sent` is another body than the one that is signed."""
        path = f"/my/api/{what}"
        octets = json.dumps(body).encode() if body is not None else b""
        seconds = int((at or datetime.now(UTC)).timestamp())
        signature = signed(by or self.key, request_message(method, path, seconds, octets))
        text = urlsafe_b64encode(signature).decode().rstrip("=")
        headers = {
            "Authorization": f"Phone {self.name}.{seconds}.{text}",
            "Accept": "application/json",
        }
        kind = "application/json" if octets else None
        return self.client.open(
            path,
            method=method,
            data=octets if sent is None else sent,
            headers=headers,
            content_type=kind,
            base_url=HERE,
        )

    def shows(self, at: datetime | None = None) -> str:
        """The code on its screen."""
        at = (at or datetime.now(UTC)).replace(microsecond=0)
        return write_code(
            self.part, at, signed(self.key, shown_message(self.part, encode_moment(at)))
        )


def signed(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32) + min(s, ORDER - s).to_bytes(32)


def opened(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def linked(estate: Estate, name: str) -> ResidentsPhone:
    """A phone that shows the pass of that name, linked as staff and resident do it."""
    with_private_key(estate)
    phone = ResidentsPhone(estate.app.test_client())
    pass_ = db.session.scalars(select(Pass).where(Pass.number == estate.passes[name])).one()
    code = open_link(Actor.at_the_machine(), pass_.id, datetime.now(UTC))
    assert phone.link(code).status_code == 200
    return phone
