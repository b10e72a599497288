"""All appendices of a report in one Word document, in the order of the report."""
