"""The store: tables, migrations, the only SQL; each stage is one atomic transaction."""

from pipeline.store.opening import back_up, moment, opened, writing

__all__ = ["back_up", "moment", "opened", "writing"]
