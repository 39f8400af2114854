import time
from datetime import timedelta

import pytest

from marsad.errors import ConfigError
from marsad.settings.load import check_secrets, load, shipped_folder
from tests.marsad.settings.folders import a_folder, a_source_line

A_RULE = "recipients: {desk: {channels: console}}\nrules:\n- {tell: desk, about: [attack]"


def problems_of(folder):
    with pytest.raises(ConfigError) as caught:
        load(folder)
    return str(caught.value).splitlines()


def test_the_shipped_config_is_whole():
    settings = load(None)
    assert len(settings.sources) > 100
    assert "harir" in settings.watchlists.places
    assert "rocket_attack" in {kind.id for kind in settings.kinds}
    assert settings.alerts.rules
    assert settings.folder is None


def test_the_shipped_main_file_says_what_holds_without_it(tmp_path):
    shipped, bare = load(None), load(a_folder(tmp_path, marsad=""))
    for name in ("archive", "scope", "freshness", "web", "fetch", "limits", "cluster", "heartbeat"):
        assert getattr(shipped, name) == getattr(bare, name)


def test_loading_is_quick():
    load(None)
    start = time.process_time()
    load(None)
    assert time.process_time() - start < 0.35


def test_a_file_replaces_the_shipped_one_of_its_name(tmp_path):
    folder = a_folder(tmp_path, sources__iraq=a_source_line(id="only"))
    sources = {source.id for source in load(folder).sources}
    assert "only" in sources
    assert "shafaq-en" not in sources
    assert "irna-en" in sources


def test_files_in_folders_are_added(tmp_path):
    folder = a_folder(
        tmp_path,
        sources__mine=a_source_line(id="mine"),
        watchlists__mine="terms: [{id: oil, names: {en: [oil export]}}]",
        languages__tr__events="language: tr",
    )
    settings = load(folder)
    assert {"mine", "shafaq-en"} <= {source.id for source in settings.sources}
    assert "oil" in settings.watchlists.terms
    assert "tr" in settings.event_words
    assert settings.folder == tmp_path


def test_an_entry_replaces_the_shipped_one_of_its_id(tmp_path):
    folder = a_folder(
        tmp_path,
        sources__mine=a_source_line(id="shafaq-en", outlet="Mine"),
        watchlists__mine="places: [{id: harir, name: My Harir}]",
    )
    settings = load(folder)
    assert [one.outlet for one in settings.sources if one.id == "shafaq-en"] == ["Mine"]
    assert settings.watchlists.places["harir"].name == "My Harir"


def test_what_a_file_takes_away_is_not_missed_by_shipped_entries(tmp_path):
    folder = a_folder(
        tmp_path,
        kinds="kinds: [{id: rocket_attack, label: Rocket attack, attack: true}]",
        watchlists__actors="actors: [{id: mine, name: Mine, names: {}}]",
        watchlists__organisations="organisations: []",
        watchlists__places="places: [{id: here, name: Here}]",
        watchlists__weapons="weapons: []",
    )
    settings = load(folder)
    assert set(settings.watchlists.actors) == {"mine"}
    assert set(settings.watchlists.offices) == set()
    assert set(settings.event_words["en"].kinds) <= {"rocket_attack"}


def test_what_a_file_takes_away_is_missed_by_own_entries(tmp_path):
    folder = a_folder(
        tmp_path,
        watchlists__organisations="organisations: []",
        watchlists__offices="offices:\n- {id: x, organisation: iq-gov, title: X, titles: {}}",
    )
    assert problems_of(folder) == [
        'watchlists/offices.yaml:2: offices[0].organisation: there is no organisation "iq-gov"'
    ]


def test_the_shipped_sources_can_be_left_out(tmp_path):
    folder = a_folder(
        tmp_path, marsad="sources: {shipped: false}", sources__mine=a_source_line(id="mine")
    )
    assert [source.id for source in load(folder).sources] == ["mine"]


def test_files_that_are_not_yaml_and_hidden_ones_are_left_alone(tmp_path):
    (tmp_path / "README.md").write_text("read me")
    (tmp_path / ".hidden.yaml").write_text("x: y")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "page.html").write_text("<p>")
    assert load(tmp_path).archive == "sqlite:///marsad.db"


