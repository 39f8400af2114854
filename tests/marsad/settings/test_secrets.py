import pickle

import pytest
from pydantic import BaseModel, ValidationError

from marsad.errors import ConfigError
from marsad.settings.secrets import Secret, secret, secrets_in
from marsad.settings.yaml_files import Reference


class Holder(BaseModel):
    password: Secret | None = None


def test_a_secret_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("MARSAD_TEST_SECRET", "hunter2")
    assert Secret("env:MARSAD_TEST_SECRET").reveal() == "hunter2"


def test_a_secret_comes_from_a_file_without_its_line_end(tmp_path):
    path = tmp_path / "password"
    path.write_text("hunter2\r\n")
    assert Secret(f"file:{path}").reveal() == "hunter2"


def test_nothing_shows_the_secret(monkeypatch):
    monkeypatch.setenv("MARSAD_TEST_SECRET", "hunter2")
    found = Secret("env:MARSAD_TEST_SECRET")
    found.reveal()
    assert "hunter2" not in repr(found) + str(found) + repr(pickle.dumps(found))


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("env:MARSAD_NO_SUCH", "the environment variable MARSAD_NO_SUCH is not set"),
        ("env:MARSAD_EMPTY", "env:MARSAD_EMPTY is empty, expected a secret"),
        ("file:no/such/file", "the file no/such/file cannot be read: No such file or directory"),
        ("file:/dev/zero", "the file /dev/zero is too large for a secret"),
    ],
)
def test_a_missing_secret_says_where_it_is_wanted(monkeypatch, reference, problem):
    monkeypatch.setenv("MARSAD_EMPTY", "")
    wanted = secret(Reference(reference, "alerts.yaml:12: channels.mail.password"))
    with pytest.raises(ConfigError) as caught:
        wanted.reveal()
    assert str(caught.value) == f"alerts.yaml:12: channels.mail.password: {problem}"


@pytest.mark.parametrize("written", ["hunter2", "env:", "ENV:NAME", "vault:x", ["env:X"], None, 5])
def test_plain_secrets_are_refused_and_not_repeated(written):
    with pytest.raises(ValueError, match="expected env:NAME or file:PATH") as caught:
        secret(written)
    assert "hunter2" not in str(caught.value)


def test_a_model_takes_references_only():
    assert Holder.model_validate({"password": "env:X"}).password == Secret("env:X")
    with pytest.raises(ValidationError, match="secrets do not stand in config files"):
        Holder.model_validate({"password": "hunter2"})


def test_all_secrets_of_a_section_are_found():
    section = {
        "a": (Holder(password=Secret("env:A")), Holder()),
        "b": [Secret("env:B")],
        "c": "env:C",
    }
    assert [found.reference for found in secrets_in(section)] == ["env:A", "env:B"]
