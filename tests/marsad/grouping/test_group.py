from dataclasses import replace
from datetime import date, timedelta

import pytest

from marsad.grouping.group import wanted
from marsad.model import (
    Basis,
    DateRange,
    Disposition,
    Event,
    Grouping,
    Known,
    Perpetrator,
    Place,
    Range,
    Reading,
    Reality,
    Reason,
    Severity,
    StatementKind,
    Status,
    Story,
)
from tests.builders import (
    DAY,
    PUBLISHED,
    a_fingerprint,
    a_reading,
    a_span,
    a_statement,
    a_story,
    a_toll,
    an_event,
)
from tests.marsad.grouping.desk import Desk
from tests.marsad.grouping.small_world import a_world

HARIR = Place(id="harir", name="Harir Air Base", country="IQ", admin1="Erbil", lat=36.53, lon=44.34)
ERBIL = Place(id="erbil", name="Erbil", country="IQ", admin1="Erbil", lat=36.19, lon=44.01)
ERBIL_AIRPORT = Place(
    id="erbil-airport", name="Erbil International Airport", country="IQ", lat=36.24, lon=43.96
)
ERBIL_PROVINCE = Place(id="erbil-gov", name="Erbil Governorate", country="IQ")
VICTORY = Place(id="victory-base", name="Victory Base", country="IQ", lat=33.3, lon=44.25)
ANBAR = Place(id="anbar", name="Anbar", country="IQ", lat=32.8, lon=42.0)
IRAQ = Place(id=None, name=None, country="IQ")
NEXT_DAY = DateRange(earliest=DAY + timedelta(days=1), latest=DAY + timedelta(days=1))
DRONES = {"kind": "drone_attack", "weapons": ("drone-attack",)}


def told(event: Event, sentence: str, **changes: object) -> tuple[Story, Reading]:
    """A second outlet's story of one sentence and one event, an hour later."""
    published = changes.pop("published", PUBLISHED + timedelta(hours=1))
    values: dict[str, object] = {
        "title": "",
        "text": sentence,
        "outlet": "Second Outlet",
        "published": published,
        "seen": published,
    }
    event = replace(event, evidence=(a_span(0, len(sentence)),))
    id = str(changes.pop("id", "story-2"))
    story = a_story(id, **(values | changes))
    return story, a_reading(id, events=(event,), fingerprint=a_fingerprint(sentence))


def first_report(desk: Desk, **changes: object) -> Grouping:
    return desk.takes(a_story(), a_reading(events=(an_event(**changes),)))


def test_a_new_attack_opens_an_incident() -> None:
    grouping = first_report(Desk(), munitions=a_toll(10), wounded=a_toll(1))
    (change,) = grouping.changes
    assert grouping.disposition is Disposition.ALERTED
    assert grouping.reason == "opened: no incident within 12 h at ain-al-asad"
    assert change.opened
    assert change.reasons == (Reason.FIRST_REPORT,)
    assert change.incident.title == (
        "Rocket attack on Ain al-Asad Air Base, Anbar – 3 Mar 2021: 10 rockets, 1 wounded"
    )
    assert change.incident.severity is Severity.HIGH
    assert change.incident.id.startswith("2021-03-03-ain-al-asad-")
    assert change.evidence == "Ten rocket"


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        pytest.param({}, True, id="a second outlet tells it"),
        pytest.param({"place": ANBAR}, True, id="only the governorate is told"),
        pytest.param({"place": IRAQ}, True, id="only the country is told"),
        pytest.param({"weapons": ("katyusha",)}, True, id="the weapon is told more exactly"),
        pytest.param({"weapons": ("mortar",), "kind": "mortar_attack"}, True, id="as mortars"),
        pytest.param({"weapons": ()}, True, id="the weapon is not told"),
        pytest.param({"munitions": Range(low=10, high=None)}, True, id="at least as many"),
        pytest.param({"happened": NEXT_DAY}, True, id="dated a day later"),
        pytest.param({"place": VICTORY}, False, id="Victory, the same night"),
        pytest.param({"place": HARIR}, False, id="Harir, the same night"),
        pytest.param({"place": ERBIL}, False, id="Erbil, the same night"),
        pytest.param(DRONES, False, id="drones on the same base"),
        pytest.param({"place": Place(id=None, name="Tartus", country="SY")}, False, id="abroad"),
    ],
)
def test_slots_decide_whether_two_reports_are_one_incident(
    changes: dict[str, object], same: bool
) -> None:
    desk = Desk()
    first_report(desk, munitions=a_toll(10))
    grouping = desk.takes(*told(an_event(**changes), "Another outlet tells of it."))
    assert len(desk.incidents) == (1 if same else 2), grouping.reason
    assert (grouping.disposition is Disposition.ALERTED) is not same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(ERBIL, ERBIL_AIRPORT, True, id="city and its airport"),
        pytest.param(ERBIL_PROVINCE, HARIR, True, id="governorate and base"),
        pytest.param(ERBIL_AIRPORT, HARIR, False, id="airport and base"),
        pytest.param(ERBIL, HARIR, False, id="city and a base far from it"),
        pytest.param(None, HARIR, False, id="no place told the first time"),
    ],
)
def test_places_that_hold_each_other_are_one(
    first: Place | None, second: Place, same: bool
) -> None:
    desk = Desk()
    first_report(desk, place=first, killed=a_toll(4))
    desk.takes(*told(an_event(place=second), "Another outlet tells of it."))
    assert len(desk.incidents) == (1 if same else 2)


