"""The evidence map: a page that opens its studies, a figure for print, and its data."""
