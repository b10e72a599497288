"""What `ajour evaluate` prints with --json: its keys, and the type and meaning of each."""

from collections.abc import Mapping

Shape = Mapping[str, str]

TOLD: Shape = {"told": "list: sentences that say what the command did"}

READ: Shape = {
    "records": "number: number of records read, not counting the records known at the start",
    "included": "number: number of included records among the records read",
    "cpu_seconds": "number: processor time of the measurement, in seconds",
    "total_cpu_seconds": "number: processor time of the whole program, in seconds",
    "peak_mb": "number: largest amount of memory that the program used, in megabytes",
}


def _measures(prefix: str = "") -> Shape:
    """The measures of one replay; an update has each of them twice, as static_ and active_."""
    measures = {
        "loss": "number: area between the perfect and the measured recall curve, from 0 to 1",
        "wss95": "number: work saved over sampling (WSS) at 95 % recall",
        "wss100": "number: work saved over sampling (WSS) at 100 % recall",
        "recall10": (
            "number: share of the included records found among the first 10 % of all records"
        ),
        "recall20": (
            "number: share of the included records found among the first 20 % of all records"
        ),
        "ap": "number: average precision of the ranking",
        "refits": "number: number of times that the ranking was trained again",
    }
    counts = {"records": READ["records"], "included": READ["included"]} if prefix else {}
    return {f"{prefix}{name}": said for name, said in {**counts, **measures}.items()}


EVALUATION: Mapping[str, Shape] = {
    "evaluate ranking": {**READ, **_measures()},
    "evaluate ranking --mode update": {**READ, **_measures("static_"), **_measures("active_")},
    "evaluate stopping": {
        "reviews": "number: number of finished reviews",
        "rules": (
            "object: for each stopping rule, the share of reviews in which the target was "
            "reached, and the share of records read"
        ),
        "each": (
            "object: for each review and stopping rule, the numbers of records read and includes "
            "found when the rule was met"
        ),
    },
    "evaluate stopping --table FILE": {**TOLD, "path": "text: path of the table that was written"},
    "evaluate left": {
        "reviews": "number: number of finished reviews",
        "within_factor_two": (
            "number: share of estimates that are within a factor of two of the true number"
        ),
        "covered": "number: share of estimates whose interval contains the true number",
        "each": (
            "object: for each review and estimate, the expected number and the true number of "
            "includes still to be found"
        ),
    },
    "evaluate dedupe": {
        "records": "number: number of labelled records",
        "redundant": (
            "number: number of duplicates, which are all records of a report except the first"
        ),
        "lost": "number: number of reports that were wrongly merged with another report",
        "missed": "number: number of duplicates that were not found",
        "sensitivity": "number: share of the duplicates that were found",
        "specificity": (
            "number: share of the reports that were not wrongly merged with another report"
        ),
        "pairs_tp": (
            "number: number of correctly linked pairs, in which both records belong to the same "
            "report"
        ),
        "pairs_fp": (
            "number: number of wrongly linked pairs, in which the records belong to different "
            "reports"
        ),
        "pairs_fn": (
            "number: number of pairs that were not linked although both records belong to the "
            "same report"
        ),
        "band_pairs": (
            "number: number of uncertain pairs of records, on which a person would have to decide"
        ),
        "band_true": "number: number of uncertain pairs that are in fact duplicates",
        "seconds": "number: time that the command took, in seconds",
        "peak_mb": "number: largest amount of memory that the program used, in megabytes",
    },
    "evaluate recheck": {
        "reviews": "number: number of finished reviews",
        "draws": "number: number of times that errors were drawn at random in each review",
        "slips": (
            "number: number of includes that were turned into excludes, in all random draws "
            "together"
        ),
        "found_5%": (
            "number: share of the errors that are found by checking the first 5 % of the excludes"
        ),
        "found_10%": (
            "number: share of the errors that are found by checking the first 10 % of the excludes"
        ),
        "each": "object: for each review, the number of errors and the shares of the errors found",
    },
    "evaluate criteria": {
        "records": "number: number of labelled records",
        "includes": "number: number of records labelled as included",
        "excludes": "number: number of records labelled as excluded",
        "includes_thrown_out": (
            "number: number of includes that the criteria wrongly suggest for exclusion"
        ),
        "includes_suggested": "number: number of includes that the criteria suggest for inclusion",
        "excludes_suggested": "number: number of excludes that the criteria suggest for exclusion",
        "share": "number: share of the excludes that the criteria suggest for exclusion",
        "thrown_out": (
            "list: includes that the criteria wrongly suggest for exclusion, each with the reason "
            "and the lines of criteria.toml"
        ),
        "elements": (
            "object: for each element of the criteria, the number of records with each "
            "verdict (met, not met, unclear)"
        ),
        "agreed": (
            "object: for each labelled element, the number of verdicts that agree with the label"
        ),
        "measures": (
            "list: labelled elements and their verdicts, each verdict with its sensitivity and "
            "precision"
        ),
        "wrong": (
            "list: verdicts that differ from the label, each with the rule that gave the verdict"
        ),
        "lines": (
            "list: lines of criteria.toml, each with the number of records that the line matched"
        ),
        "never_fired": "list: lines of criteria.toml that matched no record",
        "suggestions": (
            "list: records, each with the suggestion of the criteria and the reason for this "
            "suggestion"
        ),
    },
    "evaluate criteria --pilot N": {
        "pilot": "list: ids of the records in the pilot",
        "seed": "number: seed of the random draw",
    },
}
"""By subject, with the option that makes it print something else."""
