"""The rows of a perfect extraction, by domain."""
