"""The evidence map: a page that opens its studies, a figure to be printed, and its data."""
