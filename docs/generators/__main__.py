"""Write all generated pages and pictures: `python -m docs.generators`."""

from __future__ import annotations

from docs.generators import reference, terminal

if __name__ == "__main__":
    reference.write()
    terminal.write()
