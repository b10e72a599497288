"""The services that the program queries itself, as review.toml names them (`fetch`)."""

from collections.abc import Mapping

from pipeline.sources.citations import CITATIONS
from pipeline.sources.clinicaltrials import CLINICALTRIALS
from pipeline.sources.europepmc import EUROPEPMC
from pipeline.sources.openalex import OPENALEX
from pipeline.sources.pubmed import PUBMED
from pipeline.sources.source import Source

SOURCES: Mapping[str, Source] = {
    "pubmed": PUBMED,
    "europepmc": EUROPEPMC,
    "openalex": OPENALEX,
    "clinicaltrials": CLINICALTRIALS,
    "citations": CITATIONS,
}
