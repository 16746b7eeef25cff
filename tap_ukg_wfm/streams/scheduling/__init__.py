"""Schedules and requests."""
