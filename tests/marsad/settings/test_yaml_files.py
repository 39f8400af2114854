import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import ConfigError
from marsad.settings.yaml_files import LARGEST_BYTES, Reference, YamlFile, read_yaml, written_key


def a_file(text: str) -> YamlFile:
    return YamlFile(name="some.yaml", text=text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: no", {"a": "no"}, id="no is a word (Norwegian)"),
        pytest.param("a: 10:30", {"a": "10:30"}, id="a clock is no number in base sixty"),
        pytest.param("a: 2026-04", {"a": "2026-04"}, id="a month stays as written"),
        pytest.param("a: 0123", {"a": "0123"}, id="no octal numbers"),
        pytest.param("a: null", {"a": None}, id="null"),
        pytest.param("a: ~", {"a": None}, id="tilde"),
        pytest.param("a:", {"a": None}, id="nothing"),
        pytest.param('a: "null"', {"a": "null"}, id="quoted null is a word"),
        pytest.param('a: ""', {"a": ""}, id="quoted nothing is an empty text"),
        pytest.param("- [1, [2]]\n- {b: c}", [["1", ["2"]], {"b": "c"}], id="nested"),
        pytest.param("a: كتائب", {"a": "كتائب"}, id="Arabic"),
        pytest.param("<<: {a: b}", {"<<": {"a": "b"}}, id="no merging"),
        pytest.param("", None, id="empty"),
        pytest.param("# only a comment", None, id="comment"),
    ],
)
def test_scalars_stay_as_they_are_written(text, expected):
    assert a_file(text).content == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: &x b\nc: *x", "some.yaml:1: expected no anchors and aliases"),
        ("a: *x", "some.yaml:1: expected no anchors and aliases"),
        ("a: &x [1]", "some.yaml:1: expected no anchors and aliases"),
        ("a:\n  !!python/object:os.system x", "some.yaml:2: expected no tags"),
        ("a: !!set {x: y}", "some.yaml:1: expected no tags"),
        ('"a\\nb": c\n"a\\nb": d', "some.yaml:2: expected 'a\\nb' once"),
        ("a: b\nc: d\na: e", "some.yaml:3: expected a once, got it twice"),
        ("a: b\n---\nc: d", "some.yaml:2: expected a single document"),
        ("{[a]: b}", "some.yaml:1: expected a word as key"),
        ("a: [b\nc: d", "some.yaml:2: no valid YAML"),
        ("a:\n\t- b", "some.yaml:2: no valid YAML"),
        ("a: 'b", "some.yaml:1: no valid YAML"),
        ("a: b\nc: \x01", "some.yaml:2: expected text without control characters"),
        ("[" * 100_000, "some.yaml:1: expected at most 30 levels"),
        ("- " * 100_000, "some.yaml:1: expected at most 30 levels"),
        ("{a: " * 100_000, "some.yaml:1: expected at most 30 levels"),
    ],
)
def test_what_we_do_not_take_is_told_with_its_line(text, problem):
    with pytest.raises(ConfigError) as caught:
        _ = a_file(text).content
    assert str(caught.value).startswith(problem)
    assert "\n" not in str(caught.value)


def test_the_line_of_a_value_is_that_of_its_key():
    file = a_file("a:\n  b:\n  - c\n  - d: e\n    f: g\n")
    assert file.line(("a",)) == 1
    assert file.line(("a", "b", 0)) == 3
    assert file.line(("a", "b", 1, "f")) == 5


def test_the_line_of_what_is_missing_is_that_of_what_is_around_it():
    assert a_file("a:\n- b: c\n").line(("a", 0, "missing")) == 2


def test_a_problem_names_file_line_and_key():
    file = YamlFile(name="some.yaml", text="- id: x\n  poll: y\n", root="sources")
    assert file.problem((0, "poll"), "wrong") == "some.yaml:2: sources[0].poll: wrong"


def test_a_reference_knows_where_it_stands():
    content = a_file("channels:\n  mail:\n    password: env:SMTP_PASSWORD\n").content
    password = content["channels"]["mail"]["password"]
    assert isinstance(password, Reference)
    assert password == "env:SMTP_PASSWORD"
    assert password.where == "some.yaml:3: channels.mail.password"


def test_a_reference_in_a_list_names_its_place():
    content = a_file("- x\n- {headers: {Cookie: file:c, Accept: env:B}}\n- file:d").content
    assert content[1]["headers"]["Cookie"].where == "some.yaml:2: [1].headers.Cookie"
    assert content[1]["headers"]["Accept"].where == "some.yaml:2: [1].headers.Accept"
    assert content[2].where == "some.yaml:3: [2]"


def test_a_reference_can_be_handed_to_another_process():
    copy = pickle.loads(pickle.dumps(Reference("env:A", "some.yaml:1: a")))
    assert (copy, copy.where) == ("env:A", "some.yaml:1: a")


def test_a_byte_order_mark_does_not_count(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b")
    assert read_yaml(path, "bom.yaml").content == {"a": "b"}


def test_other_encodings_are_refused_with_the_line(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("a: b\nc: café".encode("cp1252"))
    with pytest.raises(ConfigError, match=r"^latin\.yaml:2: expected UTF-8 text$"):
        read_yaml(path, "latin.yaml")


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * (LARGEST_BYTES + 1))
    with pytest.raises(ConfigError, match="expected a file of at most 5 MB"):
        read_yaml(path, "huge.yaml")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"^gone\.yaml: cannot be read: No such file"):
        read_yaml(tmp_path / "gone.yaml", "gone.yaml")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(text):
    problem = ""
    try:
        _ = a_file(text).content
    except ConfigError as error:
        problem = str(error)
    assert len(problem.splitlines()) <= 1


def test_a_key_is_written_as_a_person_would():
    assert written_key(("channels", "mail", "to", 2)) == "channels.mail.to[2]"
