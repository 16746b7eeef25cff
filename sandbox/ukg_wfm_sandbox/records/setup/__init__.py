"""Records of setup lists."""
