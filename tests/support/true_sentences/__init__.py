"""What is true of a random review, counted from its facts alone, held against what was written."""
