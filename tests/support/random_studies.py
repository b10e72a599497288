"""Random studies sheets, as the rows of a spreadsheet, with their scheme."""

from random import Random

from pipeline.languages import Wording, in_all
from pipeline.studies.scheme import Category, Context, Named, TableScheme
from pipeline.studies.study import Study, StudyRow, studies_from_rows

COUNTRIES = ("Norge", "Japan", "Ytterste Pohjola", "Æ", "USA & Canada", "<b>Italia</b>", "?")
DESIGNS = ("Kohort", "Tverrsnitt", "RCT; Oppfølging", "", "?", "Intervju, åpent")


def random_scheme(random: Random) -> TableScheme:
    """Some contexts in fewer columns, and some outcome categories, perhaps in groups."""
    columns = [f"k{at}" for at in range(random.randint(1, 4))]
    groups = ["", "g1", "g2"][: random.choice((1, 3))]
    return TableScheme(
        contexts=tuple(
            Context(code=f"c{at}", column=random.choice(columns), name=Wording(nb=f"Tid {at}"))
            for at in range(random.randint(len(columns), 6))
        ),
        columns=tuple(Named(code=one, name=Wording(nb=f"Kol {one}", en=one)) for one in columns),
        groups=tuple(Named(code=one, name=in_all(f"Gruppe {one}")) for one in groups if one),
        categories=tuple(
            Category(
                code=chr(97 + at),
                group=random.choice(groups[1:] or [""]),
                name=Wording(nb=f"Utfall {at}" * random.randint(1, 4), en=f"Outcome {at}"),
            )
            for at in range(random.randint(0, 9))
        ),
        unit=random.choice(("study", "article", "report")),
    )


def random_studies(random: Random, scheme: TableScheme) -> tuple[Study, ...]:
    """Up to 60 rows; one in ten waits for extraction."""
    rows = []
    for at in range(random.randint(0, 60)):
        values = {"study_id": f"s{at}", "first_author": random.choice(("Ås", "O'Neill", "Berg"))}
        if random.random() > 0.1:
            values |= {
                "year": str(random.randint(1998, 2026)),
                "data_context": random.choice(scheme.contexts).code,
                "country": random.choice(COUNTRIES),
                "countries": random.choice(("", "Norge; Sverige", "Japan")),
                "design": random.choice(DESIGNS),
                "outcome_categories": " ".join(
                    one.code for one in scheme.categories if random.random() < 0.3
                ),
            }
        rows.append(StudyRow(file="studies.csv", row=at + 2, values=values))
    return studies_from_rows(rows, scheme)
