"""Kinds of false statements that the program is known to write; corrected ones are removed.

The test of a kind in these lists must fail (strictly), so that the lists stay current.
"""

KNOWN: tuple[str, ...] = ()
"""Kinds found in the ten reviews of make check and the two hundred of make explore."""

RARE: tuple[str, ...] = ()
"""Kinds found only in the two hundred."""
