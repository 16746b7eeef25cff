"""The connection check: step by step, what stands between the settings and the data."""
