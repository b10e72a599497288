"""Asking a database over the network; what comes is saved, not interpreted."""

from pipeline.sources.eutils import Server, server_of
from pipeline.sources.pubmed import Answer, Asking, fetch, last_run, pmids_in

__all__ = ["Answer", "Asking", "Server", "fetch", "last_run", "pmids_in", "server_of"]