@pytest.mark.parametrize(
    ("early", "late", "same"),
    [
        pytest.param("Rockets hit the base at dawn.", "Rockets hit it at night.", False, id="en"),
        pytest.param("سقطت صواريخ فجر الأربعاء.", "سقطت صواريخ مساء الأربعاء.", False, id="ar"),
        pytest.param("بامداد امروز راکت اصابت کرد.", "شامگاه راکت اصابت کرد.", False, id="fa"),
        pytest.param("Rockets hit it in the evening.", "They fell tonight.", True, id="one night"),
        pytest.param("Rockets hit it at dawn.", "Rockets hit it on Wednesday.", True, id="vague"),
    ],
)
def test_dawn_and_night_on_one_base_are_two(early: str, late: str, same: bool) -> None:
    desk = Desk()
    desk.takes(*told(an_event(), early, id="story-1"))
    desk.takes(*told(an_event(), late, published=PUBLISHED + timedelta(hours=9)))
    assert len(desk.incidents) == (1 if same else 2)


def test_an_attack_called_another_one_hours_later_is_another_one() -> None:
    desk = Desk()
    first_report(desk)
    sentence = "A second rocket attack hit the base."
    grouping = desk.takes(*told(an_event(), sentence, published=PUBLISHED + timedelta(hours=6)))
    assert grouping.disposition is Disposition.ALERTED
    assert "told as another attack" in grouping.reason


def test_an_attack_cannot_happen_after_it_was_told() -> None:
    desk = Desk()
    desk.takes(
        *told(an_event(), "Rockets hit it.", id="story-1", published=PUBLISHED - timedelta(hours=9))
    )
    later = PUBLISHED + timedelta(hours=20)
    desk.takes(*told(an_event(happened=NEXT_DAY), "Rockets hit it on Thursday.", published=later))
    assert len(desk.incidents) == 2


def test_a_vague_report_joins_none_when_two_could_be_meant() -> None:
    desk = Desk()
    first_report(desk)
    desk.takes(*told(an_event(place=HARIR), "Rockets hit Harir.", id="story-2"))
    desk.takes(*told(an_event(place=IRAQ), "Rockets hit a base in Iraq.", id="story-3"))
    assert len(desk.incidents) == 3


def test_one_story_of_two_attacks_opens_two_incidents() -> None:
    desk = Desk()
    events = (an_event(), an_event(place=HARIR, **DRONES), an_event(place=None, confidence=0.3))
    grouping = desk.takes(a_story(), a_reading(events=events))
    assert len(grouping.changes) == 2
    assert len(grouping.incidents) == 2


