from pathlib import Path

import pytest

from scraper.items import MAX_PAGE_BYTES
from workers.archive import FileRefusedError, find_files, read_file


def test_files_are_found_in_folders_by_name_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.txt", "a/b/c.html", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in find_files([tmp_path])]
    assert found == ["a/b/c.html", "a/z.txt", "b.html"]
    assert list(find_files([tmp_path / ".hidden"])) == [tmp_path / ".hidden"]


def test_a_path_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="nowhere does not exist"):
        list(find_files([tmp_path / "nowhere"]))


def test_what_cannot_be_a_page_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    large.write_bytes(b"x" * (MAX_PAGE_BYTES + 1))
    with pytest.raises(FileRefusedError, match="bytes, more than"):
        read_file(large)
    with pytest.raises(FileRefusedError, match="no plain file"):
        read_file(Path("/dev/null"))
