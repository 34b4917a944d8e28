"""Where things are kept: catalogue, immutable tables, imports, jobs."""

from leadaudit.workspace.workspace import Workspace

__all__ = ["Workspace"]
