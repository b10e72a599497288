"""What each command prints with --json: its keys, the kind of each, and what it says.

A kind is text, number, flag (true or false), list or object; "or null" where it may say nothing.
"""

from collections.abc import Mapping

Shape = Mapping[str, str]

TOLD: Shape = {"told": "list: what was done, a sentence each"}
A_LIST: Shape = {
    "path": "text or null: the file that was written; null where nothing waits",
    "stage": "text: screening, retrieval or eligibility",
    "reviewer": "text: whose list it is",
    "listed": "number: the reports or pairs on it",
    "random_checks": "number: how many of them were drawn at random",
    "cut": "list: texts that were too long for a cell",
    "out": "list: lists that this reviewer has already",
}
NUMBERS = "the numbers of PRISMA's boxes, by name"

READ: Shape = {
    "records": "number: records that were read, without the known ones",
    "included": "number: how many of them are included",
    "cpu_seconds": "number: processor time of the trial",
    "total_cpu_seconds": "number: processor time of the whole program",
    "peak_mb": "number: the most memory it held, in megabytes",
}


def _measures(prefix: str = "") -> Shape:
    """The measures of one replay; those of an update come twice, with static_ and active_."""
    measures = {
        "loss": "number: area between the best possible curve and this one, 0 to 1",
        "wss95": "number: work saved over random reading at 95 % of the includes",
        "wss100": "number: the same at all includes",
        "recall10": "number: share of the includes in the first 10 % of the records",
        "recall20": "number: share of the includes in the first 20 %",
        "ap": "number: average precision",
        "refits": "number: how often the ranking was learned again",
    }
    counts = {"records": READ["records"], "included": READ["included"]} if prefix else {}
    return {f"{prefix}{name}": said for name, said in {**counts, **measures}.items()}


