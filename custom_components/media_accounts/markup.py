"""Names that other people chose, in texts that the frontend reads as Markdown."""

import re
from typing import Final

# Whatever begins markup, HTML or a link that is made out of a bare address.
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~!:@]|(?<=www)\.", re.IGNORECASE)


def escape_markdown(text: str) -> str:
    """Return Markdown that shows a text as it is, on one line.

    Every ASCII punctuation character may be escaped (CommonMark, section 2.4).
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
