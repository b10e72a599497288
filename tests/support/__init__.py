"""What several tests share: reviews, lists and records to work on, and programs to kill."""
