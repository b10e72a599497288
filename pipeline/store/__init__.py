"""The store: tables, migrations, the only SQL; each stage is one atomic transaction."""

from sqlite_utils import Database

from pipeline.store.opening import back_up, moment, opened, writing
from pipeline.store.places import not_local

__all__ = ["Database", "back_up", "moment", "not_local", "opened", "writing"]
