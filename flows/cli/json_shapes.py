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

SHAPES: Mapping[str, Shape] = {
    "init": {**TOLD, "folder": "text: the new review's folder"},
    "update": {
        "news": "flag: whether anything was done",
        "stages": "object: by stage, what it did and what failed, a sentence each",
        "failed": "list: what a person has to mend",
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
        "stage": "text or null: the stage that was asked for",
        "listed": "number: the disagreements of all lists",
        "lists": "list: each list, as of ajour candidates",
    },
    "recheck": {
        "path": "text or null: the file that was written",
        "reviewer": "text: who reads again",
        "listed": "number: the reports on it",
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
    "docs --list": {**TOLD, "pages": "object: the pages by name, with their files"},
    "completion": {"shells": "list: each shell with the line to add, and the file it goes to"},
}
"""By command, with the option that makes it print something else. `trace` without a box prints all
boxes of the flow chart with their numbers; `evaluate` prints its figures by name."""
