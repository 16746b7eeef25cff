"""The sync: what to read (plan), for whom (population), how (fetching, readers), and the rows (writing)."""
