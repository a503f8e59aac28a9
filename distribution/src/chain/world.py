# SPDX-License-Identifier: Apache-2.0
"""What the cases see: the services to submit to, the people, the mailboxes at the other end, what must hold of any message."""
import dataclasses
import email
import email.policy
import itertools
import pathlib
import re
import secrets
import shutil
import time

import clients
from parts import wait_for

STRICT = email.policy.SMTP.clone(raise_on_defect=True)


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody with an account."""
    user: str
    password: str


@dataclasses.dataclass
class World:
    """
    servers: those that run, by name
    missing: those that cannot run here, and why
    """
    work: pathlib.Path
    net: object
    postfix: object
    postern: object
    ca_file: pathlib.Path
    host: str
    servers: dict
    missing: dict

    def __post_init__(self):
        self._numbers = itertools.count(1)

    def service(self, port, password=None, person=None, **more):
        """What a mail program is told; more fields of Service by name."""
        person = person or Person(self.postern.user, self.postern.password)
        return clients.Service(self.host, port, self.ca_file, person.user, password or person.password, **more)

    def person(self, name="person"):
        """Somebody new whom the server knows, with a password, in example.org."""
        person = Person(f"{name}{next(self._numbers)}@example.org", secrets.token_hex(12))
        status, said = self.postern.admin("PUT", f"/users/{person.user}", {"password": person.password})
        assert status == 204, f"{person.user} was not added: {status} {said}"
        return person

    def recipient(self, domain="remote.example", name="box"):
        """A mailbox that nobody else writes to."""
        recipient = f"{name}{next(self._numbers)}@{domain}"
        if domain == "exim.example":
            mailbox = self.work / "mail" / recipient
            mailbox.mkdir()
            shutil.chown(mailbox, "mail", "mail")
        return recipient

    def mails(self, recipient):
        """All that has been delivered to the mailbox, as bytes."""
        return [p.read_bytes() for p in sorted((self.work / "mail" / recipient / "new").glob("*"))]

    def mail(self, recipient, seconds=20):
        """The one message in the mailbox, waited for."""
        wait_for(lambda: self.mails(recipient), f"mail for {recipient}", seconds)
        return self.only(recipient)

    def only(self, recipient):
        found = self.mails(recipient)
        assert len(found) == 1, f"{recipient} has {len(found)} mails instead of one"
        return found[0]

    def submit(self, message, recipient, sender=None, port=587):
        """Sends with Python's client."""
        clients.python(self.work, self.service(port), sender or self.postern.user, recipient, message)

    def quiet(self, recipient, seconds):
        """Holds when no second copy comes for a while."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.only(recipient)
            time.sleep(0.2)


def crlf(text):
    return text.encode() if "\r\n" in text else text.replace("\n", "\r\n").encode()


def split(raw):
    """The header block, and the octets after the empty line."""
    head, _, body = raw.partition(b"\r\n\r\n")
    return head + b"\r\n", body


def is_valid(raw, author, recipient):
    """What RFC 5322 asks of any message, and what a submission server owes on top."""
    message = email.message_from_bytes(raw, policy=STRICT)
    for name in ("Date", "Message-ID", "From", "To"):
        assert len(message.get_all(name, [])) == 1, f"{len(message.get_all(name, []))} {name} fields"
    assert message["Date"].datetime.utcoffset() is not None, "Date without zone"
    assert abs(message["Date"].datetime.timestamp() - time.time()) < 600, f"Date is {message['Date']}"
    assert re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"].strip()), f"Message-ID is {message['Message-ID']}"
    assert [a.addr_spec for a in message["From"].addresses] == [author], f"From is {message['From']}"
    assert not message.get_all("Bcc"), "Bcc reached the recipient"
    assert message["Delivered-To"] == recipient, f"Delivered-To is {message['Delivered-To']}"
    assert message["Return-Path"] == f"<{author}>", f"Return-Path is {message['Return-Path']}"
    received = [re.sub(r"\s+", " ", value) for value in message.get_all("Received")]
    assert len(received) == 3, f"{len(received)} Received fields: {received}"
    mda, mx, ours = received
    assert " with LMTP" in mda, f"MDA's Received is {mda}"
    assert re.search(r"TLSv1\.[23].* with ESMTPS id", mx), f"MX's Received is {mx}"
    assert re.search(r"\bwith ESMTPSA\b", ours) and re.search(r"TLSv1\.[23]", ours), f"Postern's Received is {ours}"
    assert not re.search(r"\bfrom\b|127\.0|192\.0\.2|\[|::1", ours), f"Postern's Received shows the client: {ours}"
    return message
