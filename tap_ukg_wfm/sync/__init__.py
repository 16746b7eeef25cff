"""The engine: what to read (plan), how (reading), for whom (population), and how it comes out (sink)."""
