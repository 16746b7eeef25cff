"""The engine: what to read (plan), how (fetch), for whom (population), and how it comes out (sink)."""