def test_reports_in_two_languages_are_one_incident() -> None:
    desk = Desk()
    first_report(desk, munitions=a_toll(10))
    story, reading = told(
        an_event(weapons=("katyusha",)), "سقطت صواريخ كاتيوشا على القاعدة.", language="ar"
    )
    grouping = desk.takes(story, reading)
    assert len(desk.incidents) == 1
    assert grouping.reason.startswith("joined 2021-03-03-ain-al-asad-")
    assert grouping.reason.endswith(": same place, same day, rocket")


def test_a_report_without_news_is_kept_in_its_incident() -> None:
    desk = Desk()
    first = first_report(desk)
    grouping = desk.takes(*told(an_event(), "Rockets hit it.", grade="C"))
    assert grouping.disposition is Disposition.KEPT
    assert grouping.incidents == first.incidents
    (change,) = grouping.changes
    assert change.reasons == ()
    assert change.incident.version == 2
    assert change.incident.outlets == ("First Outlet", "Second Outlet")


def blamed(id: str, basis: Basis) -> tuple[Perpetrator, ...]:
    return (Perpetrator(id=id, name=id, basis=basis),)


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        pytest.param({}, {"killed": a_toll(2)}, {Reason.TOLL}, id="the dead are counted"),
        pytest.param({"killed": a_toll(2)}, {"killed": a_toll(3)}, {Reason.TOLL}, id="toll rises"),
        pytest.param({"killed": a_toll(3)}, {"killed": a_toll(2)}, set(), id="a lower toll"),
        pytest.param({}, {"killed": a_toll(0)}, set(), id="nobody was hurt"),
        pytest.param({}, {"claimed_by": ("kh",)}, {Reason.CLAIM}, id="a claim"),
        pytest.param(
            {"claimed_by": ("aah",)}, {"claimed_by": ("kh",)}, {Reason.CLAIM}, id="another claim"
        ),
        pytest.param(
            {}, {"perpetrators": blamed("kh", Basis.BLAMED)}, {Reason.ATTRIBUTION}, id="blamed"
        ),
        pytest.param({}, {"perpetrators": blamed("kh", Basis.SUSPECTED)}, set(), id="suspected"),
        pytest.param({}, {"perpetrators": blamed("axis", Basis.BLAMED)}, set(), id="umbrella"),
        pytest.param(
            {}, {"perpetrators": blamed("kh", Basis.DENIED)}, {Reason.DENIAL}, id="denied"
        ),
        pytest.param({}, {"reality": Reality.DENIED}, {Reason.DENIAL}, id="did not happen"),
        pytest.param({}, {"reality": Reality.ACCIDENT}, {Reason.CORRECTION}, id="an accident"),
        pytest.param({}, {"munitions": a_toll(5)}, set(), id="detail without reason"),
    ],
)
def test_only_a_material_fact_is_a_reason_to_tell_again(
    before: dict[str, object], after: dict[str, object], reasons: set[Reason]
) -> None:
    desk = Desk()
    first_report(desk, **before)
    grouping = desk.takes(*told(an_event(**after), "Another outlet tells of it.", grade="B"))
    (change,) = grouping.changes
    assert set(change.reasons) == reasons
    assert not change.opened
    assert len(desk.incidents) == 1


def test_a_toll_told_before_is_no_rise() -> None:
    desk = Desk()
    first_report(desk, killed=a_toll(3))
    desk.takes(*told(an_event(killed=a_toll(2)), "Two died.", id="story-2"))
    grouping = desk.takes(*told(an_event(killed=a_toll(3)), "Three died.", id="story-3"))
    assert all(change.reasons == () for change in grouping.changes)


def test_an_attack_without_anything_told_opens_nothing() -> None:
    assert first_report(Desk(), place=None).disposition is Disposition.KEPT
    assert first_report(Desk(), place=None, killed=a_toll(1)).disposition is Disposition.ALERTED


def test_a_follow_up_without_a_place_is_known_by_its_target() -> None:
    desk = Desk()
    first = first_report(desk, target_ids=("hhn",))
    blast = an_event("accident", attack=False, reality=Reality.ACCIDENT, place=None, weapons=())
    blast = replace(blast, new=False, happened=None, target_ids=("hhn",))
    grouping = desk.takes(*told(blast, "A short circuit caused it, the ministry said."))
    assert grouping.incidents == first.incidents
    assert grouping.changes[0].incident.status is Status.ACCIDENT


