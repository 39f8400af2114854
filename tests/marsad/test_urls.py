import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.urls import canonical, host_of, masked, safe_link, same_site, story_id

PLAIN = "https://outlet.example/news/1"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://outlet.example/news/1", id="http"),
        pytest.param("HTTPS://Outlet.Example/news/1", id="letter case"),
        pytest.param("https://outlet.example:443/news/1", id="default port"),
        pytest.param("http://outlet.example:80/news/1", id="default port of http"),
        pytest.param("https://www.outlet.example/news/1", id="www"),
        pytest.param("https://m.outlet.example/news/1", id="mobile"),
        pytest.param("https://amp.outlet.example/news/1", id="amp host"),
        pytest.param("https://outlet.example/news/1/amp", id="amp at the end"),
        pytest.param("https://outlet.example/amp/news/1/", id="amp in front"),
        pytest.param("https://outlet.example/news/1.amp", id="amp ending"),
        pytest.param("https://outlet.example/news/1?amp=1&outputType=amp", id="amp parameter"),
        pytest.param("https://www.google.com/amp/s/outlet.example/news/1", id="amp viewer"),
        pytest.param("https://outlet-example.cdn.ampproject.org/c/s/outlet.example/news/1", id="c"),
        pytest.param("https://outlet.example/news/1/", id="slash"),
        pytest.param("https://outlet.example/news/1#comments", id="fragment"),
        pytest.param("https://outlet.example/news/1?utm_source=x&utm_medium=y", id="utm"),
        pytest.param("https://outlet.example/news/1?fbclid=abc&gclid=d", id="click ids"),
        pytest.param("https://outlet.example/news/./old/../1", id="dots"),
        pytest.param("https://user:pass@outlet.example/news/1", id="credentials"),
        pytest.param("https://outlet.example./news/1", id="final dot"),
        pytest.param(" https://outlet.example/ne\nws/1\t", id="line break inside"),
    ],
)
def test_spellings_of_one_address_are_one(url):
    assert canonical(url) == PLAIN
    assert story_id(url) == story_id(PLAIN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://outlet.example/news/1", "https://outlet.example/news/2"),
        ("https://outlet.example/a?id=1", "https://outlet.example/a?id=2"),
        ("https://outlet.example/News", "https://outlet.example/news"),
        ("https://outlet.example/a%2Fb", "https://outlet.example/a/b"),
        ("https://outlet.example:8080/a", "https://outlet.example/a"),
        ("https://ar.outlet.example/a", "https://outlet.example/a"),
        ("https://outlet.example/#!/story/1", "https://outlet.example/#!/story/2"),
        ("https://outlet.example/camp", "https://outlet.example/c"),
    ],
)
def test_different_pages_stay_different(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://outlet.example", "https://outlet.example/"),
        ("https://x.example/?b=2&a=1", "https://x.example/?a=1&b=2"),
        (
            "https://x.example/خبر",
            "https://x.example/%D8%AE%D8%A8%D8%B1",
        ),
        ("https://x.example/%d8%ae%7Ea", "https://x.example/%D8%AE~a"),
        ("https://outlet.قطر/", "https://outlet.xn--wgbl6a/"),
        ("https://m.co/a", "https://m.co/a"),
        ("tag:outlet.example,2021:1", "tag:outlet.example,2021:1"),
        ("http://[::1]:8080/x", "https://[::1]:8080/x"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_canonical_form(url, expected):
    assert canonical(url) == expected


HOSTS = r"(www\.|m\.|amp\.){0,3}[a-z0-9]{1,5}(\.[a-z]{2,5}){0,2}(:\d{1,4})?"
addresses = st.builds(
    "{}://{}/{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.from_regex(HOSTS, fullmatch=True),
    st.text(alphabet="/ab.%2fF~é خ\"'&=;:@amp-", max_size=20),
    st.text(alphabet="ab=&%+?utm_source/é#!", max_size=20).map("?{}".format),
)


@given(st.one_of(addresses, st.text(max_size=60)))
def test_canonical_twice_changes_nothing(url):
    once = canonical(url)
    assert canonical(once) == once
    assert len(story_id(url)) == 16


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVa\tScRiPt:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/hosts",
        "mailto:desk@outlet.example",
        "//outlet.example/a",
        "/a",
        "",
        "https://",
        "http://outlet.example\\@evil.example/",
        "http://outlet.example/a\x00b",
        "http://outlet.example/a\nb",
        "http://out\u202elet.example/",
        "http://out let.example/",
        "http://<script>/",
    ],
)
def test_no_link_is_shown_for(url):
    assert safe_link(url) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://outlet.example/a?b=c#d", "https://outlet.example/a?b=c#d"),
        ("HTTPS://outlet.example/a", "https://outlet.example/a"),
        (" https://outlet.example/a ", "https://outlet.example/a"),
        ("https://outlet.example/a b", "https://outlet.example/a%20b"),
        ('https://outlet.example/"onx="', "https://outlet.example/%22onx=%22"),
        ("https://outlet.example/<b>", "https://outlet.example/%3Cb%3E"),
        ("https://outlet.example/خبر", "https://outlet.example/خبر"),
        ("https://outlet.example/\u202egnp", "https://outlet.example/%E2%80%AEgnp"),
        ("https://bank.example@evil.example/", "https://evil.example/"),
    ],
)
def test_a_link_as_it_is_shown(url, shown):
    assert safe_link(url) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@outlet.example/feed", "https://outlet.example/feed"),
        ("https://outlet.example/feed?token=secret", "https://outlet.example/feed?…"),
        ("https://outlet.example/a\x1b[31m\nb", "https://outlet.example/a[31mb"),
        ("user:secret@outlet.example", "outlet.example"),
    ],
)
def test_secrets_are_masked(url, shown):
    assert masked(url) == shown


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.outlet.example/a", "http://outlet.example/b", True),
        ("https://ar.outlet.example/a", "http://en.outlet.example/b", True),
        ("https://outlet.example/", "https://other.example/", False),
        ("https://one.com.iq/", "https://other.com.iq/", False),
        ("https://a.one.com.iq/", "https://one.com.iq/", True),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/", True),
        ("http://10.0.0.1/", "http://9.0.0.1/", False),
        ("", "", False),
    ],
)
def test_same_site(one, other, same):
    assert same_site(one, other) is same


def test_host_of():
    assert host_of("https://WWW.Outlet.example:8/x") == "www.outlet.example"
    assert host_of("not an address") == ""
