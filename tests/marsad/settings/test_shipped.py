"""The sources that come with marsad."""

from collections import Counter
from urllib.parse import urlsplit

import pytest

from marsad.settings.load import Settings, load

AGGREGATORS = {"news.google.com", "www.bing.com"}


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return load(None)


def test_no_address_is_polled_twice(shipped):
    counted = Counter(source.url for source in shipped.sources if source.enabled)
    assert [url for url, times in counted.items() if times > 1] == []


def test_aggregators_are_off_and_nobodys_fallback(shipped):
    polled = [source for source in shipped.sources if source.enabled]
    urls = [source.url for source in polled]
    urls += [fallback.url for source in polled for fallback in source.fallback]
    assert [url for url in urls if urlsplit(url).hostname in AGGREGATORS] == []


def test_every_language_that_is_polled_has_its_words(shipped):
    languages = {source.language for source in shipped.sources if source.enabled}
    assert languages <= set(shipped.event_words)
    assert languages <= set(shipped.statement_words)


def test_the_editions_of_an_outlet_share_its_name(shipped):
    hosts: dict[str, set[str]] = {}
    for source in shipped.sources:
        host = urlsplit(source.url).hostname or ""
        if host not in AGGREGATORS:
            hosts.setdefault(host.removeprefix("www."), set()).add(source.outlet)
    assert {host: outlets for host, outlets in hosts.items() if len(outlets) > 1} == {}
