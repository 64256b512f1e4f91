"""Names in an archive lead nowhere else, whatever a page is called."""

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from tools.export.names import address, file_name, safe, stem

ID = "0123456789abcdef0123456789abcdef"
HOSTILE = st.text(st.sampled_from('../\\\0:*?"<>| \t\n\u202e\u200fa가😀é\u0301\ufeff'), max_size=80)


@given(HOSTILE | st.text(max_size=300), st.integers(0, 40))
def test_a_title_is_one_plain_part_of_a_path(title: str, level: int) -> None:
    name = stem(title, ID, level)
    assert PurePosixPath(name).parts == (name,)
    assert name.endswith(f" {ID}")
    assert len(name.encode()) <= 255 - len("_all.csv")
    assert not set(name) & set('/\\:*?"<>|\0\n\u202e')
    assert safe(name, 1000) == name


@given(st.lists(HOSTILE, max_size=8))
def test_files_of_one_folder_are_told_apart_whatever_their_case(names: list[str]) -> None:
    taken: set[str] = set()
    found = [file_name(name, taken) for name in [*names, "A.png", "a.png"]]
    assert len({name.casefold() for name in found}) == len(found)
    assert all(PurePosixPath(name).parts == (name,) and name.strip(". ") for name in found)


def test_long_names_are_cut_as_notion_cuts_them() -> None:
    assert stem("가" * 60, ID, 0) == f"{'가' * 50} {ID}"
    assert stem("", ID, 0) == f"Untitled {ID}"
    assert stem("..", ID, 0) == f"Untitled {ID}"


def test_a_link_leads_from_file_to_file() -> None:
    assert address("Home x/A b.md", "Home x.md") == "Home%20x/A%20b.md"
    assert address("Home x/A.md", "Home x/T/row.md") == "../A.md"
    assert address("Home.md", "Home/T/row.md") == "../../Home.md"