def test_a_source_comes_as_the_crawler_takes_it(tmp_path):
    entry = """
- id: mine
  outlet: My Outlet
  kind: listing
  url: https://a.example/news
  language: no
  zone: Asia/Baghdad
  poll: 90s
  grade: B
  enabled: false
  select: {entry: h2 a, text: div.body}
  robots: ignore
  headers: {Accept: "*/*"}
  expect: {every: 6h}
  fallback: [{kind: rss, url: "https://a.example/feed"}]
"""
    folder = a_folder(tmp_path, marsad="sources: {shipped: false}", sources__mine=entry)
    [source] = load(folder).sources
    assert source.language == "no"
    assert source.poll_seconds == 90
    assert not source.enabled
    assert source.select.entry == "h2 a"
    assert source.select.title is None
    assert source.expect_seconds == timedelta(hours=6).total_seconds()
    assert source.fallback[0].url == "https://a.example/feed"
    assert dict(source.headers) == {"Accept": "*/*"}


BROKEN = [
    # marsad.yaml
    ("marsad", "archive: [a]", "marsad.yaml:1: archive: expected text, got a list"),
    ("marsad", "\nscop: all", "marsad.yaml:2: scop: unknown key; did you mean scope?"),
    ("marsad", "zzz: all", "marsad.yaml:1: zzz: unknown key"),
    (
        "marsad",
        "scope: all",
        'marsad.yaml:1: scope: expected one of watchlists, everything, got "all"',
    ),
    (
        "marsad",
        "freshness:\n  attack: 36 hours",
        'marsad.yaml:2: freshness.attack: expected a duration such as 30s, 2m, 1h, got "36 hours"',
    ),
    (
        "marsad",
        "freshness: {attack: 0h}",
        'marsad.yaml:1: freshness.attack: expected more than 0s, got "0h"',
    ),
    ("marsad", "web: x", 'marsad.yaml:1: web: expected keys with values, got "x"'),
    (
        "marsad",
        "web: {listen: 0.0.0.0:8800}",
        "marsad.yaml:1: web.token: required to listen beyond this machine, "
        "e.g. token: env:MARSAD_TOKEN",
    ),
    (
        "marsad",
        'web: {listen: "8800"}',
        'marsad.yaml:1: web.listen: expected host:port such as 127.0.0.1:8800, got "8800"',
    ),
    (
        "marsad",
        "web:\n  token: hunter2",
        "marsad.yaml:2: web.token: "
        "expected env:NAME or file:PATH, secrets do not stand in config files",
    ),
    (
        "marsad",
        "fetch: {allow_networks: [127.0.0.1/8]}",
        "marsad.yaml:1: fetch.allow_networks[0]: "
        'expected a network such as 127.0.0.0/8 or 10.1.2.3/32, got "127.0.0.1/8"',
    ),
    (
        "marsad",
        "fetch: {allow_networks: 127.0.0.0/8}",
        'marsad.yaml:1: fetch.allow_networks: expected a list, got "127.0.0.0/8"',
    ),
    (
        "marsad",
        'fetch: {contact: "a\\r\\nX-Evil: b"}',
        "marsad.yaml:1: fetch.contact: "
        r'expected an e-mail address or a web address, got "a\r\nX-Evil: b"',
    ),
    (
        "marsad",
        "cluster: true",
        "marsad.yaml:1: cluster: "
        'expected false: more than one machine is not available yet, got "true"',
    ),
    ("marsad", "cluster: maybe", 'marsad.yaml:1: cluster: expected true or false, got "maybe"'),
    (
        "marsad",
        "limits:\n  wave:\n    incidents: 1",
        'marsad.yaml:3: limits.wave.incidents: expected at least 2, got "1"',
    ),
    (
        "marsad",
        "limits: {budget_hour: few}",
        'marsad.yaml:1: limits.budget_hour: expected a whole number, got "few"',
    ),
    (
        "marsad",
        "heartbeat: {at: 8}",
        'marsad.yaml:1: heartbeat.at: expected a time of day such as "06:30", got "8"',
    ),
    (
        "marsad",
        "heartbeat: {ping: example.org}",
        "marsad.yaml:1: heartbeat.ping: "
        "expected an address that begins with http:// or https:// or env:NAME or file:PATH",
    ),
    ("marsad", "- archive", "marsad.yaml:1: expected keys with values, got a list"),
    ("marsad", "some words", 'marsad.yaml:1: expected keys with values, got "some words"'),
    ("marsad", "a: [b\nc: d", "marsad.yaml:2: no valid YAML: did not find expected ',' or ']'"),
    ("marsad", "a: &x b", "marsad.yaml:1: expected no anchors and aliases"),
    ("marsad", b"archive: \xff", "marsad.yaml:1: expected UTF-8 text"),
    # sources
    (
        "sources__mine",
        a_source_line() + a_source_line(id="b", poll="2 minuts"),
        "sources/mine.yaml:2: sources[1].poll: "
        'expected a duration such as 30s, 2m, 1h, got "2 minuts"',
    ),
    (
        "sources__mine",
        a_source_line(poll="0.5s"),
        'sources/mine.yaml:1: sources[0].poll: expected at least 1s, got "0.5s"',
    ),
    (
        "sources__mine",
        a_source_line(kind="rs"),
        "sources/mine.yaml:1: sources[0].kind: expected one of rss, atom, json-feed, sitemap, "
        'listing, json, telegram, got "rs"; did you mean rss?',
    ),
    (
        "sources__mine",
        a_source_line(url=""),
        "sources/mine.yaml:1: sources[0].url: required, but missing",
    ),
    (
        "sources__mine",
        a_source_line(url="ftp://a.example/f"),
        "sources/mine.yaml:1: sources[0].url: "
        'expected an address that begins with http:// or https://, got "ftp://a.example/f"',
    ),
    (
        "sources__mine",
        a_source_line(pol="2m"),
        "sources/mine.yaml:1: sources[0].pol: unknown key; did you mean poll?",
    ),
    (
        "sources__mine",
        a_source_line(expect="{every: 6h, evry: 6h}"),
        "sources/mine.yaml:1: sources[0].expect.evry: unknown key; did you mean every?",
    ),
    (
        "sources__mine",
        a_source_line(id="a b"),
        "sources/mine.yaml:1: sources[0].id: "
        'expected letters, digits, dots, hyphens and underscores, got "a b"',
    ),
    (
        "sources__mine",
        a_source_line(zone="Asia/Bagdad"),
        "sources/mine.yaml:1: sources[0].zone: "
        'expected a time zone such as Asia/Baghdad, got "Asia/Bagdad"',
    ),
    (
        "sources__mine",
        a_source_line(zone="../../etc/passwd"),
        "sources/mine.yaml:1: sources[0].zone: "
        'expected a time zone such as Asia/Baghdad, got "../../etc/passwd"',
    ),
    (
        "sources__mine",
        a_source_line(language="English"),
        "sources/mine.yaml:1: sources[0].language: "
        'expected a language code such as en, ar, fa, got "English"',
    ),
    (
        "sources__mine",
        a_source_line(headers="{Authorization: Bearer hunter2}"),
        "sources/mine.yaml:1: sources[0].headers: "
        "expected env:NAME or file:PATH for Authorization, secrets do not stand in config files",
    ),
    (
        "sources__mine",
        a_source_line(headers='{Accept: "a\\r\\nb"}'),
        "sources/mine.yaml:1: sources[0].headers.Accept: "
        r'expected text on one line, got "a\r\nb"',
    ),
    (
        "sources__mine",
        a_source_line(fallback="{kind: rss}"),
        "sources/mine.yaml:1: sources[0].fallback: expected a list, got keys with values",
    ),
    (
        "sources__mine",
        a_source_line() + a_source_line(),
        "sources/mine.yaml:2: sources[1].id: "
        'expected an id of its own, "a" stands in sources/mine.yaml:1 too',
    ),
    (
        "sources__mine",
        "sources: []",
        "sources/mine.yaml:1: sources: expected a list, got keys with values",
    ),
    # watchlists
    (
        "watchlists__mine",
        "actors: [{id: x, name: X}]",
        "watchlists/mine.yaml:1: actors[0].names: required, but missing",
    ),
    (
        "watchlists__mine",
        "places: [{id: x, name: X, within: [anbarr]}]",
        "watchlists/mine.yaml:1: places[0].within[0]: "
        'there is no place "anbarr"; did you mean anbar?',
    ),
    (
        "watchlists__mine",
        "places:\n- id: x\n  name: X\n  lat: north",
        'watchlists/mine.yaml:4: places[0].lat: expected a number, got "north"',
    ),
    (
        "watchlists__mine",
        "actor: []",
        "watchlists/mine.yaml:1: actor: unknown key; did you mean actors?",
    ),
    (
        "watchlists__mine",
        "weapons: [{id: w, name: W, names: {}, family: x, suggests: rocket_atack}]",
        "watchlists/mine.yaml:1: weapons[0].suggests: "
        'there is no kind of event "rocket_atack"; did you mean rocket_attack?',
    ),
    (
        "watchlists__mine",
        'terms: [{id: oil, names: {en: [oil, " "]}}]',
        "watchlists/mine.yaml:1: terms[0].names.en[1]: "
        'expected text of at least 1 letters, got " "',
    ),
    (
        "watchlists__mine",
        "places: [{id: x, name: X, lat: 95}]",
        'watchlists/mine.yaml:1: places[0].lat: expected at most 90, got "95"',
    ),
    (
        "watchlists__mine",
        "places: [{id: x, name: X, lon: nan}]",
        'watchlists/mine.yaml:1: places[0].lon: expected at most 180, got "nan"',
    ),
    # languages and kinds
    (
        "languages__tr__events",
        "language: tr\nkinds:\n  rocket_atack: {nouns: [roket]}",
        "languages/tr/events.yaml:3: kinds.rocket_atack: "
        'there is no kind of event "rocket_atack"; did you mean rocket_attack?',
    ),
    (
        "languages__tr__events",
        "language: tr\nweapons: {no-such: [roket]}",
        'languages/tr/events.yaml:2: weapons.no-such: there is no weapon "no-such"',
    ),
    # alerts.yaml
    (
        "alerts",
        "channels:\n  box: {kind: emial}",
        "alerts.yaml:2: channels.box: "
        "expected kind: console, email, slack, webhook, apprise or maildir",
    ),
    (
        "alerts",
        "channels: {box: {kind: maildir, path: x, pth: y}}",
        "alerts.yaml:1: channels.box.pth: unknown key; did you mean path?",
    ),
    (
        "alerts",
        "channels: {box: {kind: slack, webhook: https://hooks.example/hunter2}}",
        "alerts.yaml:1: channels.box.webhook: "
        "expected env:NAME or file:PATH, secrets do not stand in config files",
    ),
    (
        "alerts",
        "recipients:\n  desk:\n    channels: [ops]",
        "alerts.yaml:2: recipients.desk: there is no channel 'ops'",
    ),
    (
        "alerts",
        A_RULE.replace("tell: desk", "tell: desc") + "}",
        "alerts.yaml:3: rules[0].tell: there is no recipient 'desc'",
    ),
    (
        "alerts",
        A_RULE.replace("attack", "atack") + "}",
        "alerts.yaml:3: rules[0].about[0]: "
        'expected one of attack, statement, story, got "atack"; did you mean attack?',
    ),
    (
        "alerts",
        A_RULE + ", places: [IQ, anbarr]}",
        "alerts.yaml:3: rules[0].places[1]: "
        'there is no place or country "anbarr"; did you mean anbar?',
    ),
    (
        "alerts",
        A_RULE + ", actors: [nobody-here]}",
        'alerts.yaml:3: rules[0].actors[0]: there is no actor "nobody-here"',
    ),
    (
        "alerts",
        A_RULE + ", terms: [oil]}",
        'alerts.yaml:3: rules[0].terms[0]: there is no term "oil"',
    ),
    (
        "alerts",
        A_RULE + ", severity: hgh}",
        "alerts.yaml:3: rules[0].severity: "
        'expected one of critical, high, medium, low, got "hgh"; did you mean high?',
    ),
    # files that nobody reads
    (
        "allerts",
        "rules: []",
        "allerts.yaml: expected marsad.yaml, alerts.yaml, kinds.yaml; did you mean alerts.yaml?",
    ),
    (
        "source__mine",
        "[]",
        "source/mine.yaml: expected a folder sources, watchlists, languages; did you mean sources?",
    ),
    ("sources__iraq__mine", "[]", "sources/iraq/mine.yaml: expected no folders inside sources"),
    (
        "languages__en",
        "",
        "languages/en.yaml: expected languages/<code>/events.yaml or statements.yaml",
    ),
    (
        "languages__en__evnts",
        "",
        "languages/en/evnts.yaml: expected events.yaml, statements.yaml; did you mean events.yaml?",
    ),
]


