"""Lists that people fill in, written as spreadsheets and as files for other programs."""
