"""What each command prints with --json: its keys, and the type and meaning of each.

A kind is text, number, flag (true or false), list or object; "or null" means it may be missing.
"""

from collections.abc import Mapping

Shape = Mapping[str, str]

TOLD: Shape = {"told": "list: sentences that say what was done"}
A_LIST: Shape = {
    "path": "text or null: the file that was written; null if nothing is waiting",
    "stage": "text: screening, retrieval or eligibility",
    "reviewer": "text: the reviewer who gets the list",
    "listed": "number: the number of reports or pairs on the list",
    "random_checks": "number: how many of these were drawn at random",
    "cut": "list: texts that were cut because they were too long for a cell",
    "out": "list: lists that this reviewer already has",
}
NUMBERS = "the numbers of PRISMA's boxes, by name"

READ: Shape = {
    "records": "number: records read, not counting the prior records",
    "included": "number: how many of these are included",
    "cpu_seconds": "number: processor time of the trial",
    "total_cpu_seconds": "number: processor time of the whole program",
    "peak_mb": "number: the most memory used, in megabytes",
}


def _measures(prefix: str = "") -> Shape:
    """The measures of one replay; an update has each of them twice, as static_ and active_."""
    measures = {
        "loss": "number: area between the perfect recall curve and this one, 0 to 1",
        "wss95": "number: work saved over sampling at 95 % recall",
        "wss100": "number: the same at 100 % recall",
        "recall10": "number: share of the includes in the first 10 % of the records",
        "recall20": "number: share of the includes in the first 20 %",
        "ap": "number: average precision",
        "refits": "number: how often the ranking was refitted",
    }
    counts = {"records": READ["records"], "included": READ["included"]} if prefix else {}
    return {f"{prefix}{name}": said for name, said in {**counts, **measures}.items()}


