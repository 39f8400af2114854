"""An archive that goes away."""

from contextlib import contextmanager
from dataclasses import dataclass

from marsad.errors import CannotDo


@dataclass
class Outage:
    """An archive that refuses the next so many transactions."""

    archive: object
    writes: int = 0
    looks: int = 0

    @contextmanager
    def writing(self):
        if self.writes:
            self.writes -= 1
            raise CannotDo("archive x: the disk is full")
        with self.archive.writing() as work:
            yield work

    @contextmanager
    def looking(self):
        if self.looks:
            self.looks -= 1
            raise CannotDo("archive x: the disk is full")
        with self.archive.looking() as work:
            yield work
