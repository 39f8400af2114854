"""The archive's lists, as a user meets them after a replay that was kept."""

import csv
import io
import json
import subprocess
import sys

import pytest

STORY = {
    "id": "one",
    "url": "https://outlet.example/one",
    "title": "=Rockets hit Ain al-Asad air base",
    "text": "Ten rockets hit the Ain al-Asad air base in Anbar on Wednesday, wounding two "
    'contractors. "We will find who did it," Pentagon spokesman John Kirby said on Wednesday.',
    "published": "2021-03-03T12:00:00+03:00",
    "language": "en",
}


def marsad(*arguments):
    command = [sys.executable, "-m", "marsad.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A config folder whose archive holds one replayed attack."""
    folder = tmp_path_factory.mktemp("kept")
    url = f"sqlite:///{folder}/kept.db"
    (folder / "marsad.yaml").write_text(f"archive: {url}\n", encoding="utf-8")
    stories = folder.parent / "kept.jsonl"
    stories.write_text(json.dumps(STORY) + "\n", encoding="utf-8")
    done = marsad("--config", folder, "replay", stories, "--archive", url)
    assert done.returncode == 0, done.stderr
    return folder


def listed(config, *arguments):
    done = marsad("--config", config, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_story_is_found_by_its_words_and_by_its_place(config):
    for question in (
        ["rockets"],
        ['"ain al-asad"'],
        ["--place", "IQ"],
        ["--kind", "rocket_attack"],
    ):
        (line,) = listed(config, "search", *question, "--json").splitlines()
        assert json.loads(line)["id"] == "one"
    assert listed(config, "search", "football") == "nothing found\n"


def test_a_cell_that_a_spreadsheet_would_run_is_made_text(config):
    (row,) = csv.DictReader(io.StringIO(listed(config, "search", "--format", "csv")))
    assert row["title"] == "'" + STORY["title"]


def test_an_incident_stands_on_the_map_and_is_shown_whole(config):
    features = json.loads(listed(config, "incidents", "--format", "geojson"))["features"]
    (incident,) = features
    longitude, latitude = incident["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (42, 34)
    whole = json.loads(listed(config, "incidents", "show", incident["id"]))
    assert whole["facts"]["wounded"]["value"] == {"low": 2, "high": 2}
    assert whole["stories"] == ["one"]


def test_statements_and_alerts_are_listed(config):
    said = [json.loads(line) for line in listed(config, "statements", "--json").splitlines()]
    assert any(one["official"] and "Kirby" in one["speaker"] for one in said)
    raised = [json.loads(line) for line in listed(config, "alerts", "--json").splitlines()]
    assert "incident" in {one["about"] for one in raised}


def test_why_tells_the_chain(config):
    told = listed(config, "why", STORY["url"])
    assert "alerted: opened" in told
    assert "because rules[0]" in told
    decision = json.loads(listed(config, "why", "one", "--json"))
    assert decision["disposition"] == "alerted"
    assert marsad("--config", config, "why", "https://never.example/").returncode == 1
