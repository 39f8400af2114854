"""Opening, transactions, and several at work at once."""

import multiprocessing
import resource
import shutil
import signal
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from marsad.archive import Archive
from marsad.errors import CannotDo
from marsad.model import Disposition, IncidentLookup, SourceId, Wanted
from tests.builders import DAY, PUBLISHED, a_fingerprint, a_statement_record, a_story, an_incident
from tests.marsad.archive.values import NOW, a_change, a_new_item, a_stored_story


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("nonsense", "is not understood", id="no address"),
        pytest.param("oracle9://x/y", "is not understood", id="unknown database"),
        pytest.param("mysql://user:hidden@x/y", "", id="another database"),
        pytest.param("sqlite:////nowhere/at/all/x.db", "no folder /nowhere/at/all", id="no folder"),
        pytest.param(
            "postgresql+psycopg://user:hidden@127.0.0.1:1/x", "cannot be opened", id="nobody there"
        ),
    ],
)
def test_an_archive_that_cannot_be_opened_gives_one_line_without_the_password(
    url: str, said: str
) -> None:
    with pytest.raises(CannotDo) as refused:
        Archive.open(url)
    message = str(refused.value)
    assert said in message
    assert "\n" not in message
    assert "hidden" not in message


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("These are my notes, not a database. " * 100)
    with pytest.raises(CannotDo, match="not a database"):
        Archive.open(f"sqlite:///{path}")


def test_a_path_is_relative_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive = Archive.open("sqlite:///x.db")
    archive.upgrade()
    archive.close()
    assert (tmp_path / "x.db").exists()


def test_a_deleted_file_takes_no_more_rows(tmp_path: Path) -> None:
    archive = Archive.open(f"sqlite:///{tmp_path / 'x.db'}")
    archive.upgrade()
    with archive.writing() as work:
        work.marks.set("name", "value")
    (tmp_path / "x.db").rename(tmp_path / "y.db")
    with pytest.raises(CannotDo, match="was deleted or replaced"), archive.writing():
        pass
    (tmp_path / "y.db").rename(tmp_path / "x.db")
    with archive.writing() as work:
        assert work.marks.get("name") == "value"
    archive.close()


def test_what_an_exception_leaves_is_rolled_back(archive: Archive) -> None:
    def break_off() -> None:
        with archive.writing() as work:
            work.stories.add(a_stored_story())
            raise RuntimeError("the reader broke")

    with pytest.raises(RuntimeError, match="the reader broke"):
        break_off()
    with archive.looking() as work:
        assert work.stories.counts() == {}


def test_a_look_changes_nothing(archive: Archive) -> None:
    with pytest.raises(Exception, match=r"read-?only"), archive.looking() as work:
        work.marks.set("name", "value")
    with archive.looking() as work:
        assert work.marks.get("name") is None


def test_a_look_sees_one_moment(archive: Archive) -> None:
    with archive.looking() as before:
        assert before.marks.get("name") is None
        with archive.writing() as work:
            work.marks.set("name", "value")
        assert before.marks.get("name") is None
    with archive.looking() as after:
        assert after.marks.get("name") == "value"


def test_one_transaction_inside_another_is_a_mistake(archive: Archive) -> None:
    with archive.writing(), pytest.raises(RuntimeError, match="open already"), archive.writing():
        pass
    with archive.writing() as work:
        work.marks.set("still", "works")


def test_in_memory_a_look_inside_a_transaction_sees_it(memory_archive: Archive) -> None:
    with memory_archive.writing() as work:
        work.marks.set("name", "value")
        with memory_archive.looking() as inside:
            assert inside.marks.get("name") == "value"
        with pytest.raises(RuntimeError, match="open already"), memory_archive.writing():
            pass


