"""Vehicles: the register, and which of them are inside."""
