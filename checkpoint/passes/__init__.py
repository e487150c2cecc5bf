"""Passes: tokens, issuing, cards. This is the slice's face."""

from checkpoint.passes.models import Pass, PassAction, PassEvent, PassKind, PassState, SigningKey
from checkpoint.passes.number import NumberRefused, format_number, read_number
from checkpoint.passes.token import Claims, Kind, TokenRefused, read_token, sign_token

__all__ = [
    "Claims",
    "Kind",
    "NumberRefused",
    "Pass",
    "PassAction",
    "PassEvent",
    "PassKind",
    "PassState",
    "SigningKey",
    "TokenRefused",
    "format_number",
    "read_number",
    "read_token",
    "sign_token",
]
