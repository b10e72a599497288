"""Example lines for the help of each command; the tests run them in this order.

They use a review called my-review with the reviewers kari and ola and a search called medline.
"""

from collections.abc import Mapping

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": ('ajour init my-review --title "Working from home" --language en --database MEDLINE',),
    "update": ("ajour update my-review", "ajour update my-review --json"),
    "import": ("ajour import export.ris --search medline --review my-review",),
    "add": ('ajour add my-review --search medline --title "A report" --doi 10.1000/example',),
    "fill": ('ajour fill 10.1000/example --abstract "We studied sleep." --review my-review',),
    "search": ('ajour search "telework*.ti." --review my-review',),
    "criteria": ('ajour criteria try --title "Sleep and telework" --review my-review',),
    "criteria try": ('ajour criteria try --title "Sleep and telework" --review my-review',),
    "criteria changed": ("ajour criteria changed my-review",),
    "criteria report": ("ajour criteria report my-review",),
    "duplicates": ("ajour duplicates my-review --reviewer kari",),
    "candidates": (
        "ajour candidates my-review --reviewer kari --batch",
        "ajour candidates my-review --reviewer kari --stage eligibility --all",
    ),
    "screen": (
        "ajour screen my-review --reviewer kari",
        "ajour screen my-review --team --address https://screening.example.org --port 8765",
    ),
    "decide": ("ajour decide my-review/lists/screening-kari.xlsx",),
    "conflicts": ("ajour conflicts my-review --stage screening",),
    "recheck": ("ajour recheck my-review --reviewer kari",),
    "reread": ("ajour reread my-review",),
    "withdraw": ("ajour withdraw export.ris --search medline --review my-review",),
    "studies": ("ajour studies my-review --sheet",),
    "citations": ("ajour citations my-review",),
    "fulltext": ("ajour fulltext my-review",),
    "integrity": ("ajour integrity my-review",),
    "status": ("ajour status my-review", "ajour status my-review --json"),
    "report": ("ajour report my-review",),
    "explain": ("ajour explain 10.1000/example --review my-review",),
    "trace": (
        "ajour trace --review my-review",
        "ajour trace screened_records --review my-review",
    ),
    "diff": ("ajour diff my-review",),
    "schedule": ('ajour schedule my-review --cron "0 6 1 * *" --systemd',),
    "check": ("ajour check my-review",),
    "backup": ("ajour backup my-review",),
    "archive": ("ajour archive my-review", "ajour archive my-review --pseudonyms -o review.zip"),
    "export-audit": ("ajour export-audit my-review -o decisions.csv",),
    "convert": ("ajour convert export.ris --to csv -o export.csv",),
    "docs": ("ajour docs screener --print", "ajour docs decide --print"),
    "completion": ("ajour completion bash",),
    "evaluate": ("ajour evaluate ranking labelled.csv --prior 0 --prior 1",),
    "evaluate ranking": ("ajour evaluate ranking labelled.csv --prior 0 --prior 1",),
    "evaluate stopping": ("ajour evaluate stopping labelled.csv",),
    "evaluate left": ("ajour evaluate left labelled.csv",),
    "evaluate dedupe": ("ajour evaluate dedupe records.csv",),
    "evaluate recheck": ("ajour evaluate recheck labelled.csv --draws 1",),
    "evaluate criteria": (
        "ajour evaluate criteria labelled.csv --criteria my-review/criteria.toml",
    ),
}


def examples_of(group: str) -> Mapping[str, tuple[str, ...]]:
    """The examples of the commands of a group, each by the command's name."""
    begun = f"{group} "
    return {
        name.removeprefix(begun): lines
        for name, lines in EXAMPLES.items()
        if name.startswith(begun)
    }
