"""Asking a database over the network (PubMed); what comes is not interpreted here."""
