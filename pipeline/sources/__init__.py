"""Asking a database over the network; what comes is saved, not interpreted."""

from pipeline.sources.eutils import Server, server_of
from pipeline.sources.history import answers_of, last_run, nbib_files, pmids_in
from pipeline.sources.pubmed import Answer, Asking, fetch

__all__ = [
    "Answer",
    "Asking",
    "Server",
    "answers_of",
    "fetch",
    "last_run",
    "nbib_files",
    "pmids_in",
    "server_of",
]
