"""The words that announce a statement, as written in `config/languages/<code>/statements.yaml`."""

from collections.abc import Mapping

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

    common: Words = ()  # little words the language is told by
    boilerplate: Words = ()  # openings of lines that are no part of the story
    verbs: Mapping[StatementKind, Words] = Field(default_factory=dict)  # "said" is under other
    attribution: Words = ()  # "according to": the speaker follows
    documents: Words = ()  # "in a statement": makes a mention of a body its statement
    pending: Words = ()  # a statement that is still to come
    past: Words = ()  # a quotation of something said long ago
    roles: tuple[Role, ...] = ()
    anonymous: Words = ()  # "officials", "a security source"
    unofficial: Words = ()  # "analyst", "former", "retired"
    media: Words = ()  # outlets and their people
    named_only: Words = ()  # "official": nobody without a name
    again: Words = ()  # "he", "the spokesman": the last speaker goes on
    off_topic: Words = ()  # in the lead: sport, films, prices; the story is not wanted
    states: Mapping[str, Words] = Field(
        default_factory=dict
    )  # organisation id: "Washington", "Tehran"
