"""The names of the notations of search strategies; notation.py has the notations."""

LABELS = {
    "ovid": "Ovid",
    "pubmed": "PubMed",
    "embase": "Embase.com",
    "ebsco": "EBSCOhost",
    "wos": "Web of Science",
    "scopus": "Scopus",
    "proquest": "ProQuest",
    "cochrane": "Cochrane Library",
}
"""The name of each notation."""
