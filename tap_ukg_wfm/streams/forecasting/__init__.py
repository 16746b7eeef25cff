"""Volumes and labor forecasts."""
