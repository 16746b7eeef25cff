"""Attendance events, points and actions."""
