"""The initial programs and accounts; all works are free or public domain.

Every program has future episodes, which are published as the clock passes them.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from tests.simulator.blubrry.hosting import Migration, Moving, Quota, QuotaMode, Upload
from tests.simulator.blubrry.people import Episode, Person, Program, Statistics, Tier

CLIENT_ID: Final = "demo-client"
CLIENT_SECRET: Final = "demo-secret"

HOUR: Final = 3600
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

FILMS: Final = (
    "Big Buck Bunny",
    "Sintel",
    "Tears of Steel",
    "Elephants Dream",
    "Cosmos Laundromat",
    "Spring",
    "Glass Half",
    "Caminandes",
    "Charge",
    "Hero",
    "Coffee Run",
    "Sprite Fright",
)

BOOKS: Final = (
    ("The Time Machine", "timemachine"),
    ("Pride and Prejudice", "prideprejudice"),
    ("The Adventures of Sherlock Holmes", "sherlockadventures"),
    ("Frankenstein", "frankenstein"),
    ("Dracula", "dracula"),
    ("Moby Dick", "mobydick"),
    ("Treasure Island", "treasureisland"),
    ("The War of the Worlds", "waroftheworlds"),
    ("Alice's Adventures in Wonderland", "alicewonderland"),
    ("The Call of the Wild", "callofthewild"),
    ("Jane Eyre", "janeeyre"),
    ("Wuthering Heights", "wutheringheights"),
    ("Great Expectations", "greatexpectations"),
    ("A Tale of Two Cities", "twocities"),
    ("The Wind in the Willows", "windwillows"),
    ("The Secret Garden", "secretgarden"),
    ("Walden", "walden"),
    ("Middlemarch", "middlemarch"),
    ("The Odyssey", "odyssey"),
    ("The Republic", "republic"),
    ("Meditations", "meditations"),
    ("The Prince", "theprince"),
    ("Leaves of Grass", "leavesofgrass"),
    ("The Art of War", "artofwar"),
)


def _episodes(
    now: float, first_id: int, names: Iterable[str], slug: str, *, out: int
) -> list[Episode]:
    """Return weekly episodes at 06:00 UTC, of which `out` are out already."""
    # Two days ago at six, so that the newest one has been counted for a while.
    newest = now - now % DAY - 2 * DAY + 6 * HOUR
    return [
        Episode(
            id=first_id + place,
            title=f"Ep {place + 1}: {name}",
            filename=f"{slug}-{place + 1:03}.mp3",
            published=newest + (place + 1 - out) * WEEK,
            popularity=0.75 + (place * 37 % 50) / 100,
            duration=1_260 + place * 271 % 900,
            notes=f"<p>{escape(name)}, under a free licence.</p>",
        )
        for place, name in enumerate(names)
    ]


def programs(now: float) -> dict[int, Program]:
    """Return all programs, by id; dates are unix seconds and depend on `now`."""
    films = [
        f"{film}, {part}"
        for part in ("the story", "the sound", "the making")
        for film in FILMS
    ]
    listed = [
        Program(
            program_id=40_211,
            keyword="openmovies",
            title="Open Movie Hour",
            podcast_id=91_733,
            stats_program_id=55_120,
            feed_url="https://feeds.blubrry.com/feeds/openmovies.xml",
            audience=640,
            author="The Open Movie Club",
            description="Films under free licences, told and taken apart.",
            category="TV & Film",
            tier=Tier.ADVANCED,
            special_access=True,
            uploads=[
                Upload(name="omh-031-raw.mp3", created=now - DAY, duration=1_712),
                Upload(name="omh-trailer.wav", created=now - 3 * HOUR, duration=94),
            ],
            episodes=_episodes(now, 150_220_000, films, "omh", out=30),
        ),
        Program(
            program_id=1_498_812,
            # A keyword of digits alone is a keyword all the same.
            keyword="1498812",
            title="Sintel Soundtrack Sessions",
            podcast_id=1_498_812,
            stats_program_id=77_004,
            feed_url="https://example.org/feed/podcast/",
            audience=95,
            author="Sintel Listeners",
            description="The music of Sintel, one session at a time.",
            category="Music",
            artwork=False,
            quota=Quota(unlimited=True),
            migrations=[
                Migration(
                    source_url="https://example.org/sessions/001.mp3",
                    new_url="https://media.blubrry.com/1498812/sss-001.mp3",
                    status=Moving.COMPLETED,
                ),
                Migration(source_url="https://example.org/sessions/002.mp3"),
            ],
            episodes=_episodes(
                now,
                150_230_000,
                (f"Session {number}" for number in range(1, 21)),
                "sss",
                out=8,
            ),
        ),
        Program(
            program_id=40_350,
            keyword="bunnydiaries",
            title="Big Buck Bunny Diaries",
            podcast_id=91_990,
            stats_program_id=55_410,
            feed_url="https://feeds.blubrry.com/feeds/bunnydiaries.xml",
            audience=210,
            author="Friends of Big Buck Bunny",
            description="A rabbit's days, for more than a year now.",
            category="Comedy",
            quota=Quota(mode=QuotaMode.TIME, total=6 * HOUR, reset_day=17),
            uploads=[Upload(name="bbd-066.mp3", created=now - 2 * DAY)],
            episodes=_episodes(
                now,
                150_240_000,
                (f"Day {number} in the meadow" for number in range(1, 101)),
                "bbd",
                out=64,
            ),
        ),
        Program(
            program_id=40_777,
            keyword="steeltapes",
            title="The Tears of Steel Tapes",
            podcast_id=92_500,
            stats_program_id=55_900,
            feed_url="https://feeds.blubrry.com/feeds/steeltapes.xml",
            audience=0,
            # Free statistics, and hosted elsewhere.
            hosting=False,
            tier=Tier.FREE,
            statistics=Statistics.NOTHING_YET,
        ),
    ]
    listed += [
        Program(
            program_id=41_000 + place,
            keyword=f"librivox{keyword}",
            title=f"LibriVox: {title}",
            podcast_id=93_000 + place,
            stats_program_id=56_000 + place,
            feed_url=f"https://feeds.blubrry.com/feeds/librivox{keyword}.xml",
            audience=60 + place * 11,
            author="LibriVox Volunteers",
            description=f"{title}, read aloud; in the public domain.",
            episodes=_episodes(
                now,
                151_000_000 + place * 100,
                (f"Chapter {number}" for number in range(1, 9)),
                keyword,
                out=5,
            ),
        )
        for place, (title, keyword) in enumerate(BOOKS)
    ]
    return {program.program_id: program for program in listed}


def people(programs: dict[int, Program]) -> dict[str, Person]:
    """Return everybody, by username."""
    books = [
        number
        for number, program in programs.items()
        if program.keyword.startswith("librivox")
    ]
    everybody = [
        Person(
            username="filmhost",
            email="filmhost@example.org",
            programs=[40_211, 1_498_812],
        ),
        Person(username="bunnyfan", email="bunnyfan@example.org", programs=[40_350]),
        Person(username="librarian", email="librarian@example.org", programs=books),
        # Other accounts share programs with this one: their programs overlap.
        Person(
            username="guestreader",
            email="guestreader@example.org",
            programs=[40_211, 40_777, books[0]],
        ),
        Person(username="newcomer", email="newcomer@example.org"),
    ]
    return {person.username: person for person in everybody}
