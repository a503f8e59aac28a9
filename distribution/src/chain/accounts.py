# SPDX-License-Identifier: Apache-2.0
"""What an operator does about a stolen account, by the commands; and how much an account may send."""
import subprocess
import time

import clients
from case import Case, expect
from edits import Section
from parts import Part, wait_for
from passwords import plain

MESSAGE = b"Subject: stolen\r\n\r\nbody\r\n"
LIMITS = """<limit user="limited@example.org"><messages hour="2"/><recipients hour="3"/></limit>
  <limit user="reviewed@example.org" onExceed="hold"><messages day="1"/></limit>
  <limit user="*"/>"""


class Limits(Part):
    """No server: what the cases need in limits.xml. It stands before the rule for everybody."""

    def start(self):
        pass

    def config(self):
        yield Section("limits.xml", LIMITS)


def parts(work, net):
    return [Limits("limits", work, net)]


def postern(world, *arguments):
    """Exit code, and what the command printed."""
    name, *others = arguments
    done = subprocess.run([world.postern.launcher, *name.split(), "--home", world.postern.home, *others], capture_output=True, text=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def did(world, *arguments):
    code, said = postern(world, *arguments)
    assert code == 0, f"{' '.join(arguments)}: {code} {said}"
    return said


def named(world, name):
    """Somebody by this name, whom limits.xml knows."""
    person = world.person()
    person = type(person)(f"{name}@example.org", person.password)
    status, said = world.postern.admin("PUT", f"/users/{person.user}", {"password": person.password})
    assert status == 204, f"{person.user} was not added: {status} {said}"
    return person


def service(world, person, port=587):
    return world.service(port, person=person, source=world.net.client())


def send(world, person, recipient, client=clients.python):
    client(world.work, service(world, person), person.user, recipient, MESSAGE)


def suspended(world):
    thief, other = world.person("thief"), world.person("other")
    waiting, quick, later = world.recipient(), world.recipient(), world.recipient()
    world.postfix.answer(f"{waiting} 450 4.2.0 later\n")
    send(world, thief, waiting)
    with clients.smtplib_session(service(world, thief)) as session, clients.smtplib_session(service(world, thief, 465)) as idle:
        session.mail(thief.user)
        session.rcpt(quick)
        assert session.docmd("DATA")[0] == 354
        session.send(b"Subject: half\r\n\r\nhalf a")
        said = did(world, "suspend", thief.user, "--reason", "seen on a list")
        assert "1 messages are kept" in said, said
        expect(session.getreply(), 421, "4.7.0")
        expect(idle.getreply(), 421, "4.7.0")
        # The server has closed both, and smtplib would say QUIT.
        session.close()
        idle.close()
    assert "seen on a list" in did(world, "suspended"), "not listed"
    with clients.smtplib_connection(service(world, thief)) as session:
        session.user, session.password = thief.user, thief.password
        expect(session.docmd("AUTH", plain(thief)), 525, "5.7.13")
    world.postfix.answer("")
    send(world, other, later)
    world.mail(later)
    world.postern.logged(thief.user, "the account is suspended")
    assert not world.mails(waiting) and not world.mails(quick), "mail of a suspended account was delivered"
    did(world, "resume", thief.user)
    world.mail(waiting)
    world.quiet(waiting, 2)
    assert not world.mails(quick), "half a message was delivered"
    return "421 in the middle of DATA; delivered once when resumed"


def purged(world):
    thief, recipient = world.person("thief"), world.recipient()
    world.postfix.answer(f"{recipient} 450 4.2.0 later\n")
    for _ in range(3):
        send(world, thief, recipient)
    did(world, "suspend", thief.user)
    wait_for(lambda: "3 messages" in did(world, "purge", thief.user, "--dry-run"), "three queued messages")
    said = did(world, "purge", thief.user)
    world.postfix.answer("")
    did(world, "resume", thief.user)
    assert said.startswith("3 messages"), said
    assert did(world, "purge", thief.user).startswith("0 messages"), "some were left"
    time.sleep(2)
    assert not world.mails(recipient), "a purged message was delivered"
    return said.strip()


def unknown(world):
    code, said = postern(world, "suspend", "nobody@example.org")
    assert code == 2 and "there is no user 'nobody@example.org'" in said, f"{code} {said}"
    return said.strip()


def limited(world):
    person, recipient = named(world, "limited"), world.recipient()
    send(world, person, recipient, clients.swaks)
    world.mail(recipient)
    many = ",".join(world.recipient() for _ in range(3))
    for client, to in ((clients.swaks, many), (clients.swaks, recipient)):
        try:
            send(world, person, to, client)
        except clients.Refused:
            continue
    world.postern.logged("account alert", f"user={person.user}", "kind=limit-reached")
    with clients.smtplib_session(service(world, person)) as session:
        return expect(session.mail(person.user), 450, "4.7.1 limited@example.org may send 2 messages an hour; there is room")


def reviewed(world):
    person = named(world, "reviewed")
    first, good, bad = (world.recipient() for _ in range(3))
    for recipient in (first, good, bad):
        send(world, person, recipient)
    world.mail(first)
    held = {line.split("  ")[5]: line.split("  ")[0] for line in did(world, "held list").splitlines()}
    did(world, "held drop", held[bad])
    assert not world.mails(good), "delivered before somebody said so"
    did(world, "held release", held[good])
    world.mail(good)
    assert not world.mails(bad), "a dropped message was delivered"
    return "one released, one dropped"


def all_cases():
    yield Case("limits: swaks above a limit", limited, 587)
    yield Case("limits: held for review, released and dropped", reviewed, 587)
    yield Case("suspend an account that nobody has", unknown)
    yield Case("purge what an account has queued", purged, 587)
    yield Case("suspend and resume with mail in the queue and a session in DATA", suspended, 587)
