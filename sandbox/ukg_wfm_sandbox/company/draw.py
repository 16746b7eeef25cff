"""Reproducible randomness: a key gives the same values on every machine and in every run."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Draw:
    """A random generator seeded by its key alone (splitmix64, started with BLAKE2)."""

    __slots__ = ("_state",)

    def __init__(self, *key: int | str) -> None:
        digest = blake2b(repr(key).encode(), digest_size=8).digest()
        self._state = int.from_bytes(digest, "little")

    def bits(self) -> int:
        """Draw 64 bits."""
        self._state = state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        return state ^ (state >> 31)

    def below(self, bound: int) -> int:
        """Draw a whole number from 0 to bound - 1."""
        return (self.bits() * bound) >> 64

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, per_mille: int) -> bool:
        """Return True in this many of a thousand cases."""
        return self.below(1000) < per_mille

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one of the choices."""
        return choices[self.below(len(choices))]

    def hex(self, digits: int) -> str:
        """Draw lower-case hexadecimal digits."""
        return "".join(f"{self.bits():016x}" for _ in range(-(-digits // 16)))[:digits]

    def uuid(self) -> str:
        """Draw the text of a UUID."""
        text = self.hex(32)
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
