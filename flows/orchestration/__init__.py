"""Running updates: the stages in order, Prefect and schedules."""