SHAPES: Mapping[str, Shape] = {
    "init": {**TOLD, "folder": "text: the new review's folder"},
    "update": {
        "news": "flag: whether anything was changed",
        "stages": "object: for each stage, sentences that say what it did and what failed",
        "failed": "list: errors that a person has to correct",
        "waiting": "list: tasks that are waiting for a person",
        "overlooked": "list: files and folders that are not used",
        "seconds": "number: duration in seconds",
        "prefect_start": (
            "number or null: how many of these seconds Prefect took; null if it was not needed"
        ),
        "letter": "text: the letter, in Markdown",
        "letter_not_sent": "text or null: why the command of [letter] failed",
        "output": "text: the folder of the files that were written",
    },
    "import": {"files": "list: each file with its search, its records, its receipts and faults"},
    "add": {
        "report": "text: the id of the report",
        "file": "text: the file that keeps it",
        "search": "text: the search it belongs to",
        "kind": "text: the PRISMA category of its source",
    },
    "search LINE": {"lines": "list: each line with its hits in the database and in the review"},
    "search LINE --to NOTATION": {
        "lines": "list: each line in the other notation, and what could not be translated"
    },
    "search LINE --missed": {
        "known": "number: the studies to be found: the included ones, or those in the file --known",
        "found": "number: how many of them the strategy finds",
        "missed": (
            "list: each study that is not found, with the blocks of the strategy that exclude it"
        ),
        "limits_left_out": "list: limits that only the database can apply",
    },
    "criteria try": {
        "records": "list: each record with its suggestion, and verdict and words by element"
    },
    "criteria changed": {
        "when": 'text: when the criteria changed; "" if they never did',
        "changed": "list: the suggestions that have changed",
        "asked": "object: for each person, the decisions that the new suggestions contradict",
        "lists": "list: the lists that were written",
    },
    "criteria report": {
        "rules": "list: each rule with how often it decided, and how often people disagreed",
        "automation": "list: the error of each element that excludes records automatically",
    },
    "duplicates": A_LIST,
    "duplicates --join RECORD RECORD": TOLD,
    "duplicates --split RECORD": TOLD,
    "duplicates --rules": {
        "changes": "list: reports that the current rules would join or separate",
        "boxes": "list: the boxes whose numbers would change",
        "rounds": "list: the rounds concerned",
        "applied": "flag: whether the changes were made",
    },
    "candidates": A_LIST,
    "candidates --pilot N": {
        "lists": "list: a list for each reviewer, with the keys of the command without --pilot"
    },
    "decide": {"files": "list: each file with what was imported from it, and its errors"},
    "conflicts": {
        "path": "text or null: the file, if there is only one",
        "stage": "text or null: the stage of the file, or the stage given",
        "reviewer": "text or null: the person who settles the conflicts",
        "listed": "number: the number of conflicts in the file",
        "random_checks": "number: how many of these were drawn at random",
        "cut": "list: texts that were cut because they were too long for a cell",
        "out": "list: lists that this person already has",
        "lists": "list: each list, with the keys of ajour candidates",
    },
    "recheck": {
        "path": "text or null: the file that was written",
        "reviewer": "text: the reviewer who checks the decisions",
        "listed": "number: the number of reports on the list",
    },
    "fill": {
        "report": "text: the id of the report",
        "abstract": "flag: whether the report now has the abstract; false if it was removed",
    },
    "reread": {
        "applied": "flag: whether the database was changed",
        "files": "list: each file with every change of a field, and new and lost records",
        "missing": "list: files that no longer exist",
        "duplicates": "text: what happens to the links between duplicates",
        "stays": "list: what was left unchanged, and why",
    },
    "withdraw": TOLD,
    "studies": TOLD,
    "citations": {"searches": "list: each citation search, with the number of seeds asked about"},
    "citations --worth": {
        "known": "number: included reports whose citations are known",
        "linked": "number: how many of these cite another one, or are cited by one",
        "found": (
            "number or null: share of a random half that citations of "
            "the other half lead to; null if there are too few"
        ),
        "low": "number or null: the lowest share in 200 random halves",
        "high": "number or null: the highest of these shares",
        "pays": "flag or null: whether citation searching is likely to be worthwhile",
    },
    "fill --dry-run": {
        "filled": "list: each field that would be filled in, with its value and origin",
        "doubtful": (
            "list: each record that is not filled in because the match is uncertain, and why"
        ),
        "kept": "flag: whether the values were stored",
        "failed": "list: services that did not answer",
    },
    "fulltext": {
        "reports": "list: each report whose full text is sought, and where to find it",
        "pdfs": "list: each PDF with its state and the report that it matches or may match",
        "failed": "list: services that did not answer",
    },
    "integrity": {
        "reports": "list: each report with its state and the services that reported it",
        "failed": "list: services that did not answer",
    },
    "status": {
        "title": "text: the review's title",
        "rounds": f"object: for each round, {NUMBERS}",
        "total": f"object: {NUMBERS}",
        "other_methods": f"object: {NUMBERS}, for methods other than databases and registers",
        "preliminary": "flag: whether any decisions are missing, so that numbers will still change",
        "left": "object: for each stage and reviewer, the number of reports left",
        "out": "object: for each stage, the lists that have not been returned",
        "conflicts": "object: for each stage, the number of conflicts",
        "settlers": "object: for each stage, the number of conflicts that each person is to settle",
        "away": "list: reviewers who get no work at present",
        "retrieval_differs": "list: sentences about reports on whose full text people disagree",
        "pairs": "number: possible duplicates",
        "progress": (
            "object: how many records are read, and how many relevant ones are expected to be left"
        ),
        "stopping": "object: the state of the stopping test",
        "certificate": "object: the result of the rule learned from finished reviews",
        "leaves_unread": 'text: the rule that allows reports to be left unread; "" if none does',
        "agreement": "object: for each stage and pair of reviewers, the agreement and kappa",
        "agreement_of_all": "object: for each stage, AC1 and alpha of all reviewers",
        "misses": "list: the estimated number of relevant reports that each screener misses",
        "older_criteria": "number: decisions made with older criteria",
        "files": "number: export files in use",
        "notes": "list: sentences about anything unusual",
        "automation": "list: the error of each element that excludes records automatically",
        "open_points": "number: the number of open points in the report",
    },
    "report": {
        "news": "flag: whether anything was written",
        "output": "text: the folder of the files that were written",
        "left_out": "list: outputs that could not be made, and why",
    },
    "explain": {
        "report": "text: the report's id",
        "title": "text or null: its title",
        "chapters": "object: for each chapter, its history in sentences",
        "assessment": "object or null: the verdict of the criteria",
    },
    "trace": {
        "BOX": "number: the number of records, reports or studies in this box; one key for each box"
    },
    "trace BOX": {
        "box": "text: the box",
        "count": "number: the number of records",
        "records": "list: each record with its report, title, file and line",
    },
    "diff": {
        "from": "text: the earlier run",
        "to": "text: the later run",
        "changed": "list: each change, with the values before and after",
    },
    "schedule": {
        "title": "text: the review's title",
        "next": "text: the time of the next update",
    },
    "schedule --systemd": {"unit": "text: the systemd unit"},
    "check": {
        "sound": "list: checks that passed",
        "wrong": "list: checks that failed, and what to do",
        "notes": "list: unusual but harmless findings",
    },
    "screen": {
        **TOLD,
        "address": "text: the secret address of the page",
        "reviewer": "text: the reviewer who uses the page",
    },
    "screen --withdraw-link NAME": {
        **TOLD,
        "links": "number: the number of links that were withdrawn",
    },
    "archive": {
        **TOLD,
        "path": "text: the archive",
        "files": "number: the number of files in it",
        "left_out": "list: files that were left out, and why",
    },
    "backup": TOLD,
    "export-audit": {
        "decisions": "list: every decision with its origin, with the columns of the csv as keys"
    },
    "export-audit --output FILE": {**TOLD, "path": "text: the file that was written"},
    "convert": {
        "file": "text: the file's name",
        "format": "text: its format",
        "dialect": "text: the source or program that wrote it",
        "because": "text: how the format was recognised",
        "encoding": "text: its encoding",
        "start_tags": "number: the number of start tags in the file",
        "records": "number: the number of records read; 0 if the file is refused",
        "unplaced": "list: tags without a field, with line and count",
        "notes": "list: irregularities that were handled",
        "sha256": "text: the SHA-256 of the file",
        "faults": "list: errors, with their lines",
    },
    "docs PAGE": {**TOLD, "path": "text: the page's file"},
    "docs --list": {**TOLD, "pages": "object: the pages by name, with their files"},
    "completion": {"shells": "list: each shell with the line to add, and the file it goes to"},
    "evaluate ranking": {**READ, **_measures()},
    "evaluate ranking --mode update": {**READ, **_measures("static_"), **_measures("active_")},
    "evaluate stopping": {
        "reviews": "number: the finished reviews",
        "rules": (
            "object: for each rule, the share of reviews that reached "
            "the target, and the share read"
        ),
        "each": (
            "object: for each review and rule, where it stopped and what had been found by then"
        ),
    },
    "evaluate stopping --table FILE": {**TOLD, "path": "text: the table that was written"},
    "evaluate left": {
        "reviews": "number: the finished reviews",
        "within_factor_two": "number: share of estimates within a factor of two of the true number",
        "covered": "number: share of estimates whose interval contains the true number",
        "each": "object: for each review, the expected and the true number left at each estimate",
    },
    "evaluate dedupe": {
        "records": "number: the records",
        "redundant": "number: records beyond the first of each report",
        "lost": "number: reports that were merged into another one",
        "missed": "number: redundant records that were not found",
        "sensitivity": "number: share of the redundant records that were found",
        "specificity": "number: share of the reports that were kept",
        "pairs_tp": "number: pairs of records of the same report that were linked",
        "pairs_fp": "number: pairs of records of two reports that were linked",
        "pairs_fn": "number: pairs of records of the same report that were not linked",
        "band_pairs": "number: pairs that a person would have to decide on",
        "band_true": "number: how many of these are duplicates",
        "seconds": "number: duration in seconds",
        "peak_mb": "number: the most memory used, in megabytes",
    },
    "evaluate recheck": {
        "reviews": "number: the reviews",
        "draws": "number: how often errors were drawn in each review",
        "slips": "number: includes that were turned into excludes, in all draws",
        "found_5%": "number: share of these errors among the 5 % of excludes listed first",
        "found_10%": "number: the same for 10 % of the excludes",
        "each": "object: for each review, its errors and the same shares",
    },
    "evaluate criteria": {
        "records": "number: the labelled records",
        "includes": "number: the number labelled as included",
        "excludes": "number: the number labelled as excluded",
        "includes_thrown_out": "number: includes that the criteria suggest for exclusion",
        "includes_suggested": "number: includes that the criteria suggest for inclusion",
        "excludes_suggested": "number: excludes that the criteria suggest for exclusion",
        "share": "number: share of the excludes that the criteria suggest for exclusion",
        "thrown_out": "list: each include that is suggested for exclusion, with reason and lines",
        "elements": "object: for each element, how often it is met, not met and unclear",
        "agreed": "object: for each labelled element, how often the verdict agrees with the label",
        "measures": "list: sensitivity and precision of each element and verdict that is labelled",
        "wrong": "list: each verdict that differs from the label, with the rule that decided",
        "lines": "list: each line of criteria.toml, and how often it matched",
        "never_fired": "list: lines that never matched",
        "suggestions": "list: each record with its suggestion and reason",
    },
    "evaluate criteria --pilot N": {
        "pilot": "list: the ids of the records in the pilot",
        "seed": "number: the seed of the random draw",
    },
}
"""By command, with the option that makes it print something else. A key in capitals represents any
number of keys."""
