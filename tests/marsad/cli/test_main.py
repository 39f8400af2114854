"""The command line as a shell meets it: exit codes, one clear line, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ARABIC = "هجوم على قاعدة"


def marsad(*arguments, stdout=subprocess.PIPE, given="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "marsad.cli.main", *arguments],
        input=given,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )


def test_output_is_utf_8_in_any_locale():
    done = marsad("fold", given=ARABIC, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    assert "هجوم" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line():
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = marsad("fold", given=ARABIC, stdout=full)
    assert done.returncode == 1
    assert done.stderr == "marsad: output: No space left on device\n"


def test_a_reader_that_has_gone_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    done = marsad("fold", given=ARABIC, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_file_that_cannot_be_written_is_named():
    done = marsad("replay", os.devnull, "--decisions", "/nowhere/decisions.jsonl")
    assert done.returncode == 1
    assert done.stderr == "marsad: /nowhere/decisions.jsonl: No such file or directory\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["replay"], "replay takes files", id="no files"),
        pytest.param(["incidents", "show"], "takes the id of an incident", id="no incident"),
        pytest.param(["alerts", "test"], "takes a channel", id="no channel"),
        pytest.param(["replay", "--since", "soon"], "expected a date or time", id="no time"),
    ],
)
def test_a_wrong_command_line_is_exit_code_2(arguments, said):
    done = marsad(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_day_without_a_zone_is_one_in_utc(tmp_path):
    (tmp_path / "marsad.yaml").write_text(f"archive: sqlite:///{tmp_path}/x.db\n")
    marsad("--config", str(tmp_path), "db", "upgrade")
    done = marsad("--config", str(tmp_path), "replay", "--from-archive", "--since", "2026-01-01")
    assert (done.returncode, done.stderr) == (0, "")
