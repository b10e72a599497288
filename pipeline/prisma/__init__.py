"""The ledger of evidence becomes counts, refused unless they balance."""
