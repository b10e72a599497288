"""What each command prints with --json: its keys, and the type and meaning of each.

A kind is text, number, flag (true or false), list or object; "or null" means it may be missing.
"""

from collections.abc import Mapping

from flows.cli.evaluation_shapes import EVALUATION, TOLD, Shape

A_LIST: Shape = {
    "path": "text or null: path of the list that was written, or null if no list was needed",
    "stage": "text: stage of the review: screening, retrieval or eligibility",
    "reviewer": "text: name of the reviewer for whom the list was written",
    "listed": "number: number of reports or pairs of records on the list",
    "random_checks": "number: number of entries on the list that were drawn at random",
    "cut": "list: texts that were shortened because they were too long for a cell",
    "out": "list: earlier lists, not yet returned, that contain some of the same reports or pairs",
}
NUMBERS = "the numbers in the PRISMA flow chart, each under the name of its box"

FAILURE: Shape = {
    "error": "text: sentence that says what went wrong",
    "faults": "list: single errors, each with its place and a sentence",
    "page": 'text: page of the handbook that explains the error, or "" if there is none',
    "exit_code": "number: exit code of the command",
}
"""What a command prints that refuses its input or fails, so that it has no result."""

SHAPES: Mapping[str, Shape] = {
    "init": {**TOLD, "folder": "text: folder of the new review"},
    "update": {
        "news": "flag: true if the update changed anything",
        "stages": (
            "object: for each stage of the update, sentences that say what the stage did and what "
            "failed"
        ),
        "failed": "list: errors that somebody needs to correct",
        "waiting": "list: tasks that somebody needs to do",
        "overlooked": "list: files and folders that the update ignored",
        "seconds": "number: time that the command took, in seconds",
        "prefect_start": (
            "number or null: time in seconds that the program Prefect took, or null if Prefect "
            "was not started"
        ),
        "letter": "text: letter of the update, in Markdown",
        "letter_not_sent": (
            "text or null: reason why the letter could not be sent, or null if there was no error"
        ),
        "output": "text: folder that contains the files that were written",
    },
    "import": {
        "files": "list: export files, each with its search, number of records, receipt and errors"
    },
    "add": {
        "report": "text: id of the report",
        "file": "text: path of the file that contains the new record",
        "search": "text: name of the search that the new record belongs to",
        "kind": "text: PRISMA category of the record's source, such as website or database",
    },
    "search LINE": {
        "lines": (
            "list: lines of the strategy, each with the number of hits reported by the database "
            "and the number of records found in the review"
        )
    },
    "search LINE --to NOTATION": {
        "lines": (
            "list: lines of the strategy, each with a translation and the parts that could not be "
            "translated"
        )
    },
    "search LINE --missed": {
        "known": (
            "number: number of known studies (the studies in the file given with --known or, "
            "without this option, the included reports)"
        ),
        "found": "number: number of known studies that the strategy finds",
        "missed": (
            "list: known studies that the strategy misses, each with the blocks of the "
            "strategy that exclude the study"
        ),
        "limits_left_out": (
            "list: limits of the strategy that ajour left out because only the database can apply "
            "them"
        ),
    },
    "criteria try": {
        "records": (
            "list: records, each with the suggestion of the criteria and, for each element, the "
            "verdict and the words found"
        )
    },
    "criteria changed": {
        "when": (
            'text: time when the criteria were last changed, or "" if they were never changed'
        ),
        "changed": "list: suggestions that changed along with the criteria",
        "asked": (
            "object: for each reviewer, the number of decisions that the new suggestions contradict"
        ),
        "lists": "list: lists that were written for reviewers",
    },
    "criteria report": {
        "rules": (
            "list: rules of the criteria, each with the number of verdicts that the rule gave and "
            "the number of decisions that contradict the rule"
        ),
        "automation": "list: error rates of the elements that exclude records automatically",
    },
    "duplicates": A_LIST,
    "duplicates --join RECORD RECORD": TOLD,
    "duplicates --split RECORD": TOLD,
    "duplicates --rules": {
        "changes": "list: pairs of records that the current rules would join or separate",
        "boxes": "list: boxes of the flow chart whose numbers would change",
        "rounds": (
            "list: names of the rounds that were deduplicated with an earlier version of the rules"
        ),
        "applied": "flag: true if the changes were made",
    },
    "candidates": A_LIST,
    "candidates --pilot N": {
        "lists": (
            "list: lists of the pilot, one for each reviewer, with the keys listed under `ajour "
            "candidates`"
        )
    },
    "decide": {
        "files": (
            "list: files that were read, each with the decisions imported and the errors found"
        )
    },
    "conflicts": {
        "path": (
            "text or null: path of the first list that was written, or null if there were no "
            "conflicts"
        ),
        "stage": (
            "text or null: stage of the first list, or the stage given with --stage if there were "
            "no conflicts"
        ),
        "reviewer": "text or null: name of the person who settles the conflicts on the first list",
        "listed": "number: number of conflicts on the first list",
        "random_checks": "number: number of entries on the list that were drawn at random",
        "cut": "list: texts that were shortened because they were too long for a cell",
        "out": "list: earlier lists, not yet returned, that contain some of the same conflicts",
        "lists": (
            "list: lists that were written, each with the keys listed under `ajour candidates`"
        ),
    },
    "recheck": {
        "path": (
            "text or null: path of the list that was written, or null if there was nothing to check"
        ),
        "reviewer": "text: name of the reviewer who checks the decisions",
        "listed": "number: number of reports on the list",
    },
    "fill": {
        "report": "text: id of the report",
        "abstract": "flag: true if the abstract was saved, or false if it was removed",
    },
    "reread": {
        "applied": "flag: true if the database of the review was changed",
        "files": (
            "list: export files, each with the fields that changed and the records that were "
            "added or lost"
        ),
        "missing": "list: export files that were imported but no longer exist in searches/",
        "duplicates": "text: sentence that says how the links between duplicates are affected",
        "stays": "list: sentences that say which data were left unchanged, and why",
    },
    "withdraw": TOLD,
    "studies": TOLD,
    "citations": {
        "searches": (
            "list: citation searches, each with the number of reports for which a service has "
            "answered"
        )
    },
    "citations --worth": {
        "known": "number: number of included reports whose citations are known",
        "linked": (
            "number: number of included reports that cite another included report or are cited by "
            "one"
        ),
        "found": (
            "number or null: mean share of a random half of the reports that is found by "
            "following citations to and from the other half, or null if there are too few reports"
        ),
        "low": (
            "number or null: lowest share found in 200 random draws, or null if there are too few "
            "reports"
        ),
        "high": (
            "number or null: highest share found in 200 random draws, or null if there are too "
            "few reports"
        ),
        "pays": (
            "flag or null: true if citation searching is likely to find more reports, or null if "
            "there are too few reports"
        ),
    },
    "fill --dry-run": {
        "filled": (
            "list: empty fields that can be filled in, each with the value and the service that "
            "it comes from"
        ),
        "doubtful": (
            "list: records that are not filled in because the match is uncertain, each with the "
            "reasons"
        ),
        "kept": "flag: true if the values were saved, or false after --dry-run",
        "failed": "list: sentences about services that did not answer",
    },
    "fulltext": {
        "reports": (
            "list: reports whose full text is sought, each with the places where the full text "
            "can be found"
        ),
        "pdfs": (
            "list: PDF files, each with a state and the reports that match or may match the file"
        ),
        "failed": "list: sentences about services that did not answer",
    },
    "integrity": {
        "reports": (
            "list: reports, each with a state such as flagged, and with the services that "
            "reported this state"
        ),
        "failed": "list: sentences about services that did not answer",
    },
    "status": {
        "title": "text: title of the review",
        "rounds": f"object: for each round, {NUMBERS}",
        "total": f"object: for the whole review, {NUMBERS}",
        "other_methods": f"object: for sources other than databases and registers, {NUMBERS}",
        "preliminary": "flag: true if decisions are missing, so that the numbers will still change",
        "left": (
            "object: for each stage and reviewer, the number of reports that still need a decision"
        ),
        "out": "object: for each stage, the lists that reviewers have not yet returned",
        "conflicts": "object: for each stage, the number of conflicts between reviewers",
        "settlers": (
            "object: for each stage and person, the number of conflicts that this person has to "
            "settle"
        ),
        "away": "list: names of the reviewers who are not given work at present",
        "retrieval_differs": (
            "list: sentences about disagreements on whether a report was retrieved"
        ),
        "pairs": "number: number of possible duplicates that await a decision",
        "progress": (
            "object: number of records read, and expected number of relevant records among those "
            "not read; this number is null if ranking_due is true, which means that only a new "
            "ranking can give it"
        ),
        "stopping": "object: result of the stopping test",
        "certificate": (
            "object: result of the certificate, the stopping rule learned from finished reviews"
        ),
        "leaves_unread": (
            'text: name of the stopping rule that allows reports to be left unread, or "" if no '
            "rule does"
        ),
        "agreement": (
            "object: for each stage and pair of reviewers, the proportion of agreement and kappa"
        ),
        "agreement_of_all": (
            "object: for each stage, Gwet's AC1 and Krippendorff's alpha for all reviewers"
        ),
        "misses": (
            "list: screeners, each with the estimated number of relevant reports that the "
            "screener missed"
        ),
        "older_criteria": (
            "number: number of decisions made with an earlier version of the criteria"
        ),
        "files": "number: number of export files in use",
        "notes": "list: sentences about unusual findings in the review",
        "automation": "list: error rates of the elements that exclude records automatically",
        "open_points": "number: number of open points that authors need to complete in the report",
    },
    "report": {
        "news": "flag: true if new files were written",
        "output": "text: folder that contains the files that were written",
        "left_out": "list: sentences about outputs that could not be made, each with the reason",
    },
    "explain": {
        "report": "text: id of the report",
        "title": "text or null: title of the report",
        "chapters": "object: history of the report, in sentences sorted by subject",
        "assessment": "object or null: assessment of the report by the criteria",
    },
    "trace": {"BOX": "number: number of records, reports or studies in the box of this name"},
    "trace BOX": {
        "box": "text: name of the box of the flow chart",
        "count": "number: number of records in the box",
        "records": "list: records in the box, each with its report, title, file and line",
    },
    "diff": {
        "from": "text: name of the earlier run",
        "to": "text: name of the later run",
        "changed": (
            "list: changes between the two runs of ajour, each with the values before and after"
        ),
    },
    "schedule": {
        "title": "text: title of the review",
        "next": "text: time of the next update",
    },
    "schedule --systemd": {
        "unit": "text: content of the systemd unit, which starts the schedule on Linux"
    },
    "check": {
        "sound": "list: sentences about checks that passed",
        "wrong": "list: sentences about checks that failed, each with advice",
        "notes": "list: sentences about unusual but harmless findings",
    },
    "screen": {
        **TOLD,
        "address": "text: secret address of the screening page",
        "reviewer": "text: name of the reviewer who uses the screening page",
    },
    "screen --withdraw-link NAME": {
        **TOLD,
        "links": "number: number of links that were withdrawn",
    },
    "archive": {
        **TOLD,
        "path": "text: path of the archive",
        "files": "number: number of files in the archive",
        "left_out": "list: names of files that were left out because they contain reviewers' names",
    },
    "backup": TOLD,
    "export-audit": {
        "decisions": "list: decisions, each an object whose keys are the columns of the csv file"
    },
    "export-audit --output FILE": {**TOLD, "path": "text: path of the csv file that was written"},
    "convert": {
        "file": "text: name of the export file",
        "format": "text: format of the export file, such as RIS",
        "dialect": "text: database or program that wrote the export file",
        "because": "text: features by which the format was recognised",
        "encoding": "text: character encoding of the export file",
        "start_tags": "number: number of tags in the export file that start a record",
        "records": "number: number of records read, or 0 if the export file was refused",
        "unplaced": (
            "list: tags in the export file that fit no field, each with a line number and a count"
        ),
        "notes": "list: irregularities in the export file that ajour corrected or ignored",
        "sha256": "text: SHA-256 checksum of the export file",
        "faults": "list: errors in the export file, with line numbers",
    },
    "docs PAGE": {**TOLD, "path": "text: path of the file that contains the page"},
    "docs --list": {
        **TOLD,
        "pages": "object: names of the pages of the handbook, each with the path of its file",
    },
    "completion": {
        "shells": "list: shells, each with a line and the file to which this line should be added"
    },
    **EVALUATION,
}
"""By command, with the option that makes it print something else. A key in capitals represents any
number of keys."""
