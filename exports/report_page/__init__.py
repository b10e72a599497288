"""The report as one page that works from disk, by keyboard and with a screen reader."""
