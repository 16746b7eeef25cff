"""Streams that users declare in the configuration: dataviews, and any other read operation."""