def test_background_opens_nothing() -> None:
    event = an_event(new=False, happened=DateRange(earliest=date(2020, 1, 8), latest=None))
    grouping = Desk().takes(a_story(), a_reading(events=(event,)))
    assert grouping.disposition is Disposition.KEPT
    assert grouping.changes == ()


def test_a_headline_and_its_lead_are_one_attack() -> None:
    headline = an_event(place=IRAQ, evidence=(a_span(field="title"),), confidence=0.99)
    lead = an_event(place=HARIR, wounded=a_toll(2))
    desk = Desk()
    grouping = desk.takes(a_story(), a_reading(events=(headline, lead)))
    assert len(grouping.changes) == 1
    assert "on Harir Air Base" in grouping.changes[0].incident.title


def test_a_follow_up_of_last_month_needs_one_attack_that_can_be_meant() -> None:
    desk = Desk()
    first_report(desk)
    month = DateRange(earliest=date(2021, 3, 1), latest=date(2021, 3, 31))
    later = PUBLISHED + timedelta(days=60)
    event = an_event(new=False, happened=month, date_precision="month")
    one = desk.takes(*told(event, "They were held for it.", published=later))
    assert len(one.incidents) == 1
    again = PUBLISHED + timedelta(days=9)
    day = DateRange(earliest=again.date(), latest=again.date())
    desk.takes(*told(an_event(happened=day), "Rockets again.", published=again, id="story-3"))
    two = desk.takes(*told(event, "More were held.", published=later, id="story-4"))
    assert two.incidents == ()


def test_a_late_arrest_story_looks_far_back_for_its_attack() -> None:
    attack = an_event(new=False, happened=DateRange(earliest=date(2020, 7, 1), latest=None))
    arrest = an_event("arrest", attack=False)
    request = wanted(a_story(), a_reading(events=(arrest, attack)), PUBLISHED)
    assert request.incidents is not None
    assert request.incidents.earliest == date(2020, 6, 30)


def test_a_follow_up_joins_the_incident_it_speaks_of() -> None:
    desk = Desk()
    first = first_report(desk)
    event = an_event(new=False, wounded=a_toll(4))
    grouping = desk.takes(
        *told(event, "Four were hurt on Wednesday.", published=PUBLISHED + timedelta(hours=40))
    )
    assert grouping.disposition is Disposition.UPDATED
    assert grouping.incidents == first.incidents
    assert grouping.changes[0].reasons == (Reason.TOLL,)


@pytest.mark.parametrize(
    ("changes", "disposition"),
    [
        pytest.param({"place": HARIR}, Disposition.ALERTED, id="at a base"),
        pytest.param({"place": ANBAR}, Disposition.KEPT, id="somewhere"),
        pytest.param({"place": ANBAR, "killed": a_toll(2)}, Disposition.ALERTED, id="with dead"),
    ],
)
def test_a_blast_nobody_explains_is_told_where_it_matters(
    changes: dict[str, object], disposition: Disposition
) -> None:
    event = an_event("explosion_unattributed", attack=False, weapons=(), **changes)
    assert Desk().takes(a_story(), a_reading(events=(event,))).disposition is disposition


def test_a_blast_becomes_the_attack_it_was() -> None:
    desk = Desk()
    blast = an_event("explosion_unattributed", attack=False, weapons=(), place=HARIR)
    desk.takes(a_story(), a_reading(events=(blast,)))
    grouping = desk.takes(*told(an_event(place=HARIR, **DRONES), "A drone hit Harir."))
    assert grouping.disposition is Disposition.UPDATED
    (incident,) = desk.incidents.values()
    assert incident.kind == "drone_attack"
    assert grouping.changes[0].reasons == (Reason.CONFIRMATION,)


