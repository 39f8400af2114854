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
