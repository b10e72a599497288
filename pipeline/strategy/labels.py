"""What the notations of search strategies are called; what they are stands in notation.py."""

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
"""What each notation is called."""
