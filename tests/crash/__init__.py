"""Proofs that what was acknowledged is kept: a server that is killed, and a machine without power.

    python -m tests.crash --kills 1000
    python -m tests.crash --cuts 100 [--ext4] [--rollback] [--weaken]

`settled.py` furnishes an installation, `phones.py` are guards' phones that cross, send and try
again, `server.py` starts and kills the real server, `examine.py` compares what the office has with
what was sent, `power.c` and `power.py` are a disk that forgets what was never synced, `ext4.py` is
a real one.
"""
