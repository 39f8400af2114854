"""Alerts in a Slack channel, by incoming webhook or by a bot's token."""

import json
import re
from typing import Any

from alerts.channels.channel import ChannelTools
from alerts.channels.posting import post, retry_after
from alerts.lines import labelled
from marsad.door import Answer, Door
from marsad.errors import ConfigError, DeliveryDelayed, DeliveryRefused, DeliveryUncertain
from marsad.model import Message, Severity
from marsad.settings.alerting import SlackChannel
from marsad.settings.secrets import Secret
from marsad.text import clean, one_line

LONGEST_SECTION = 2900  # Slack takes 3,000 in a section
LONGEST_ALL = 11_000  # Slack refuses blocks of some 13,000 in all
MOST_BLOCKS = 45  # Slack takes 50
LONGEST_SUBJECT = 1000
LONGEST_LINK = 1000

_SIGNS = {
    Severity.CRITICAL: ":rotating_light:",
    Severity.HIGH: ":red_circle:",
    Severity.MEDIUM: ":large_orange_circle:",
    Severity.LOW: ":white_circle:",
}
_LATER = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
    }
)
_ERROR_WORD = re.compile(r"[a-z]+(_[a-z]+)*")

Block = dict[str, Any]


class Slack:
    """Posts Block Kit messages; with a token, updates go into the thread of the first."""

    def __init__(self, settings: SlackChannel, tools: ChannelTools) -> None:
        self._settings = settings
        self._door: Door = tools.door

    async def send(self, message: Message) -> str | None:
        """Post it; the receipt is Slack's `ts`, which webhooks do not give."""
        if self._settings.webhook is not None:
            await self._by_webhook(self._settings.webhook, message)
            return None
        assert self._settings.token is not None
        return await self._by_token(self._settings.token, message)

    async def _by_webhook(self, webhook: Secret, message: Message) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        answer = await post(self._door, _revealed(webhook), _json(payload(message)), headers)
        said = answer.body[:200].decode("utf-8", "replace").strip()
        if said != "ok" and _ERROR_WORD.fullmatch(said):
            raise _refusal(said, answer)

    async def _by_token(self, token: Secret, message: Message) -> str | None:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {_revealed(token)}",
        }
        url = f"{self._settings.api.rstrip('/')}/chat.postMessage"
        content = payload(message) | {
            "channel": self._settings.channel,
            "metadata": {"event_type": "marsad_alert", "event_payload": {"key": message.key}},
        }
        if message.reply_to is not None:
            content["thread_ts"] = message.reply_to
            content["reply_broadcast"] = message.severity.rank >= Severity.HIGH.rank
        answer = await post(self._door, url, _json(content), headers)
        try:
            said = json.loads(answer.body)
        except ValueError:
            raise DeliveryUncertain("Slack: answered with something that is not JSON") from None
        if isinstance(said, dict) and said.get("ok") is True:
            receipt = said.get("ts")
            return str(receipt) if receipt else None
        raise _refusal(str(said.get("error")) if isinstance(said, dict) else "no answer", answer)


def payload(message: Message) -> Block:
    """The message as Slack takes it; strangers' words stand in it as words only."""
    subject = one_line(message.subject, LONGEST_SUBJECT) or "(no subject)"
    first = f"{_SIGNS[message.severity]} *{_fitting(subject.replace('*', '∗'), 2800)}*"
    blocks = [_section(first), *_body(message), *_links(message)]
    return {
        "text": _fitting(subject, LONGEST_SECTION),
        "blocks": blocks[:MOST_BLOCKS],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def escaped(text: str) -> str:
    """Text that Slack shows as it is: no mentions, no links, no channels."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _body(message: Message) -> list[Block]:
    """Lines packed into sections, until Slack would take no more."""
    sections: list[Block] = []
    packed: list[str] = []
    room, left = LONGEST_SECTION, LONGEST_ALL
    for line in filter(None, (one_line(line, LONGEST_SECTION) for line in message.lines)):
        shown = _line(line)
        size = _size(shown) + 1
        if size > left:
            packed.append("…")
            break
        if size > room and packed:
            sections.append(_section("\n".join(packed)))
            packed, room = [], LONGEST_SECTION
        packed.append(shown)
        room -= size
        left -= size
    return [*sections, *([_section("\n".join(packed))] if packed else [])]


def _links(message: Message) -> list[Block]:
    lines = [
        f"• <{escaped(clean(url))}|{_fitting(one_line(label, 150), 400)}>"
        for label, url in message.links
        if len(url) <= LONGEST_LINK and "|" not in url
    ]
    blocks: list[Block] = []
    while lines:
        take = 1
        while take < len(lines) and _size("\n".join(lines[: take + 1])) <= LONGEST_SECTION:
            take += 1
        blocks.append(_section("\n".join(lines[:take])))
        lines = lines[take:]
    return blocks


def _line(line: str) -> str:
    label, rest = labelled(line)
    shown = _fitting(rest, LONGEST_SECTION - 30)
    return f"*{label}:* {shown}" if label else shown


def _section(text: str) -> Block:
    # `verbatim`: an address in strangers' words does not become a link.
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _fitting(text: str, room: int) -> str:
    """Escaped text that fits, cut between code points and never inside an entity."""
    whole = escaped(text)
    if _size(whole) <= room:
        return whole
    kept: list[str] = []
    left = room - 1
    for letter in text:
        shown = escaped(letter)
        left -= _size(shown)
        if left < 0:
            break
        kept.append(shown)
    return "".join(kept) + "…"


def _size(text: str) -> int:
    """Length as JavaScript counts it, the longer of the two ways to count."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def _json(content: Block) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def _revealed(secret: Secret) -> str:
    try:
        return secret.reveal()
    except ConfigError as error:
        raise DeliveryDelayed(str(error)) from error


def _refusal(said: str, answer: Answer) -> DeliveryDelayed | DeliveryRefused:
    word = one_line(said, 80)
    if said in _LATER:
        return DeliveryDelayed(f"Slack: {word}", retry_after=retry_after(answer))
    return DeliveryRefused(f"Slack: {word}")
