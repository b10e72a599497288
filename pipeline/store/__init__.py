"""The store: tables, migrations, the only SQL; each stage is one atomic transaction."""

import sys

if "numpy" not in sys.modules:
    # sqlite-utils imports numpy where it can, to know the kinds of its numbers; no table of ours
    # holds any, and it is a third of what a command imports that only looks.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        del sys.modules["numpy"]