@pytest.mark.parametrize(
    ("end", "status"),
    [
        pytest.param(60, Status.CLAIMED, id="told only in the claim"),
        pytest.param(20, Status.REPORTED, id="told beyond the claim"),
    ],
)
def test_what_only_its_maker_tells_is_claimed(end: int, status: Status) -> None:
    event = an_event(evidence=(a_span(0, 9, "title"), a_span(0, 50)))
    claim = a_statement(
        kind=StatementKind.CLAIM, speaker_class="armed_group", about=0, start=0, end=end
    )
    grouping = Desk().takes(a_story(), a_reading(events=(event,), statements=(claim,)))
    assert grouping.changes[0].incident.status is status


def test_an_authority_denies_what_was_only_claimed() -> None:
    desk = Desk()
    first_report(desk, reality=Reality.CLAIMED, claimed_by=("kh",))
    story, reading = told(an_event(), "The Pentagon denied that there was an attack.")
    denial = a_statement("No attack took place.", kind=StatementKind.DENY, about=0)
    grouping = desk.takes(story, replace(reading, statements=(denial,)))
    assert grouping.changes[0].reasons == (Reason.DENIAL,)
    assert grouping.changes[0].incident.status is Status.DENIED
    again, more = told(an_event(), "It was denied, another outlet says.", id="story-3")
    repeated = desk.takes(again, replace(more, statements=(denial,)))
    assert all(change.reasons == () for change in repeated.changes)


def test_loose_words_for_an_attack_are_the_attack_the_story_tells() -> None:
    loose = an_event("airstrike", weapons=(), evidence=(a_span(field="title"),), confidence=0.99)
    grouping = Desk().takes(a_story(), a_reading(events=(loose, an_event())))
    (change,) = grouping.changes
    assert change.incident.kind == "rocket_attack"


def test_a_claim_alone_opens_a_claimed_incident_and_a_report_lifts_it() -> None:
    desk = Desk()
    grouping = first_report(desk, reality=Reality.CLAIMED, claimed_by=("kh",))
    assert grouping.changes[0].incident.status is Status.CLAIMED
    assert grouping.changes[0].incident.title.startswith("Claimed rocket attack on Ain al-Asad")
    desk.takes(*told(an_event(), "Rockets hit the base."))
    (incident,) = desk.incidents.values()
    assert incident.status is Status.REPORTED


def test_a_stale_story_opens_nothing() -> None:
    grouping = Desk().takes(
        a_story(), a_reading(events=(an_event(),)), now=PUBLISHED + timedelta(hours=40)
    )
    assert grouping.disposition is Disposition.STALE
    assert grouping.reason == "stale: published 40 h before it was seen"
    assert grouping.changes == ()


@pytest.mark.parametrize(
    ("scope", "disposition"),
    [("watchlists", Disposition.OFF_TOPIC), ("everything", Disposition.ALERTED)],
)
def test_scope_says_what_is_off_topic(scope: str, disposition: Disposition) -> None:
    desk = Desk(world=a_world(scope=scope))
    reading = a_reading(events=(an_event(),), relevant=False)
    assert desk.takes(a_story(), reading).disposition is disposition


def test_a_copy_repeats_its_root_and_tells_nobody() -> None:
    desk = Desk()
    first = first_report(desk)
    copy = a_reading("story-2", events=(an_event(),), fingerprint=desk_print(desk))
    grouping = desk.takes(a_story("story-2", outlet="Second Outlet"), copy)
    assert grouping.disposition is Disposition.NEAR_DUPLICATE
    assert grouping.near_duplicate_of == "story-1"
    assert grouping.incidents == first.incidents
    assert grouping.statements == ()
    (change,) = grouping.changes
    assert change.reasons == ()
    assert change.incident.stories == ("story-1", "story-2")


def desk_print(desk: Desk) -> object:
    return next(iter(desk.copies.values())).fingerprint


def test_a_copy_of_a_copy_names_the_earliest() -> None:
    desk = Desk()
    first_report(desk)
    for id in ("story-2", "story-3"):
        reading = a_reading(id, events=(an_event(),), fingerprint=desk_print(desk))
        grouping = desk.takes(a_story(id, seen=PUBLISHED + timedelta(hours=1)), reading)
    assert grouping.near_duplicate_of == "story-1"


