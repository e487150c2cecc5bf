"""Passes: tokens, issuing, cards. This is the slice's face."""

from checkpoint.passes.issuing import token_of
from checkpoint.passes.key_list import KeyLine, KeyState, key_lines, last_change
from checkpoint.passes.leak import affected_by, call_in_leaked, households_of
from checkpoint.passes.models import Pass, PassAction, PassEvent, PassKind, PassState, SigningKey
from checkpoint.passes.models_phones import LinkedPhone
from checkpoint.passes.moving import end_passes_of
from checkpoint.passes.number import NumberRefused, format_number, read_number
from checkpoint.passes.phone_token import PhoneCode, read_code
from checkpoint.passes.phones import (
    known_phone,
    link_phone,
    linked_phones,
    open_link,
    phone_by_id,
    renew_phone,
    unlink_from,
    unlink_phone,
)
from checkpoint.passes.printable import older_cards_by_building
from checkpoint.passes.request_lists import extra_passes_ending, requests_waiting
from checkpoint.passes.rotation import (
    key_line,
    may_change_keys,
    require_keys,
    retire_key,
    rotate_keys,
)
from checkpoint.passes.svg import svg_path
from checkpoint.passes.token import Claims, Kind, TokenRefused, read_token, sign_token
from checkpoint.passes.visitors import end_visitor_pass, issue_visitor_pass, move_visitor_pass
from checkpoint.passes.words import kind_word, newest_card_note

__all__ = [
    "Claims",
    "KeyLine",
    "KeyState",
    "Kind",
    "LinkedPhone",
    "NumberRefused",
    "Pass",
    "PassAction",
    "PassEvent",
    "PassKind",
    "PassState",
    "PhoneCode",
    "SigningKey",
    "TokenRefused",
    "affected_by",
    "call_in_leaked",
    "end_passes_of",
    "end_visitor_pass",
    "extra_passes_ending",
    "format_number",
    "households_of",
    "issue_visitor_pass",
    "key_line",
    "key_lines",
    "kind_word",
    "known_phone",
    "last_change",
    "link_phone",
    "linked_phones",
    "may_change_keys",
    "move_visitor_pass",
    "newest_card_note",
    "older_cards_by_building",
    "open_link",
    "phone_by_id",
    "read_code",
    "read_number",
    "read_token",
    "renew_phone",
    "requests_waiting",
    "require_keys",
    "retire_key",
    "rotate_keys",
    "sign_token",
    "svg_path",
    "token_of",
    "unlink_from",
    "unlink_phone",
]
