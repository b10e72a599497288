"""The studies sheet: written for its authors, and read back."""