def test_a_copy_of_a_stale_story_opens_nothing() -> None:
    desk = Desk()
    first = a_reading(events=(an_event(),))
    desk.takes(a_story(), first, now=PUBLISHED + timedelta(hours=40))
    copy = a_reading("story-2", events=(an_event(),), fingerprint=first.fingerprint)
    later = PUBLISHED + timedelta(hours=40)
    grouping = desk.takes(a_story("story-2", published=later, seen=later), copy)
    assert grouping.disposition is Disposition.NEAR_DUPLICATE
    assert desk.incidents == {}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"place": HARIR}, id="another base"),
        pytest.param(DRONES, id="another weapon"),
        pytest.param(
            {"happened": DateRange(earliest=date(2021, 3, 1), latest=date(2021, 3, 1))},
            id="another day",
        ),
    ],
)
def test_a_like_text_with_other_slots_is_no_copy(changes: dict[str, object]) -> None:
    desk = Desk()
    first_report(desk)
    reading = a_reading("story-2", events=(an_event(**changes),), fingerprint=desk_print(desk))
    grouping = desk.takes(a_story("story-2"), reading)
    assert grouping.near_duplicate_of is None
    assert grouping.disposition is Disposition.ALERTED


def test_the_same_story_again_is_a_revision_with_nothing_new() -> None:
    desk = Desk()
    first = first_report(desk)
    before = dict(desk.incidents)
    again = first_report(desk)
    assert again.disposition is Disposition.REVISION
    assert again.incidents == first.incidents
    assert again.changes == ()
    assert desk.incidents == before


@pytest.mark.parametrize(
    ("changes", "disposition"),
    [
        pytest.param({}, Disposition.REVISION, id="an edited headline"),
        pytest.param({"munitions": a_toll(10)}, Disposition.REVISION, id="a detail"),
        pytest.param({"wounded": a_toll(3)}, Disposition.UPDATED, id="a toll"),
        pytest.param({"claimed_by": ("kh",)}, Disposition.UPDATED, id="a claim"),
    ],
)
def test_an_edit_updates_only_with_a_material_fact(
    changes: dict[str, object], disposition: Disposition
) -> None:
    desk = Desk()
    first = first_report(desk)
    edited = a_reading(
        events=(an_event(**changes),), fingerprint=a_fingerprint("edited words of the story")
    )
    grouping = desk.takes(a_story(title="Rockets hit Ain al-Asad, army says"), edited)
    assert grouping.disposition is disposition
    assert grouping.incidents == first.incidents
    assert len(desk.incidents) == 1


def test_a_live_page_that_goes_on_to_another_base_opens_another_incident() -> None:
    desk = Desk()
    first = first_report(desk)
    longer = a_reading(
        events=(an_event(), an_event(place=HARIR, **DRONES)),
        fingerprint=a_fingerprint("rockets hit one base and later drones hit another one"),
    )
    grouping = desk.takes(a_story(), longer)
    assert grouping.disposition is Disposition.ALERTED
    assert grouping.incidents[0] == first.incidents[0]
    assert len(desk.incidents) == 2


def test_a_flash_that_grows_into_a_report_opens_its_incident() -> None:
    desk = Desk()
    desk.takes(a_story(text=""), a_reading(fingerprint=a_fingerprint("flash")))
    grouping = desk.takes(a_story(), a_reading(events=(an_event(),)))
    assert grouping.disposition is Disposition.ALERTED


def test_a_strike_in_answer_opens_its_own_incident_and_tells_the_first() -> None:
    desk = Desk()
    first = first_report(desk, claimed_by=("kh",))
    strike = an_event(
        "airstrike",
        place=Place(id=None, name="Abu Kamal", country="SY"),
        weapons=("airstrike",),
        perpetrators=blamed("us-forces", Basis.CLAIMED),
    )
    grouping = desk.takes(*told(strike, "US aircraft struck Abu Kamal in response to the attack."))
    opened = [change for change in grouping.changes if change.opened]
    answered = [change for change in grouping.changes if not change.opened]
    assert opened[0].incident.retaliation_for == first.incidents[0]
    assert grouping.incidents == (opened[0].incident.id,)
    assert answered[0].incident.id == first.incidents[0]
    assert answered[0].reasons == (Reason.RETALIATION,)


