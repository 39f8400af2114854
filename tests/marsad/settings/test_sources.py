import pytest

from marsad.errors import ConfigError
from marsad.settings.load import load
from marsad.settings.sources import revealed
from tests.builders import a_source
from tests.marsad.settings.folders import a_folder, a_source_line


def with_headers(tmp_path, headers):
    line = a_source_line(headers=headers)
    [source] = load(
        a_folder(tmp_path, marsad="sources: {shipped: false}", sources__mine=line)
    ).sources
    return source


def test_secret_headers_stay_references_until_they_are_sent(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_TEST_HEADER", "Bearer hunter2")
    source = with_headers(tmp_path, "{Authorization: env:MARSAD_TEST_HEADER, Accept: text/xml}")
    assert source.headers["Authorization"] == "env:MARSAD_TEST_HEADER"
    assert revealed(source).headers == {"Authorization": "Bearer hunter2", "Accept": "text/xml"}


def test_a_missing_header_secret_names_its_place(tmp_path):
    source = with_headers(tmp_path, "{Cookie: env:MARSAD_NO_SUCH}")
    with pytest.raises(
        ConfigError, match=r"^sources/mine\.yaml:1: sources\[0\]\.headers\.Cookie: the env"
    ):
        revealed(source)


def test_a_source_without_secrets_is_left_as_it_is():
    source = a_source()
    assert revealed(source) is source


@pytest.mark.parametrize("name", ["Bad Name", '"a:b"', '"X\\r\\nY"', "اسم"])
def test_headers_need_sendable_names(tmp_path, name):
    with pytest.raises(ConfigError, match="expected names of HTTP headers"):
        with_headers(tmp_path, f"{{{name}: x}}")


@pytest.mark.parametrize(
    "url",
    ["//a.example", "https://", "javascript:alert(1)", "https://a.example:0/", "https://[::1"],
)
def test_addresses_are_web_addresses(tmp_path, url):
    with pytest.raises(ConfigError, match="expected an address that begins with http"):
        load(a_folder(tmp_path, sources__mine=a_source_line(url=f'"{url}"')))
