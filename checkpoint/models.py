"""Every table, for migrations and for `create_app`."""

from checkpoint.gate import models as gate_models
from checkpoint.gate import models_rules, restrictions
from checkpoint.gate.alerts import models as alerts_models
from checkpoint.gate.residents import models as residents_models
from checkpoint.gate.vehicles import models as vehicles_models
from checkpoint.gate.visits import models as visits_models
from checkpoint.passes import models as passes_models
from checkpoint.passes import models_designs, models_phones, models_prints, models_requests
from checkpoint.people import models as people_models

__all__ = [
    "alerts_models",
    "gate_models",
    "models_designs",
    "models_phones",
    "models_prints",
    "models_requests",
    "models_rules",
    "passes_models",
    "people_models",
    "residents_models",
    "restrictions",
    "vehicles_models",
    "visits_models",
]
