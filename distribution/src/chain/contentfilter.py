# SPDX-License-Identifier: Apache-2.0
"""What a real Rspamd says of a message, and what its author and the recipient see of it."""
import clients
import messages
from world import split

GTUBE = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"


def message(world, recipient, subject, body=b"Text\r\n"):
    return messages.header(world.postern.user, recipient, subject) + b"\r\n" + body


def submit(world, recipient, octets, port=587):
    with clients.smtplib_session(world.service(port)) as session:
        session.mail(world.postern.user)
        session.rcpt(recipient)
        code, text = session.data(octets)
        return f"{code} {text.decode()}"


def queued(world):
    return world.postern.log().count("message queued id=")


def refused(subject, body, reply, port):
    def run(world):
        recipient, before = world.recipient(), queued(world)
        said = submit(world, recipient, message(world, recipient, subject, body), port)
        assert said.startswith(reply), said
        assert queued(world) == before, "it was queued all the same"
        return said
    return run


def harmless(world):
    recipient = world.recipient()
    sent = message(world, recipient, "harmless")
    said = submit(world, recipient, sent)
    assert said.startswith("250"), said
    raw = world.mail(recipient)
    assert raw.endswith(b"\r\n" + sent), "it was changed"
    asked = [line for line in world.servers["rspamd"].log().splitlines() if f"qid: <{said.split()[-1]}>" in line]
    assert len(asked) == 1, f"asked {len(asked)} times"
    for fact in (f"user: {world.postern.user}", f"from: <{world.postern.user}>", f"rcpts: <{recipient}>", "ip: "):
        assert fact in asked[0], f"no '{fact}' in {asked[0]}"
    return "asked about, delivered octet for octet"


def marked(world):
    recipient = world.recipient()
    sent = message(world, recipient, "advertisement")
    said = submit(world, recipient, sent)
    assert said.startswith("250"), said
    head, body = split(world.mail(recipient))
    sent_head, sent_body = split(sent)
    added = head.partition(sent_head)[2]
    assert body == sent_body and sorted(added.splitlines()) == [b"X-Spam-User: " + world.postern.user.encode(), b"X-Spam: Yes"], head
    return "two fields more, no other octet"


def filter_away(world):
    recipient, before = world.recipient(), queued(world)
    sent = message(world, recipient, "nobody to ask")
    world.servers["rspamd"].stop()
    try:
        said = submit(world, recipient, sent)
    finally:
        world.servers["rspamd"].start()
    assert said.startswith("451 4.3.0"), said
    assert queued(world) == before, "it was queued all the same"
    again = submit(world, recipient, sent)
    assert again.startswith("250"), again
    world.mail(recipient)
    return f"{said}; delivered once when the filter is back"


def all_cases():
    yield "Rspamd: harmless", harmless, 587
    yield "Rspamd: spam (GTUBE)", refused("spam", GTUBE, "550 5.7.1", 587), 587
    yield "Rspamd: spam (GTUBE)", refused("spam", GTUBE, "550 5.7.1", 465), 465
    yield "Rspamd: soft reject", refused("once again", b"Text\r\n", "451 4.7.1", 587), 587
    yield "Rspamd: add header", marked, 587
    yield "Rspamd: not there", filter_away, 587
