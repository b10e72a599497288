"""The screening page: one report at a time as a person reads it, and the page that shows it."""
