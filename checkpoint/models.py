"""Every table, for migrations and for `create_app`."""

from checkpoint.gate import models as gate_models
from checkpoint.gate import restrictions
from checkpoint.passes import models as passes_models
from checkpoint.people import models as people_models

__all__ = ["gate_models", "passes_models", "people_models", "restrictions"]