@pytest.mark.parametrize(("file", "text", "problem"), BROKEN)
def test_what_is_wrong_is_told_with_file_line_and_key(tmp_path, file, text, problem):
    assert problems_of(a_folder(tmp_path, **{file: text})) == [problem]


def test_everything_wrong_is_told_at_once(tmp_path):
    folder = a_folder(
        tmp_path,
        marsad="scop: x\ncluster: maybe",
        sources__mine=a_source_line(poll="soon") + a_source_line(id="b", kind="rs"),
        watchlists__mine="actor: []",
        sources__other="[",
    )
    places = [problem.partition(": ")[0] for problem in problems_of(folder)]
    assert sorted(places) == [
        "marsad.yaml:1",
        "marsad.yaml:2",
        "sources/mine.yaml:1",
        "sources/mine.yaml:2",
        "sources/other.yaml:1",
        "watchlists/mine.yaml:1",
    ]


def test_a_file_that_is_wrong_throughout_is_not_told_line_by_line(tmp_path):
    wrong = "".join(a_source_line(id=f"s{number}", kind="rs") for number in range(70))
    told = problems_of(a_folder(tmp_path, sources__mine=wrong))
    assert len(told) == 51
    assert told[-1] == "and 20 more like these"


def test_a_short_suffix_is_told(tmp_path):
    (tmp_path / "alerts.yml").write_text("")
    assert problems_of(tmp_path) == ["alerts.yml: expected a name that ends in .yaml"]


