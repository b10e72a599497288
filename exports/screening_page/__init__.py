"""The screening page: a card for one report at a time, and the page that shows it."""