def test_an_official_statement_is_told_once_a_day() -> None:
    desk = Desk()
    words = a_statement("We will find those who did this and answer.")
    first = desk.takes(a_story(), a_reading(statements=(words,)))
    assert first.disposition is Disposition.STATEMENT
    assert first.statements[0].severity is Severity.MEDIUM
    again = desk.takes(a_story("story-2"), a_reading("story-2", statements=(words,)))
    assert again.disposition is Disposition.KEPT
    assert again.statements == ()


@pytest.mark.parametrize(
    ("statement", "new"),
    [
        pytest.param(a_statement("Other words, another kind", kind=StatementKind.CONDEMN), True),
        pytest.param(a_statement("Other words, same kind, same day"), False),
        pytest.param(a_statement("An analyst speaks", speaker_class=None), False),
        pytest.param(a_statement("Said last week", new=False), False),
        pytest.param(a_statement("Somebody else", speaker_id="us-president"), True),
        pytest.param(a_statement("The body itself", speaker_id=None, speaker=None), False),
    ],
)
def test_what_makes_a_statement_new(statement: object, new: bool) -> None:
    desk = Desk()
    desk.takes(a_story(), a_reading(statements=(a_statement(),)))
    grouping = desk.takes(a_story("story-2"), a_reading("story-2", statements=(statement,)))
    assert bool(grouping.statements) is new


def test_a_statement_belongs_to_the_incident_it_is_about() -> None:
    desk = Desk()
    first = first_report(desk)
    story, reading = told(an_event(new=False), "The minister condemned the attack.")
    words = a_statement("We condemn it.", kind=StatementKind.CONDEMN, about=0)
    grouping = desk.takes(story, replace(reading, statements=(words,)))
    assert grouping.disposition is Disposition.STATEMENT
    assert grouping.statements[0].incident == first.incidents[0]


@pytest.mark.parametrize(
    ("place", "disposition"),
    [
        pytest.param(IRAQ, Disposition.STATEMENT, id="somewhere"),
        pytest.param(HARIR, Disposition.ALERTED, id="at a listed place"),
    ],
)
def test_a_condemnation_opens_an_incident_only_at_a_listed_place(
    place: Place, disposition: Disposition
) -> None:
    words = a_statement("We condemn it.", kind=StatementKind.CONDEMN, about=0)
    reading = a_reading(events=(an_event(place=place),), statements=(words,))
    assert Desk().takes(a_story(), reading).disposition is disposition


@pytest.mark.parametrize(
    ("changes", "incidents"),
    [
        pytest.param({"weapons": ()}, 1, id="only named"),
        pytest.param({"weapons": ("rocket",)}, 2, id="with its weapon"),
        pytest.param({"weapons": (), "wounded": a_toll(2)}, 2, id="with its toll"),
    ],
)
def test_an_attack_named_in_passing_opens_nothing(
    changes: dict[str, object], incidents: int
) -> None:
    late = an_event(place=HARIR, confidence=0.5, evidence=(a_span(900, 950),), **changes)
    desk = Desk()
    desk.takes(a_story(), a_reading(events=(an_event(), late)))
    assert len(desk.incidents) == incidents


def test_wanted_names_speakers_and_days() -> None:
    reading = a_reading(events=(an_event(),), statements=(a_statement(),))
    request = wanted(a_story(), reading, PUBLISHED)
    assert request.speakers == ("pentagon", "pentagon-press-secretary")
    assert request.incidents is not None
    assert request.incidents.earliest <= DAY <= request.incidents.latest
    assert wanted(a_story(), a_reading(), PUBLISHED).incidents is None


def test_grouping_knows_nothing_of_unknown_worlds() -> None:
    event = an_event("unheard_of", place=Place(id="nowhere", name=None), weapons=("spoon",))
    grouping = Desk().takes(a_story(zone="UTC"), a_reading(events=(event,)))
    assert grouping.disposition is Disposition.ALERTED
    assert Known() == Known()
