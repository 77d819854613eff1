"""Escape names chosen by others in texts that the frontend renders as Markdown."""

import re
from typing import Final

# Characters that begin Markdown, HTML or an automatic link of a bare address.
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~!:@]|(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return Markdown that renders a text literally, on one line.

    Every ASCII punctuation character may be escaped (CommonMark, section 2.4).
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
