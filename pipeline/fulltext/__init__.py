"""Full texts: which report a PDF is of, and its text by page. Nothing is sent anywhere."""
