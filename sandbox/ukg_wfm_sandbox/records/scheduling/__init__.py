"""Records of schedules and requests."""