def test_a_missing_folder_is_told(tmp_path):
    assert problems_of(tmp_path / "gone") == [
        f"{tmp_path}/gone: expected a folder with config files"
    ]


def test_no_secret_is_fetched_by_loading(tmp_path):
    folder = a_folder(tmp_path, marsad="web: {token: env:MARSAD_NO_SUCH}")
    assert load(folder).web.token is not None


def test_missing_secrets_are_told_together(tmp_path):
    folder = a_folder(
        tmp_path,
        marsad="archive: env:MARSAD_NO_ARCHIVE\nweb:\n  token: env:MARSAD_NO_TOKEN",
        alerts="channels: {ops: {kind: slack, webhook: file:no/such/webhook}}",
        sources__mine=a_source_line(headers="{Cookie: env:MARSAD_NO_COOKIE}"),
    )
    with pytest.raises(ConfigError) as caught:
        check_secrets(load(folder))
    assert str(caught.value).splitlines() == [
        "marsad.yaml:3: web.token: the environment variable MARSAD_NO_TOKEN is not set",
        "alerts.yaml:1: channels.ops.webhook: "
        "the file no/such/webhook cannot be read: No such file or directory",
        "sources/mine.yaml:1: sources[0].headers.Cookie: "
        "the environment variable MARSAD_NO_COOKIE is not set",
        "marsad.yaml: archive: the environment variable MARSAD_NO_ARCHIVE is not set",
    ]


def test_the_shipped_config_needs_no_secret():
    check_secrets(load(None))


def test_the_archive_address_may_be_a_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_TEST_ARCHIVE", "postgresql+psycopg://user:hunter2@db/marsad")
    settings = load(a_folder(tmp_path, marsad="archive: env:MARSAD_TEST_ARCHIVE"))
    assert settings.archive_url().startswith("postgresql")
    assert "hunter2" not in repr(settings)


def test_a_password_in_the_archive_address_is_not_shown(tmp_path):
    url = "postgresql+psycopg://user:hunter2@db/marsad"
    shown = load(a_folder(tmp_path, marsad=f"archive: {url}")).archive_shown()
    assert shown == "postgresql+psycopg://user:***@db/marsad"


def test_the_shipped_folder_holds_the_config():
    assert (shipped_folder() / "marsad.yaml").is_file()
