"""Records of timecards."""
