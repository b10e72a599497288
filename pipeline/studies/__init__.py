"""The studies sheet becomes the counts of the appendices and of the text."""