def test_threads_share_an_archive_in_memory(memory_archive: Archive) -> None:
    def count(name: str) -> None:
        for number in range(20):
            with memory_archive.writing() as work:
                work.marks.set(name, str(number))
            with memory_archive.looking() as work:
                assert work.marks.get(name) == str(number)

    names = [f"thread {number}" for number in range(4)]
    threads = [threading.Thread(target=count, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with memory_archive.looking() as work:
        assert {work.marks.get(name) for name in names} == {"19"}


def test_threads_write_one_after_the_other(archive: Archive) -> None:
    def add_one() -> None:
        for _ in range(20):
            with archive.writing() as work:
                work.marks.set("count", str(int(work.marks.get("count") or "0") + 1))

    threads = [threading.Thread(target=add_one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with archive.looking() as work:
        assert work.marks.get("count") == "60"


def test_who_looks_and_then_writes_is_not_overtaken(archive_url: str) -> None:
    def add_one() -> None:
        archive = Archive.open(archive_url)  # of its own, as another process would have
        for _ in range(20):
            with archive.writing() as work:
                work.marks.set("count", str(int(work.marks.get("count") or "0") + 1))
        archive.close()

    threads = [threading.Thread(target=add_one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    archive = Archive.open(archive_url)
    with archive.looking() as work:
        assert work.marks.get("count") == "60"
    archive.close()


def _archive_stories(url: str, name: str, number: int) -> None:
    """What another process does: look, then write, over and over."""
    archive = Archive.open(url)
    for each in range(number):
        with archive.writing() as work:
            item = a_new_item(f"{name}-{each}")
            assert work.items.add(SourceId("first-en"), [item], NOW).new == 1
            work.stories.add(a_stored_story(f"story-{name}-{each}"))
    archive.close()


def test_two_processes_write_without_locking_each_other_out(archive_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_archive_stories, args=(archive_url, name, 40))
        for name in ("left", "right")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    archive = Archive.open(archive_url)
    with archive.looking() as work:
        assert work.stories.counts() == {Disposition.KEPT: 80}
        assert work.items.pending_count() == 80
    archive.close()


def test_a_lost_connection_costs_one_transaction(postgres_url: str) -> None:
    archive = Archive.open(postgres_url)
    archive.upgrade()
    other = sa.create_engine(postgres_url)

    def write_cut_off() -> None:
        with archive.writing() as work:
            work.marks.set("name", "first")
            with other.begin() as connection:
                connection.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
            work.marks.set("name", "second")

    with pytest.raises(CannotDo, match="archive postgresql"):
        write_cut_off()
    with archive.writing() as work:
        assert work.marks.get("name") is None
        work.marks.set("name", "third")
    other.dispose()
    archive.close()


def test_a_full_disk_costs_one_transaction(tmp_path: Path, sqlite_template: Path) -> None:
    path = tmp_path / "full.db"
    shutil.copy(sqlite_template, path)
    archive = Archive.open(f"sqlite:///{path}")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))

        def fill() -> None:
            with archive.writing() as work:
                for number in range(100):
                    long = a_story(f"story-{number}", text="rockets " * 10_000)
                    work.stories.add(a_stored_story(story=long))

        with pytest.raises(CannotDo, match=r"full.db: .*disk"):
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    with archive.writing() as work:
        assert work.stories.counts() == {}
        work.stories.add(a_stored_story())
    assert archive.check() == ()
    archive.close()


def test_a_sound_archive_has_no_complaints(archive: Archive) -> None:
    with archive.writing() as work:
        work.stories.add(a_stored_story())
        work.stories.add(a_stored_story("story-2", disposition=Disposition.OFF_TOPIC))
    assert archive.check() == ()


def test_a_damaged_file_is_complained_about(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    archive = Archive.open(f"sqlite:///{path}")
    archive.upgrade()
    with archive.writing() as work:
        for number in range(200):
            work.stories.add(a_stored_story(f"story-{number}"))
    archive.close()
    damaged = bytearray(path.read_bytes())
    damaged[-40_000:-20_000] = b"\xff" * 20_000
    path.write_bytes(damaged)
    archive = Archive.open(f"sqlite:///{path}")
    complaints = archive.check()
    archive.close()
    assert complaints


def test_one_look_gathers_what_grouping_wants(archive: Archive) -> None:
    told = a_fingerprint("ten rockets hit the base at dawn and nobody was hurt, the army said")
    story, copy = a_stored_story("story-1"), a_stored_story("story-2")
    wanted = Wanted(
        story=story.story.id,
        fingerprint=told,
        copies_since=PUBLISHED,
        incidents=IncidentLookup(earliest=DAY, latest=DAY),
        speakers=("pentagon-press-secretary",),
        statements_since=PUBLISHED,
    )
    with archive.writing() as work:
        assert work.look_up(wanted).earlier is None
        work.stories.add(story)
        assert copy.reading is not None
        work.stories.add(a_stored_story("story-2", reading=replace(copy.reading, fingerprint=told)))
        work.incidents.save(a_change(an_incident()), NOW, story.story.id)
        work.statements.add(a_statement_record())
        known = work.look_up(wanted)
    assert known.earlier is not None
    assert known.earlier.story == story.story
    assert [found.story for found in known.copies] == ["story-2"]
    assert known.incidents == (an_incident(),)
    assert known.statements == (a_statement_record(),)
