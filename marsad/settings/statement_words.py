"""The words that announce a statement, as written in `config/languages/<code>/statements.yaml`."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from marsad.model import SpeakerClass, StatementKind

Words = tuple[str, ...]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(_Words):
    """Words for a post; with a body beside them they name an official speaker."""

    words: Words
    speaks: bool = False  # a spokesman: official even without a name
    speaker_class: SpeakerClass | None = (
        None  # when the post alone gives it (a member of parliament)
    )


class StatementWords(_Words):
    """How one language tells who says what."""

    order: Literal["subject-verb", "verb-subject", "subject-object-verb"] = "subject-verb"
    home: str | None = None  # organisation that "the foreign ministry" belongs to when nobody says
    common: Words = ()  # little words the language is told by
    adverbs: Words = ()  # words between a name and its verb: "also", "later"
    boilerplate: Words = ()  # openings of lines that are no part of the story
    verbs: Mapping[StatementKind, Words] = Field(default_factory=dict)  # "said" is under other
    content: Mapping[StatementKind, Words] = Field(
        default_factory=dict
    )  # what the words themselves do
    attribution: Words = ()  # "according to": the speaker follows
    conjunctions: Words = ()  # a new clause with its own speaker begins
    content_starts: Words = ()  # "that": what is said begins
    prepositions: Words = ()  # a name after one of these is no subject
    subordinators: Words = ()  # "after", "whether": what follows is told in passing
    relatives: Words = ()  # "who": an aside about somebody begins
    negations: Words = ()  # "no", "nobody": before a claim nobody makes it
    links: Words = ()  # words that join a post, a body and a name: "of", "for"
    passive: Words = ()  # "was": the subject of the verb is not the speaker
    documents: Words = ()  # "statement", "briefing"
    references: Words = ()  # "the attack": what the story is about
    headers: Words = ()  # a communique begins; its last line tells whose it is
    venues: Words = ()  # another occasion: "in a later interview"
    pending: Words = ()  # a statement that is still to come
    days: Words = ()  # names of days and months: the day of saying is looked for beside them
    past: Words = ()  # a quotation of something said long ago
    roles: tuple[Role, ...] = ()
    bodies: Words = ()  # "foreign ministry": with a nation they name a body
    anonymous: Words = ()  # "officials", "a security source"
    named_only: Words = ()  # "official": nobody without a name
    unofficial: Words = ()  # "analyst", "former", "retired"
    media: Words = ()  # outlets and their people
    again: Words = ()  # "he", "the spokesman": the last speaker goes on
    security: Words = ()  # what makes a story about Iraq or Iran one about security
    civil: Words = ()  # trade, schools, prices: officials speak of these too; not wanted by itself
    off_topic: Words = ()  # in the lead: sport, films, prices; the story is not wanted
    capitals: Words = ()  # states that speak before a colon too; a country there is only a topic
    states: Mapping[str, Words] = Field(default_factory=dict)  # organisation id: "Washington"
    nations: Mapping[str, Words] = Field(default_factory=dict)  # organisation id: "Turkish"
