"""From an item of an answer to a row of a table."""
