"""Example lines for the help of each command; the tests run them in this order.

They use a review called my-review with the reviewers kari and ola, a search called medline and a
record with the DOI 10.1000/telework.
"""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": ('ajour init my-review --title "Working from home" --language en --database MEDLINE',),
    "update": ("ajour update my-review", "ajour update my-review --json"),
    "import": ("ajour import export.ris --search medline --review my-review",),
    "add": ('ajour add my-review --search medline --title "A report" --author "Nordmann, Kari"',),
    "fill": ("ajour fill 10.1000/telework --file abstract.txt --review my-review",),
    "search": ('ajour search "telework*.ti." --review my-review',),
    "criteria": ('ajour criteria try --title "Sleep and telework" --review my-review',),
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
    "reread": ("ajour reread my-review",),
    "fulltext": ("ajour fulltext my-review",),
    "integrity": ("ajour integrity my-review",),
    "citations": ("ajour citations my-review",),
    "studies": ("ajour studies my-review --sheet",),
    "status": ("ajour status my-review", "ajour status my-review --json"),
    "report": ("ajour report my-review",),
    "explain": ("ajour explain 10.1000/telework --review my-review",),
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
    "withdraw": ("ajour withdraw export.ris --review my-review",),
    "completion": ("ajour completion bash",),
    "docs": ("ajour docs screener --print",),
}
