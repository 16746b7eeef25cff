"""Generators of the documentation that follows from the code: `make docs` runs them all."""
