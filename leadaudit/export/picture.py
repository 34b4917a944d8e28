"""A chart as a drawing inside a file, made without network."""

import re
from collections.abc import Mapping
from typing import Any, Final

# Of the drawing; the page scales it down where there is less room.
WIDTH: Final = 900

_BROKEN: Final = re.compile(r"<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*")


def drawing(chart: Mapping[str, Any]) -> str:
    """A chart as SVG.

    Args:
        chart: A Vega-Lite specification with its values in it; addresses in it are never fetched.
    """
    # Large, and asked for by shared pages alone: it is loaded when the first chart is drawn.
    from vl_convert import vegalite_to_svg  # noqa: PLC0415

    drawn: str = vegalite_to_svg(dict(chart) | {"width": WIDTH}, allowed_base_urls=[])
    return _BROKEN.sub("", drawn)
