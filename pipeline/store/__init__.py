"""The store: tables, migrations, the only SQL; each stage is one atomic transaction."""

import sys

if "numpy" not in sys.modules:
    # sqlite-utils imports numpy if it can, to recognise the types of its numbers. No table of ours
    # has any, and numpy is a third of what a read-only command imports.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
