"""Carries `templates/`, which lies beside the package in the checkout, into the wheel as `textcrm/templates`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TemplatesHook(BuildHookInterface[BuilderConfig]):
    """Maps every file of `templates/` to its place in the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leaves editable installs alone: they find `templates/` in the checkout and would keep stale copies."""
        if version == "editable":
            return
        root = Path(self.root)
        for path in sorted(root.glob("templates/**/*")):
            if path.is_file():
                build_data["force_include"][str(path)] = f"textcrm/{path.relative_to(root).as_posix()}"
