"""The connection check: tests each step from the settings to the streams."""
