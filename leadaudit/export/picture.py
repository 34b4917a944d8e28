"""A chart as a drawing inside a file, made without network."""

import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

# Of the drawing; the page scales it down where there is less room.
WIDTH: Final = 900

_BROKEN: Final = re.compile(r"<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*")


def can_draw() -> bool:
    """Whether the package that draws is installed; it is no part of leadaudit itself."""
    return find_spec("vl_convert") is not None


def drawing(chart: Mapping[str, Any]) -> str | None:
    """A chart as SVG, or None where nothing is installed that could draw it.

    Args:
        chart: A Vega-Lite specification with its values in it; addresses in it are never fetched.
    """
    if not can_draw():
        return None
    # Optional, large, and without it nothing here is wrong: so it is looked up and not imported above.
    draw = import_module("vl_convert").vegalite_to_svg
    drawn: str = draw(dict(chart) | {"width": WIDTH}, allowed_base_urls=[])
    return _BROKEN.sub("", drawn)
