"""From an item of a response to a row of a table."""
