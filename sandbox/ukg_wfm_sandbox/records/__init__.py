"""The model's data as the API represents it, by domain."""
