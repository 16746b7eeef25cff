"""Locations, jobs, cost centers and labor categories."""
