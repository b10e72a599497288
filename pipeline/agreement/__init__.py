"""How far reviewers agree, and how far databases overlap."""
