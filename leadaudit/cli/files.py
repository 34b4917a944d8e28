"""Files and folders named on the command line."""

import os
from pathlib import Path
from typing import Final

from leadaudit.contract.buyer import Buyer, read_buyer
from leadaudit.errors import UnknownNameError

# Where a workspace is looked for when none is named.
WORKSPACE_VARIABLE: Final = "LEADAUDIT_WORKSPACE"


def read_text(path: Path) -> str:
    """The text of a settings file.

    Raises:
        UnknownNameError: There is no such file, or it is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnknownNameError(path.name, "it is not UTF-8 text", "Save it as UTF-8") from error
    except OSError as error:
        raise UnknownNameError(path.name, "there is no such file to read", "Check the path") from error


def require_file(path: Path) -> None:
    """Refuse a path that is no file.

    Raises:
        UnknownNameError: Nothing is there, or a folder is.
    """
    if not path.is_file():
        raise UnknownNameError(path.name, "there is no such file to read", "Check the path")


def read_buyer_file(path: Path) -> Buyer:
    """The buyer file with its list files; these must lie below its own folder."""
    folder = path.resolve().parent

    def read_list(name: str) -> str:
        listed = (folder / name).resolve()
        if not listed.is_relative_to(folder):
            raise UnknownNameError(f"{path.name}, file {name}", "it lies outside the buyer file's folder", "Move it")
        return read_text(listed)

    return read_buyer(read_text(path), where=path.name, read_list=read_list)


def named_workspace(folder: Path | None) -> Path | None:
    """The workspace folder meant: as given, else the one in the environment, else none."""
    if folder is not None:
        return folder
    named = os.environ.get(WORKSPACE_VARIABLE)
    return Path(named) if named else None
