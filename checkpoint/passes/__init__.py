"""Passes: tokens, issuing, cards. This is the slice's face."""

from checkpoint.passes.models import Pass, PassAction, PassEvent, PassKind, PassState, SigningKey

__all__ = ["Pass", "PassAction", "PassEvent", "PassKind", "PassState", "SigningKey"]
