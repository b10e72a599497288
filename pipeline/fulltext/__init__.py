"""Full texts: finds each PDF's report, and reads its text by page. Nothing is sent anywhere."""
