"""One module a command; each offers `command`. Heavy imports stand inside the functions."""
