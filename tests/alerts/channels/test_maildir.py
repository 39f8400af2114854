"""Alerts as mail files."""

import email
import mailbox
from email import policy

import pytest

from alerts.channels import CHANNELS, ChannelTools
from marsad.door import Door
from marsad.errors import DeliveryDelayed
from marsad.settings.alerting import MaildirChannel
from tests.alerts.builders import a_message


def folder(path, **written):
    settings = MaildirChannel.model_validate({"kind": "maildir", "path": str(path)} | written)
    return CHANNELS["maildir"](settings, ChannelTools(door=Door()))


async def test_a_message_is_a_file_that_mail_programs_read(tmp_path):
    path = tmp_path / "out" / "box"
    receipt = await folder(path, to="desk@desk.example").send(a_message())
    [file] = (path / "new").glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.name == "alert-1.desk.eml"
    assert (mail["Message-ID"], mail["To"]) == (receipt, "desk@desk.example")
    assert len(mailbox.Maildir(path, create=False)) == 1
    assert list((path / "tmp").iterdir()) == []


async def test_a_repeat_takes_the_place_of_the_first(tmp_path):
    box = folder(tmp_path)
    await box.send(a_message())
    await box.send(a_message(subject="again"))
    [file] = (tmp_path / "new").iterdir()
    assert b"again" in file.read_bytes()


async def test_a_key_cannot_leave_the_folder(tmp_path):
    await folder(tmp_path / "box").send(a_message(key="../../evil"))
    assert {file.name for file in tmp_path.iterdir()} == {"box"}


async def test_a_folder_that_cannot_be_made_waits(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DeliveryDelayed, match="cannot be written"):
        await folder(tmp_path / "file").send(a_message())
