"""Records and decisions become an order with its reasons; nothing is excluded here."""
