"""Records of attendance."""
