"""Visits of outsiders: registered, expected, inside, left; and the deny list."""
