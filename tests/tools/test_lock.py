"""One server to a data folder."""

from pathlib import Path

import pytest

from tools.errors import CannotStart
from tools.lock import FolderLock


def test_a_second_server_is_told_to_use_another_folder(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    with first, pytest.raises(CannotStart, match="set DATA_DIR"), second:
        pass


def test_a_folder_is_free_again_when_its_server_has_gone(tmp_path: Path) -> None:
    for _ in range(2):
        with FolderLock(tmp_path):
            pass


def test_two_folders_have_two_servers(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with FolderLock(tmp_path), FolderLock(tmp_path / "other"):
        pass
