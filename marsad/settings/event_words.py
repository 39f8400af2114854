"""The words of one language that tell events, as written in `config/languages/<code>/events.yaml`.

One grammar for every phrase: words in their order, compared by their matching key (case, accents,
hyphens and letter variants do not count). `a/b` is either word, `word?` may be missing, `word*` has
any ending and `..` stands for up to four other words. Glued particles (`clitics`) need not be
written.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Phrases = tuple[str, ...]

Effect = Literal[
    "past",  # the event is an old one
    "unreal",  # it has not happened
    "threat",
    "drill",
    "accident",
    "deny",  # somebody says that it did not happen
    "nothing",  # no event at all: a figure of speech, sport
    "unrest",  # police and protesters: no armed attack
    "fresh",  # another event than the one told before
    "doubt",
]
Scope = Literal["phrase", "clause", "sentence", "story"]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clitics(_Words):
    """Letters glued to a word: one of each `before` group in order, then one of `after`."""

    before: tuple[tuple[str, ...], ...] = ()
    after: tuple[str, ...] = ()
    least: int = 3  # letters that must be left of the word


class Triggers(_Words):
    """Words that tell an event: `nouns` name it, `verbs` report it."""

    nouns: Phrases = ()
    verbs: Phrases = ()


class Toll(_Words):
    """Words that say how many were hit; the number stands before, after, or on either side."""

    before: Phrases = ()
    after: Phrases = ()
    either: Phrases = ()
    one: Phrases = ()  # one person: "led to his death"


class Casualties(_Words):
    """Words about the dead and wounded."""

    killed: Toll = Toll()
    wounded: Toll = Toll()
    nobody: Phrases = ()  # nobody was killed or wounded
    nobody_killed: Phrases = ()
    nobody_wounded: Phrases = ()
    indirect: Phrases = ()  # a death that no weapon caused
    attackers: Phrases = ()  # the attackers' own dead: assailants, bombers
    parts: Phrases = ()  # "including": those named are counted already
    people: Phrases = ()  # nouns for one person
    crowd: Phrases = ()  # nouns for several persons


class Claims(_Words):
    """Words about who did it. `claim`: the claimer stands before or after; `claimed_by`: after."""

    claim: Phrases = ()
    claimed_by: Phrases = ()
    own_deed: Phrases = ()  # "our fighters targeted"
    announce: Phrases = ()  # "said it had struck": an actor reports its own deed
    nobody: Phrases = ()
    deny: Phrases = ()
    blame: Phrases = ()  # the blamed stands after
    blamed: Phrases = ()  # the blamed stands before
    suspect: Phrases = ()
    by: Phrases = ()  # the doer stands after


class Numbers(_Words):
    """Number words and what makes a number a bound."""

    words: dict[str, int] = Field(default_factory=dict)
    one: Phrases = ()  # articles: "a soldier"
    several: Phrases = ()  # two or more
    dozens: Phrases = ()  # twenty-four or more
    at_least: Phrases = ()
    about: Phrases = ()
    at_most: Phrases = ()
    more_than: Phrases = ()
    and_: Phrases = Field(default=(), alias="and")
    units: Phrases = ()  # a number before one of these counts neither weapons nor people


class Times(_Words):
    """Words that say when."""

    months: dict[int, Phrases] = Field(default_factory=dict)  # Gregorian, 1-12
    solar_months: dict[int, Phrases] = Field(default_factory=dict)  # Jalali, 1-12
    weekdays: dict[int, Phrases] = Field(default_factory=dict)  # Monday is 0
    days: dict[int, Phrases] = Field(default_factory=dict)  # offset from the day of publication
    units: dict[Literal["hour", "day", "week", "month", "year"], Phrases] = Field(
        default_factory=dict
    )
    pairs: dict[Literal["hour", "day", "week", "month", "year"], Phrases] = Field(
        default_factory=dict
    )  # two of a unit: "عامين"
    ago: Phrases = ()  # "three weeks ago", "قبل ثلاثة أسابيع"
    last: Phrases = ()  # "last week", "الأسبوع الماضي"
    this: Phrases = ()
    coming: Phrases = ()  # "next week": not yet
    of: Phrases = ()  # between a day and its month
    year: Phrases = ()  # before a year: "in 2020"
    ordinals: dict[str, int] = Field(default_factory=dict)
    since: Phrases = ()  # a date after one of these is not the day of the event
    between: Phrases = ()  # two dates behind it are the ends of a span
    clock: Phrases = ()  # am, pm, "الساعة": the number beside is a time of day


class PlaceWords(_Words):
    """Words around the names of places."""

    at: Phrases = ()  # the place stands after: in, at, near, on
    near: Phrases = ()
    away: Phrases = ()  # the place is only a landmark: "km from"
    launched: Phrases = ()  # the place after is where it was fired from
    towards: Phrases = ()
    kinds: Phrases = ()  # town, village, district: beside a name they make a place
    wide: Phrases = ()  # province, region, countryside
    sites: Phrases = ()  # base, airport: part of a place's name
    not_places: Phrases = ()
    bodies: Phrases = ()  # army, party: a name with one of these is no place
    countries: dict[str, Phrases] = Field(default_factory=dict)  # names, by ISO code
    demonyms: dict[str, Phrases] = Field(default_factory=dict)  # "Iraqi", by ISO code


class Interceptions(_Words):
    """Words that say how many were stopped on their way."""

    all: Phrases = ()
    partly: Phrases = ()
    active: Phrases = ()  # a defence at work: something came


class Grammar(_Words):
    """Closed classes of words that tell how a clause is meant."""

    negations: Phrases = ()
    modals: Phrases = ()  # could, would, may
    intentions: Phrases = ()  # to, plans to
    auxiliaries: Phrases = ()
    passive: Phrases = ()  # was, were, been, شد
    definite: Phrases = ()  # the, this, that
    references: Phrases = ()  # "the latest attack": the event the story is about
    doing: Phrases = ()  # staged, perpetrated: the attack is their object
    means: Phrases = ()  # "used drones to attack": the intention was carried out
    after: Phrases = ()  # "following", "after": what follows happened before
    relative: Phrases = ()  # which, who, that
    reactions: Phrases = ()  # condemned, discussed: the event they name is not news
    clause: Phrases = ()  # while, when, as: a new clause begins
    stops: Phrases = ()  # words at which a name or noun phrase ends
    say: Phrases = ()
    alliances: Phrases = ()  # "a combined force of": several groups follow
    sponsored: Phrases = ()  # "Iran-backed": the state named is not the doer
    transitive: Phrases = ()  # nouns followed by what was hit: "استهداف القاعدة"


class Cue(_Words):
    """Words that change what the event words near them mean."""

    id: str
    effect: Effect
    scope: Scope
    phrases: Phrases
    unless: Phrases = ()


class EventWords(_Words):
    """`config/languages/<code>/events.yaml`."""

    language: str
    clitics: Clitics = Clitics()
    kinds: dict[str, Triggers] = Field(default_factory=dict)  # words that name one kind of event
    attacks: Triggers = Triggers()  # an attack of any kind: weapon, target and actor tell which
    weapon_verbs: Phrases = ()  # report an attack only beside a weapon
    strike_verbs: Phrases = ()  # report an attack beside a weapon or behind somebody armed
    found_verbs: Phrases = ()  # beside a weapon: it was found, not used
    air_words: Phrases = ()  # strike, raid: on an armed group they come from the air
    launch_verbs: Phrases = ()  # fired, launched: say nothing of an impact
    damage_verbs: Phrases = ()
    weapons: dict[str, Phrases] = Field(
        default_factory=dict
    )  # more words for weapons of the watchlists
    states: dict[str, Phrases] = Field(
        default_factory=dict
    )  # names of states that strike, by actor id
    singles: Phrases = ()  # words for one weapon; in "rocket attack" they count nothing
    ships: Phrases = ()
    aircraft: Phrases = ()
    persons: Phrases = ()  # holders of posts: killing one of them is an assassination
    attackers: Phrases = ()  # gunmen, militants, unknown persons
    breaking: Phrases = ()  # a story in this form is news of now
    interceptions: Interceptions = Interceptions()
    casualties: Casualties = Casualties()
    claims: Claims = Claims()
    numbers: Numbers = Numbers()
    times: Times = Times()
    places: PlaceWords = PlaceWords()
    grammar: Grammar = Grammar()
    cues: tuple[Cue, ...] = ()
