"""When an update runs: its stages in order, Prefect and the clock."""
