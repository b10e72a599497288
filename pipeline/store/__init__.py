"""The store: tables, migrations, the only SQL; each stage is one atomic transaction."""
