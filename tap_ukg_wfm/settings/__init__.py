"""What users set, and what is wrong with it."""