SHAPES: Mapping[str, Shape] = {
    "init": {**TOLD, "folder": "text: the new review's folder"},
    "update": {
        "news": "flag: whether anything was done",
        "stages": "object: by stage, what it did and what failed, a sentence each",
        "failed": "list: what a person has to correct",
        "waiting": "list: what waits for a person",
        "overlooked": "list: files and folders that nothing reads",
        "seconds": "number: how long it took",
        "prefect_start": "number or null: seconds of these that Prefect took; null without it",
        "letter": "text: the letter, in Markdown",
        "letter_not_sent": "text or null: why the letter's command failed",
        "output": "text: the folder of what was written",
    },
    "import": {"files": "list: each file with its search, its records, its receipts and faults"},
    "add": {
        "report": "text: the id of the report",
        "file": "text: the file that keeps it",
        "search": "text: the search it belongs to",
        "kind": "text: PRISMA's way of finding it",
    },
    "search LINE": {"lines": "list: each line with its hits as noted, and records found here"},
    "search LINE --to NOTATION": {
        "lines": "list: each line in the other notation, and what is lost"
    },
    "search LINE --missed": {
        "known": "number: the studies that should be found: those included, or of the file --known",
        "found": "number: how many of them are",
        "missed": "list: each that is not, with the blocks of the strategy that exclude it",
        "limits_left_out": "list: limits that only the database can carry out",
    },
    "criteria try": {
        "records": "list: each record with its suggestion, and verdict and words by element"
    },
    "criteria changed": {
        "when": 'text: when the criteria changed; "" where they never did',
        "changed": "list: the suggestions that are others now",
        "asked": "object: by person, the decisions they speak against",
        "lists": "list: the lists that were written",
    },
    "criteria report": {
        "rules": "list: each rule with how often it decided, and how often people said otherwise",
        "automation": "list: the error of each element that decides by itself",
    },
    "duplicates": A_LIST,
    "duplicates --join RECORD RECORD": TOLD,
    "duplicates --split RECORD": TOLD,
    "duplicates --rules": {
        "changes": "list: reports that today's rules would join or part",
        "boxes": "list: the boxes whose numbers would change",
        "rounds": "list: the rounds that this is about",
        "applied": "flag: whether it was changed",
    },
    "candidates": A_LIST,
    "candidates --pilot N": {"lists": "list: a list for each reviewer, as without --pilot"},
    "decide": {"files": "list: each file with what was taken from it, and its faults"},
    "conflicts": {
        "path": "text or null: the file, where there is one",
        "stage": "text or null: its stage, or the stage that was asked for",
        "reviewer": "text or null: who settles it",
        "listed": "number: the disagreements on it",
        "random_checks": "number: how many of them were drawn at random",
        "cut": "list: texts that were too long for a cell",
        "out": "list: lists that this person has already",
        "lists": "list: each list, with the keys of ajour candidates; the first stands above too",
    },
    "recheck": {
        "path": "text or null: the file that was written",
        "reviewer": "text: who reads again",
        "listed": "number: the reports on it",
    },
    "fill": {
        "report": "text: the id of the report",
        "abstract": "flag: whether it has the abstract now; false where it was taken back",
    },
    "reread": {
        "applied": "flag: whether the store was changed",
        "files": "list: each file with every change of a field, and new and lost records",
        "missing": "list: files that are there no more",
        "duplicates": "text: what becomes of the links",
        "stays": "list: what stays as it was, and why",
    },
    "withdraw": TOLD,
    "studies": TOLD,
    "citations": {"searches": "list: each citation search with how many of its seeds were asked"},
    "citations --worth": {
        "known": "number: included reports whose citations are known",
        "linked": "number: how many of them cite another, or are cited by one",
        "found": "number or null: share of one half that the other leads to; null where few",
        "low": "number or null: the least of 200 random halves",
        "high": "number or null: the greatest of them",
        "pays": "flag or null: whether chasing citations is likely to pay",
    },
    "fill --dry-run": {
        "filled": "list: each field that services would fill, with its value and origin",
        "doubtful": "list: each record that is not filled since the match is doubtful, and why",
        "kept": "flag: whether it was kept",
        "failed": "list: services that did not answer",
    },
    "fulltext": {
        "reports": "list: each report that is sought with where its full text can be found",
        "pdfs": "list: each PDF with its state and the report that it is of or may be of",
        "failed": "list: services that did not answer",
    },
    "integrity": {
        "reports": "list: each watched report with its state and who noticed it",
        "failed": "list: services that did not answer",
    },
    "status": {
        "title": "text: the review's title",
        "rounds": f"object: by round, {NUMBERS}",
        "total": f"object: {NUMBERS}",
        "other_methods": f"object: {NUMBERS}, of other methods than databases and registers",
        "preliminary": "flag: whether anything still waits, so that numbers will change",
        "left": "object: by stage and reviewer, how many reports wait",
        "out": "object: by stage, the lists that are out",
        "conflicts": "object: by stage, how many disagreements",
        "settlers": "object: by stage, who is to settle how many",
        "away": "list: reviewers who get no work",
        "retrieval_differs": "list: reports on whose full text people differ, a sentence each",
        "pairs": "number: pairs that may be one report",
        "progress": "object: how far the reading is, and what is expected to be left",
        "stopping": "object: where the stopping test stands",
        "certificate": "object: what the rule of finished reviews says",
        "leaves_unread": 'text: the rule that may leave reports unread; "" for none',
        "agreement": "object: by stage and pair of reviewers, share and kappa",
        "agreement_of_all": "object: by stage, AC1 and alpha of all who judged",
        "misses": "list: what each screener is estimated to miss",
        "older_criteria": "number: decisions taken under older criteria",
        "files": "number: export files that count",
        "notes": "list: what is odd, a sentence each",
        "automation": "list: the error of each element that decides by itself",
        "open_points": "number: what the report still lacks",
    },
    "report": {
        "news": "flag: whether anything was written",
        "output": "text: the folder of what was written",
        "left_out": "list: what could not be made, and why",
    },
    "explain": {
        "report": "text: the report's id",
        "title": "text or null: its title",
        "chapters": "object: by chapter, its story in sentences",
        "assessment": "object or null: what the criteria say of it",
    },
    "trace": {"BOX": "number: how many records, reports or studies are in this box; all boxes"},
    "trace BOX": {
        "box": "text: the box",
        "count": "number: how many records",
        "records": "list: each record with its report, title, file and line",
    },
    "diff": {
        "from": "text: the earlier run",
        "to": "text: the later run",
        "changed": "list: what changed, before and after",
    },
    "schedule": {
        "title": "text: the review's title",
        "next": "text: when the next update is, printed before it is waited for",
    },
    "schedule --systemd": {"unit": "text: the unit"},
    "check": {
        "sound": "list: what was tested and is as it should be",
        "wrong": "list: what is not, and what to do",
        "notes": "list: what is odd and harms nothing",
    },
    "screen": {
        **TOLD,
        "address": "text: where the page is, a secret",
        "reviewer": "text: who decides there",
    },
    "screen --withdraw-link NAME": {**TOLD, "links": "number: how many links were withdrawn"},
    "archive": {
        **TOLD,
        "path": "text: the archive",
        "files": "number: how many files it holds",
        "left_out": "list: what is not in it, and why",
    },
    "backup": TOLD,
    "export-audit": {
        "decisions": "list: every decision with its origin, a column of the csv a key"
    },
    "export-audit --output FILE": {**TOLD, "path": "text: the file that was written"},
    "convert": {
        "file": "text: the file's name",
        "format": "text: its format",
        "dialect": "text: whose export it is",
        "because": "text: how that was known",
        "encoding": "text: its encoding",
        "start_tags": "number: how many records begin in it",
        "records": "number: how many were read; 0 where it is refused",
        "unplaced": "list: tags that no field takes, with line and count",
        "notes": "list: what is odd",
        "sha256": "text: the digest of its bytes",
        "faults": "list: what is wrong in it, by line",
    },
    "docs PAGE": {**TOLD, "path": "text: the page's file"},
    "docs --list": {**TOLD, "pages": "object: the pages by name, with their files"},
    "completion": {"shells": "list: each shell with the line to add, and the file it goes to"},
    "evaluate ranking": {**READ, **_measures()},
    "evaluate ranking --mode update": {**READ, **_measures("static_"), **_measures("active_")},
    "evaluate stopping": {
        "reviews": "number: the finished reviews",
        "rules": "object: by rule, the share of reviews that reached the target, and share read",
        "each": "object: by review and rule, where it stopped and what was found by then",
    },
    "evaluate stopping --table FILE": {**TOLD, "path": "text: the table that was written"},
    "evaluate left": {
        "reviews": "number: the finished reviews",
        "within_factor_two": "number: share of looks whose expected number was near the truth",
        "covered": "number: share of looks whose interval held the truth",
        "each": "object: by review, what was expected to be left at each look, and what was",
    },
    "evaluate dedupe": {
        "records": "number: the records",
        "redundant": "number: records beyond the first of each report",
        "lost": "number: reports that were merged away",
        "missed": "number: redundant records that were left in",
        "sensitivity": "number: share of the redundant records that was found",
        "specificity": "number: share of the reports that was kept",
        "pairs_tp": "number: pairs of one report that were linked",
        "pairs_fp": "number: pairs of two reports that were linked",
        "pairs_fn": "number: pairs of one report that were not linked",
        "band_pairs": "number: pairs that a person is asked about",
        "band_true": "number: how many of these are of one report",
        "seconds": "number: how long it took",
        "peak_mb": "number: the most memory it held, in megabytes",
    },
    "evaluate recheck": {
        "reviews": "number: the reviews",
        "draws": "number: how often slips were drawn in each",
        "slips": "number: includes that were made excludes, in all draws",
        "found_5%": "number: share of the slips among the first 5 % of the excludes read again",
        "found_10%": "number: share among the first 10 %",
        "each": "object: by review, its slips and the same shares",
    },
    "evaluate criteria": {
        "records": "number: the labelled records",
        "includes": "number: how many are labelled as included",
        "excludes": "number: how many are not",
        "includes_thrown_out": "number: includes that the criteria suggest for exclusion",
        "includes_suggested": "number: includes that they suggest for inclusion",
        "excludes_suggested": "number: excludes that they suggest for exclusion",
        "share": "number: share of the excludes that they suggest for exclusion",
        "thrown_out": "list: each include that is suggested for exclusion, with reason and lines",
        "elements": "object: by element, how often it is met, not met and unclear",
        "agreed": "object: by element that is labelled, how often the verdict is the label",
        "measures": "list: sensitivity and precision of each element and verdict that is labelled",
        "wrong": "list: each verdict that is not the label, with the rule that decided",
        "lines": "list: each line of criteria.toml, and how often it was found",
        "never_fired": "list: lines that were found in no record",
        "suggestions": "list: each record with its suggestion and reason",
    },
    "evaluate criteria --pilot N": {
        "pilot": "list: the ids of the records to pilot on",
        "seed": "number: the seed they were drawn by",
    },
}
"""By command, with the option that makes it print something else. A key in capitals stands for any
number of keys."""
