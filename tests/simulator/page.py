"""The plain pages that a person sees: one look for both services, light and dark."""

from collections.abc import Iterable
from html import escape
from typing import Final

from aiohttp import web

STYLE: Final = """
:root { color-scheme: light dark; --back: #f4f4f6; --card: #fff; --ink: #1d1f24;
  --soft: #5b616e; --line: #d3d6dd; --act: #2f5bb7; --act-ink: #fff; --bad: #a3262b; }
@media (prefers-color-scheme: dark) { :root { --back: #16181d; --card: #21242b;
  --ink: #eceef2; --soft: #a7adba; --line: #3d424d; --act: #8fb1ff;
  --act-ink: #10203f; --bad: #ff9b9b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 8vh auto; padding: 2rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; }
header { color: var(--soft); font-size: .85rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: .25rem 0 1rem; }
label, legend { font-weight: 600; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; }
legend { padding: 0; }
input { accent-color: var(--act); }
.choice { display: flex; gap: .75rem; align-items: baseline; padding: .5rem .75rem;
  margin-top: .5rem; border: 1px solid var(--line); border-radius: 8px;
  font-weight: 400; cursor: pointer; }
.choice:has(:checked) { border-color: var(--act); }
.choice span { flex: 1; }
.choice small, .note { color: var(--soft); }
input[type=text], input[type=url] { display: block; width: 100%; margin: .25rem 0 1rem;
  padding: .6rem .75rem; font: inherit; color: inherit; background: var(--back);
  border: 1px solid var(--soft); border-radius: 8px; }
button { padding: .6rem 1.25rem; margin-right: .5rem; font: inherit; font-weight: 600;
  color: var(--act-ink); background: var(--act); border: 1px solid var(--act);
  border-radius: 8px; cursor: pointer; }
button.second { color: var(--ink); background: transparent; border-color: var(--soft); }
a { color: var(--act); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.problem { color: var(--bad); font-weight: 600; }
code { overflow-wrap: anywhere; padding: .1rem .35rem; background: var(--back);
  border: 1px solid var(--line); border-radius: 4px; }
dt { color: var(--soft); } dd { margin: 0 0 .75rem; }
"""


def page(service: str, heading: str, content: str, status: int = 200) -> web.Response:
    """Return a page of a service; `content` is HTML whose values are escaped."""
    name, title = escape(service), escape(heading)
    return web.Response(
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-store"},
        text=f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - {name} simulator</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<header>{name} simulator: invented people, no real account</header>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
""",
    )


def hidden(fields: dict[str, str]) -> str:
    """Return form fields that a person does not see."""
    return "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def choose_person(people: Iterable[tuple[str, str]]) -> str:
    """Return radio buttons for (username, description); the first is selected."""
    choices = "\n".join(
        f'<label class="choice" for="person-{escape(username)}">'
        f'<input type="radio" name="username" value="{escape(username)}"'
        f' id="person-{escape(username)}"{"" if place else " checked"} required>'
        f"<span>{escape(username)} <small>{escape(words)}</small></span></label>"
        for place, (username, words) in enumerate(people)
    )
    return f"<fieldset><legend>Who are you?</legend>\n{choices}\n</fieldset>"


def decide() -> str:
    """Return the two buttons under a question."""
    return (
        '<button id="approve" name="action" value="Approve">Approve</button>\n'
        '<button id="deny" name="action" value="Deny" class="second">Deny</button>'
    )
