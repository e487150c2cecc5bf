"""A deterministic simulator: the real service and the real gate view in a world of bad luck.

One seed decides everything: who goes through which gate, what time it is where, which letter is
lost, when the power fails. The same seed gives the same trace, to the letter.

    python -m tests.simulation --seeds 1000
    python -m tests.simulation --seed 17 --trace
"""
