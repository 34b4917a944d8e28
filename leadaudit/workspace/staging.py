"""Files on their way in: kept on disk under a temporary name until somebody commits or drops them."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from leadaudit.audit import OpenedDelivery, open_delivery
from leadaudit.errors import NotATableError, UnknownNameError
from leadaudit.intake.delivered import ReadOverrides
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.split.choice import Split, read_split, write_split

_ABOUT: Final = "about.json"
_ORIGINAL: Final = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A file somebody gave us and has not committed yet.

    Args:
        staged: Its temporary name, derived from its bytes and its name.
        file_name: Its own name.
        path: Where its bytes lie.
        overrides: What was chosen instead of what was detected.
        split: How it is to be taken apart; None: it is one delivery, or that is still open.
    """

    staged: str
    file_name: str
    path: Path
    overrides: ReadOverrides
    split: Split | None = None


class Staging:
    """The folder of staged files of one workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)

    def stage(self, source: Path | bytes, file_name: str) -> StagedFile:
        """Keep a file on disk; the same bytes under the same name are staged once."""
        content = source if isinstance(source, bytes) else source.read_bytes()
        name = hashlib.sha256(file_name.encode() + b"\0" + content).hexdigest()[:16]
        folder = self.folder / name
        if not (folder / _ABOUT).exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            (folder / _ORIGINAL).write_bytes(content)
            self._write_about(StagedFile(staged=name, file_name=file_name, path=folder, overrides=ReadOverrides()))
        return self.staged(name)

    def staged(self, name: str) -> StagedFile:
        """A staged file by its temporary name.

        Raises:
            UnknownNameError: It was committed or dropped already, or never staged.
        """
        folder = self.folder / Path(name).name
        try:
            about: Mapping[str, object] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise UnknownNameError(
                "staged file", "this file is not waiting any more", "Choose the file again"
            ) from error
        overrides = about["overrides"]
        return StagedFile(
            staged=name,
            file_name=str(about["file_name"]),
            path=folder / _ORIGINAL,
            overrides=ReadOverrides(**overrides) if isinstance(overrides, dict) else ReadOverrides(),
            split=read_split(str(about["split"])) if about.get("split") else None,
        )

    def override(self, name: str, overrides: ReadOverrides) -> StagedFile:
        """Remember what was chosen instead of what was detected."""
        self._write_about(replace(self.staged(name), overrides=overrides))
        return self.staged(name)

    def choose_split(self, name: str, split: Split | None) -> StagedFile:
        """Remember how it is to be taken apart."""
        self._write_about(replace(self.staged(name), split=split))
        return self.staged(name)

    def open(self, name: str, saved: SavedMapping | None) -> OpenedDelivery:
        """The staged file as detected, with its columns mapped; a file that is no table is not kept.

        Raises:
            NotATableError: It holds no table.
        """
        staged = self.staged(name)
        try:
            return open_delivery(
                staged.path, file_name=staged.file_name, delivery="preview", saved=saved, overrides=staged.overrides
            )
        except NotATableError:
            # What was chosen by hand can be chosen again; nothing can be chosen about a picture.
            if staged.overrides == ReadOverrides():
                self.drop(name)
            raise

    def drop(self, name: str) -> None:
        """Forget a staged file."""
        shutil.rmtree(self.folder / Path(name).name, ignore_errors=True)

    def _write_about(self, file: StagedFile) -> None:
        about = {
            "file_name": file.file_name,
            "overrides": asdict(file.overrides),
            "split": None if file.split is None else write_split(file.split),
        }
        (self.folder / file.staged / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
