"""A review's folder: settings, store, files and locks."""
