"""The programs of the simulated Blubrry, and their changes by scene commands."""

from datetime import date
from operator import attrgetter
from zoneinfo import ZoneInfo

from tests.simulator.blubrry.hosting import Publication, Upload
from tests.simulator.blubrry.ledger import Ledger
from tests.simulator.blubrry.people import Episode, Person, Program
from tests.simulator.blubrry.settings import Settings
from tests.simulator.service import Service
from tests.simulator.shape import change


class Catalogue(Service):
    """All programs; all later responses reflect their changes."""

    people: dict[str, Person]
    programs: dict[int, Program]
    settings: Settings

    @property
    def publications(self) -> list[Publication]:
        """All calls that published a file, the oldest first."""
        return sorted(
            (one for program in self.programs.values() for one in program.publications),
            key=attrgetter("time"),
        )

    def put_program(self, program_id: int, **changes: object) -> Program:
        """Add a program, or change some fields of one that is there."""
        program = self.programs.get(program_id) or Program(
            program_id=program_id,
            keyword=f"program{program_id}",
            title=f"Program {program_id}",
            podcast_id=program_id,
            stats_program_id=program_id,
            feed_url=f"https://feeds.blubrry.com/feeds/program{program_id}.xml",
            audience=100,
        )
        change(program, {**changes, "program_id": program_id}, "program")
        self.programs[program_id] = program
        self.changed()
        return program

    def remove_program(self, program_id: int) -> None:
        """Delete a program from every account."""
        del self.programs[program_id]
        for person in self.people.values():
            if program_id in person.programs:
                person.programs.remove(program_id)
        self.changed()

    def find_program(self, name: str) -> Program | None:
        """Return the program that a path names by its keyword or its id."""
        for program in self.programs.values():
            keyword = None if self.settings.keyword_null else program.keyword
            if name in {keyword, str(program.program_id)}:
                return program
        return None

    def publish_episode(
        self,
        program_id: int,
        title: str,
        *,
        filename: str | None = None,
        duration: int = 1_800,
        notes: str = "",
        popularity: float = 1.0,
    ) -> Episode:
        """Bring out a new episode now; `duration` in seconds, `notes` in HTML."""
        program = self.programs[program_id]
        number = self._next_episode_id()
        episode = Episode(
            id=number,
            title=title,
            filename=filename or f"{program.program_id}-{number}.mp3",
            published=self.clock.now(),
            popularity=popularity,
            duration=duration,
            notes=notes,
        )
        program.episodes.append(episode)
        self.changed()
        return episode

    def publish_upload(self, program_id: int, upload: Upload, username: str) -> Episode:
        """Publish a file that was uploaded, and remember who did it."""
        program = self.programs[program_id]
        self._forget_draft(program, upload)
        program.uploads.remove(upload)
        program.publications.append(
            Publication(
                program_id=program_id,
                name=upload.name,
                username=username,
                time=self.clock.now(),
            )
        )
        return self._episode_of(program_id, upload)

    def keep_draft(self, program_id: int, upload: Upload) -> Episode:
        """Prepare the episode of a file that stays unpublished."""
        self._forget_draft(self.programs[program_id], upload)
        episode = self._episode_of(program_id, upload)
        episode.draft = True
        self.changed()
        return episode

    def upload(self, program_id: int, name: str, duration: int = 1_800) -> Upload:
        """Upload an unpublished file; `duration` in seconds."""
        upload = Upload(name=name, created=self.clock.now(), duration=duration)
        self.programs[program_id].uploads.append(upload)
        self.changed()
        return upload

    def use_up_quota(self, program_id: int) -> None:
        """Use up the quota of this month; it resets next month."""
        quota = self.programs[program_id].quota
        today = self.clock.local(ZoneInfo(self.settings.statistics_zone))
        reset = quota.begins_anew(today.date())
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
        quota.used_up_until = midnight.replace(
            year=reset.year, month=reset.month, day=reset.day
        ).timestamp()
        self.changed()

    def expire_plan(self, program_id: int, in_seconds: float = 0.0) -> None:
        """End the hosting plan of a program after a number of seconds."""
        quota = self.programs[program_id].quota
        quota.expires_at = self.clock.now() + in_seconds
        self.changed()

    def renew_plan(self, program_id: int) -> None:
        """Renew a hosting plan that has ended, or is frozen or used up."""
        quota = self.programs[program_id].quota
        quota.expires_at = quota.used_up_until = None
        quota.frozen = False
        self.changed()

    def boost(
        self, program_id: int, downloads: int, episode_id: int | None = None
    ) -> Episode:
        """Add downloads to today, of an episode or else of the newest one."""
        program, ledger = self._counted(program_id)
        episode = _episode(program, ledger, episode_id)
        day = ledger.today.isoformat()
        episode.extra[day] = episode.extra.get(day, 0) + downloads
        self.changed()
        return episode

    def boost_to(self, program_id: int, lifetime: int) -> Episode:
        """Add downloads to today so that the program has `lifetime` in total."""
        _, ledger = self._counted(program_id)
        missing = lifetime - ledger.lifetime()
        if missing < 0:
            raise ValueError(f"there are {-missing} downloads more than that already")
        return self.boost(program_id, missing)

    def correct(
        self, program_id: int, day: date, episode_id: int, downloads: int
    ) -> None:
        """Set the downloads of an episode on a day that is over."""
        program, ledger = self._counted(program_id)
        episode = _episode(program, ledger, episode_id)
        if not ledger.born(episode) <= day < ledger.today:
            raise ValueError(f"on {day} that episode was not out, or it is not over")
        if downloads < 0:
            raise ValueError("downloads are 0 or more")
        name = day.isoformat()
        episode.extra.pop(name, None)
        episode.extra[name] = downloads - ledger.on(episode, day)
        self.changed()

    def downloads(self, program_id: int, first: date, last: date) -> int:
        """Return the downloads from `first` to `last`, both included."""
        return self._counted(program_id)[1].total(first, last)

    def lifetime(self, program_id: int) -> int:
        """Return all downloads of a program."""
        return self._counted(program_id)[1].lifetime()

    def _episode_of(self, program_id: int, upload: Upload) -> Episode:
        title = upload.name.rpartition(".")[0].replace("-", " ")
        return self.publish_episode(
            program_id, title, filename=upload.name, duration=upload.duration
        )

    def _forget_draft(self, program: Program, upload: Upload) -> None:
        program.episodes = [
            episode
            for episode in program.episodes
            if not episode.draft or episode.filename != upload.name
        ]

    def _counted(self, program_id: int) -> tuple[Program, Ledger]:
        program = self.programs[program_id]
        zone = ZoneInfo(self.settings.statistics_zone)
        return program, Ledger(program, zone, self.clock.now())

    def _next_episode_id(self) -> int:
        everything = (
            episode.id
            for program in self.programs.values()
            for episode in program.episodes
        )
        return max(everything, default=0) + 1


def _episode(program: Program, ledger: Ledger, episode_id: int | None) -> Episode:
    """Return an episode that is out; the newest one for None."""
    for episode in ledger.episodes:
        if episode_id in {None, episode.id}:
            return episode
    raise LookupError(f"{program.title} has no episode {episode_id or 'yet'}")
