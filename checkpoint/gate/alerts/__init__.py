"""Alerts: what staff must act on, each with owner, age and outcome."""
