"""Records become duplicates with reasons, and a short band for people; nothing is deleted."""
