"""Authors of every style come out as "Family, Given", each once, groups whole."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.author_names import IN_FULL, author_of, authors_of
from pipeline.readers.name_lists import names_in
from pipeline.readers.name_order import turned
from pipeline.readers.name_patterns import UPPER

CASES = [
    # initials in any alphabet
    (["Hansen Ø"], ["Hansen, Ø"]),
    (["Bakke ÅM"], ["Bakke, ÅM"]),
    (["Ø. Hansen"], ["Hansen, Ø."]),
    (["Lie É"], ["Lie, É"]),
    (["Łukasz Ł"], ["Łukasz, Ł"]),
    (["Şahin Ş"], ["Şahin, Ş"]),
    (["Öhman ÖÅ"], ["Öhman, ÖÅ"]),
    (["Иванов ИИ"], ["Иванов, ИИ"]),
    (["И. И. Иванов"], ["Иванов, И. И."]),
    (["Παπαδόπουλος ΓΚ"], ["Παπαδόπουλος, ΓΚ"]),
    (["Y. -H. Kim"], ["Kim, Y.-H."]),
    (["Y.-H. Kim"], ["Kim, Y.-H."]),
    (["Kim Y-H"], ["Kim, Y-H"]),
    (["J.-P. Larivière"], ["Larivière, J.-P."]),
    (["Yu. A. Petrov"], ["Petrov, Yu. A."]),
    (["Petrov Yu.A."], ["Petrov, Yu.A."]),
    # several in one value
    (["Hansen Ø, Bakke ÅM, Lie O"], ["Hansen, Ø", "Bakke, ÅM", "Lie, O"]),
    (["Hansen, Ø., Bakke, Å. M., & Lie, O."], ["Hansen, Ø.", "Bakke, Å. M.", "Lie, O."]),
    (["Hansen, Ø., Bakke, Å.M., Lie, O."], ["Hansen, Ø.", "Bakke, Å.M.", "Lie, O."]),
    (
        ["de la Prève, M., O'Sample, J.-P., Lie, O."],
        ["de la Prève, M.", "O'Sample, J.-P.", "Lie, O."],
    ),
    (["Testmann, A., Jr., Lie, O."], ["Testmann, A., Jr.", "Lie, O."]),
    (["Lie, Y., Łukasz, Ł."], ["Lie, Y.", "Łukasz, Ł."]),
    (["Kim, Y.-H., Park, S."], ["Kim, Y.-H.", "Park, S."]),
    (["Hansen Ø., Bakke Å.M., Lie O."], ["Hansen, Ø.", "Bakke, Å.M.", "Lie, O."]),
    (["Hansen Ø. Bakke Å.M. Lie O."], ["Hansen, Ø.", "Bakke, Å.M.", "Lie, O."]),
    (["Иванов И.И., Петрова А.С."], ["Иванов, И.И.", "Петрова, А.С."]),
    (
        ["Kari R. Nordmann, Emma S. Bakke, Kaya J. Fjell, Lars A. Egge"],
        ["Nordmann, Kari R.", "Bakke, Emma S.", "Fjell, Kaya J.", "Egge, Lars A."],
    ),
    (["Kari Nordmann, Ola Lie and Per Berg"], ["Nordmann, Kari", "Lie, Ola", "Berg, Per"]),
    (["Kari Nordmann and Ola Lie"], ["Nordmann, Kari", "Lie, Ola"]),
    (["Kari Nordmann og Ola van der Berg"], ["Nordmann, Kari", "van der Berg, Ola"]),
    (["Kari Nordmann & Ola Lie"], ["Nordmann, Kari", "Lie, Ola"]),
    (["Nordmann, Kari and Lie, Ola"], ["Nordmann, Kari", "Lie, Ola"]),
    (["Nordmann, Kari, Lie, Ola"], ["Nordmann, Kari", "Lie, Ola"]),
    (["Nordmann, K., Lie, O. and Berg, P."], ["Nordmann, K.", "Lie, O.", "Berg, P."]),
    (["Nordmann K, Lie O, and Berg P"], ["Nordmann, K", "Lie, O", "Berg, P"]),
    (
        ["K. Nordmann; P. van der Berg; Ø. Hansen; Y. -H. Kim"],
        ["Nordmann, K.", "van der Berg, P.", "Hansen, Ø.", "Kim, Y.-H."],
    ),
    (
        ["K. Nordmann, P. van der Berg, Ø. Hansen"],
        ["Nordmann, K.", "van der Berg, P.", "Hansen, Ø."],
    ),
    (["K Nordmann, PA Berg, Ø Hansen, ..."], ["Nordmann, K", "Berg, PA", "Hansen, Ø"]),
    (["K Nordmann, PA Berg, Ø Hansen…"], ["Nordmann, K", "Berg, PA", "Hansen, Ø"]),
    (["JR Kitchen, C de la Prueba"], ["Kitchen, JR", "de la Prueba, C"]),
    (["O Lie"], ["Lie, O"]),
    (["Nordmann, Kari|Lie, Ola"], ["Nordmann, Kari", "Lie, Ola"]),
    (["Nordmann K, Lie O, WHO Study Group"], ["Nordmann, K", "Lie, O", "WHO Study Group"]),
    (["杨试; 赵例"], ["杨试", "赵例"]),
    (["杨试；赵例"], ["杨试", "赵例"]),
    (["杨试,赵例,李测"], ["杨试", "赵例", "李测"]),
    (["試験, 太郎"], ["試験, 太郎"]),
    # particles, suffixes, degrees, titles
    (["van der Berg, Jan"], ["van der Berg, Jan"]),
    (["van der Berg J"], ["van der Berg, J"]),
    (["al-Masri A"], ["al-Masri, A"]),
    (["d'Arcy P, O'Brien S"], ["d'Arcy, P", "O'Brien, S"]),
    (["King, Martin L., Jr."], ["King, Martin L., Jr."]),
    (["Smith, John, III"], ["Smith, John, III"]),
    (["Smith J III"], ["Smith, J III"]),
    (["Nordmann, Kari, MD, PhD"], ["Nordmann, Kari"]),
    (["Kari Nordmann, PhD"], ["Nordmann, Kari"]),
    (["Nordmann K, MD"], ["Nordmann, K"]),
    (["Nordmann, K., MPH, RN"], ["Nordmann, K."]),
    (["Smith, MD"], ["Smith, MD"]),
    (["Dr. Kari B. Nordmann"], ["Nordmann, Kari B."]),
    # entities, catalogues, those who are not named
    (["Ødegård, &Aring;se"], ["Ødegård, Åse"]),
    (["Ødegård, &#197;se; Lie, Ola"], ["Ødegård, Åse", "Lie, Ola"]),
    (["M&uuml;ller, J&ouml;rg"], ["Müller, Jörg"]),
    (["Nordmann, Kari, 1970-"], ["Nordmann, Kari"]),
    (["Nordmann, Kari, 1901-1980."], ["Nordmann, Kari"]),
    (["Nordmann, Kari, f. 1970"], ["Nordmann, Kari"]),
    (["Nordmann, Kari (1970-)"], ["Nordmann, Kari"]),
    (["Nordmann, Kari, 1970- author"], ["Nordmann, Kari"]),
    (["Nordmann, Kari, 1970-, forfatter."], ["Nordmann, Kari"]),
    (["Nordmann, Kari, author."], ["Nordmann, Kari"]),
    (["Nordmann, Kari", "et al."], ["Nordmann, Kari"]),
    (["Nordmann, Kari, et al."], ["Nordmann, Kari"]),
    (["Nordmann K, Lie O, et al"], ["Nordmann, K", "Lie, O"]),
    (["Nordmann K et al."], ["Nordmann, K"]),
    (["Nordmann, Kari", "others"], ["Nordmann, Kari"]),
    (["Nordmann, Kari and others"], ["Nordmann, Kari"]),
    (["Nordmann, Kari m.fl."], ["Nordmann, Kari"]),
    (["Nordmann K, and 12 others"], ["Nordmann, K"]),
    (["Иванов И.И. и др."], ["Иванов, И.И."]),
    (["Wilson, Lauren (57190000001); Lie, O."], ["Wilson, Lauren", "Lie, O."]),
    # groups whole
    (["World Health Organization"], ["World Health Organization"]),
    (
        ["Norwegian Institute of Public Health, Division of Work"],
        ["Norwegian Institute of Public Health Division of Work"],
    ),
    (
        ["Centers for Disease Control and Prevention"],
        ["Centers for Disease Control and Prevention"],
    ),
    (["Department of Health and Social Care"], ["Department of Health and Social Care"]),
    (
        ["Norwegian Labour and Welfare Administration"],
        ["Norwegian Labour and Welfare Administration"],
    ),
    (["Invented Sleep and Pain Study Group"], ["Invented Sleep and Pain Study Group"]),
    (["Oslo Hygiene og Helse Forening"], ["Oslo Hygiene og Helse Forening"]),
    (["Nordmann, Kari and Invented Sleep Group"], ["Nordmann, Kari", "Invented Sleep Group"]),
    (["Arbeids- og sosialdepartementet"], ["Arbeids- og sosialdepartementet"]),
    (["STAMI"], ["STAMI"]),
    (["WHO Invented Group"], ["WHO Invented Group"]),
    (["García López, María José"], ["García López, María José"]),
    (["Ramón y Cajal, Santiago"], ["Ramón y Cajal, Santiago"]),
    (["Santos e Souza, João"], ["Santos e Souza, João"]),
]


@pytest.mark.parametrize(("given_", "right"), CASES, ids=lambda value: "|".join(value)[:60])
def test_authors_are_parted_and_turned(given_: list[str], right: list[str]) -> None:
    assert authors_of(given_) == right


@pytest.mark.parametrize(("given_", "right"), CASES, ids=lambda value: "|".join(value)[:60])
def test_what_came_out_goes_in_again_unchanged(given_: list[str], right: list[str]) -> None:
    assert authors_of(authors_of(given_)) == right


CAPITALS = st.sampled_from(
    string.ascii_uppercase + "ÅØÆÖÄÜÉÈÇŁŚŽŠČĆİŞĞÑÍÓÚŐАБВГДИКЛМНОПРСТФШЮЯΑΒΓΔΘΚ"
)
FAMILY = st.tuples(
    st.sampled_from(["", "", "", "van der ", "de la ", "von ", "al-", "O'", "Mc"]), CAPITALS,
    st.sampled_from(["ansen", "ødegård", "ński", "üller", "erez-lie", "ивано", "apa"]),
).map(lambda parts: parts[0] + parts[1] + parts[2])  # fmt: skip
LETTERS = st.lists(CAPITALS, min_size=1, max_size=3)
PEOPLE = st.lists(st.tuples(FAMILY, LETTERS), min_size=2, max_size=6, unique_by=lambda one: one[0])


@given(PEOPLE)
def test_every_style_gives_the_same_people(people: list[tuple[str, list[str]]]) -> None:
    """Seeds are kept by the profile of tests/conftest.py."""
    bare = [(family, "".join(letters)) for family, letters in people]
    dotted = [(family, "".join(f"{one}." for one in letters)) for family, letters in people]
    hyphened = [(family, "-".join(f"{one}." for one in letters)) for family, letters in people]
    vancouver = [f"{family} {given_}" for family, given_ in bare]
    right = [f"{family}, {given_}" for family, given_ in bare]
    assert authors_of(vancouver) == right
    assert authors_of([", ".join(vancouver)]) == right
    assert authors_of([", ".join([*vancouver, "et al."])]) == right
    assert authors_of(["; ".join(vancouver)]) == right
    for people_ in (dotted, hyphened):
        right = [f"{family}, {given_}" for family, given_ in people_]
        assert authors_of([", ".join(right)]) == right
        assert authors_of(["; ".join(right)]) == right
        assert authors_of([", ".join(right[:-1]) + f", & {right[-1]}"]) == right
        assert authors_of([", ".join(f"{family} {given_}" for family, given_ in people_)]) == right
        leading = [f"{given_} {family}" for family, given_ in people_]
        assert authors_of(leading) == right
        assert authors_of(["; ".join(leading)]) == right


def test_every_capital_of_unicode_is_an_initial() -> None:
    for letter in ("Ø", "Å", "É", "Ł", "Ş", "Ж", "Σ", "Ğ", "Ž", "Ǆ"):
        assert authors_of([f"Nordmann {letter}"]) == [f"Nordmann, {letter}"], letter
    assert len(UPPER) > 600


def test_a_name_given_first_is_turned_but_no_group() -> None:
    names = ["Ana María de la Prueba", "J. K. Test", "WHO Invented Group", "Ola Lie Jr."]
    assert [turned(name) for name in names] == [
        "de la Prueba, Ana María", "Test, J. K.", "WHO Invented Group", "Lie, Ola, Jr.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    ["van der Berg, Kari", "Nordmann, Kari B. O.", "Lie, Anne-Marie", "Bakke,K.-O.",
     "Lie, Dipl-Ing", "Moe, Study Group", "el Group, Working Team",
     "de Nordmann, J.-P. Å.", "Lie, Kari Professor"],
)  # fmt: skip
def test_a_person_in_full_is_read_as_the_styles_of_lists_would(value: str) -> None:
    match = IN_FULL.fullmatch(value)
    assert match
    assert authors_of([value]) == [author_of(name) for name in names_in(value)]
