"""The parts of the rule book: `checkpoint.gate.verdict` is their face."""
