# SPDX-License-Identifier: Apache-2.0
"""A name and a password, by PLAIN and LOGIN, from every mail program; and what AUTH answers when it is used wrongly."""
import base64
import re
import smtplib

import clients
from case import Case, expect

PROGRAMS = {name: client for name, client in clients.ALL.items() if client is not clients.jakarta_mail}
MECHANISMS = ("PLAIN", "LOGIN")
MESSAGE = b"Subject: who am I\r\n\r\nbody\r\n"


def accepted(client, mechanism, port):
    def run(world):
        person, recipient = world.person(), world.recipient()
        service = world.service(port, person=person, mechanism=mechanism, source=world.net.client())
        client(world.work, service, person.user, recipient, MESSAGE)
        assert f"Return-Path: <{person.user}>".encode() in world.mail(recipient), "sent by somebody else"
        line = world.postern.logged("login accepted ", f"user={person.user}")
        assert f"mechanism={mechanism}" in line and f"client={service.source} " in line, line
        return "delivered"
    return run


def refused(client, mechanism, port):
    def run(world):
        person, recipient = world.person(), world.recipient()
        service = world.service(port, person=person, password="not the password", mechanism=mechanism, source=world.net.client())
        try:
            client(world.work, service, person.user, recipient, MESSAGE)
        except (clients.Refused, smtplib.SMTPException) as refusal:
            assert re.search("535|[Aa]uth|[Ll]ogin denied", str(refusal)), f"ended by {refusal}"
        else:
            raise AssertionError("a wrong password was taken")
        line = world.postern.logged("login refused ", f"user={person.user}")
        assert f"client={service.source} " in line and "not the password" not in line, line
        return "refused, as the log says"
    return run


def acting(client, port):
    """Nobody acts as somebody else before that one allows it."""
    def run(world):
        boss, assistant, recipient = world.person("boss"), world.person("assistant"), world.recipient()
        service = world.service(port, person=assistant, mechanism="PLAIN", acts_as=boss.user, source=world.net.client())
        try:
            client(world.work, service, boss.user, recipient, MESSAGE)
        except (clients.Refused, smtplib.SMTPException):
            world.postern.logged("login refused ", f"user={assistant.user}", boss.user)
        else:
            raise AssertionError("acted as somebody else without a delegation")
        status, said = world.postern.admin("PUT", f"/users/{boss.user}/authorizedUsers/{assistant.user}")
        assert status // 100 == 2, f"no delegation: {status} {said}"
        client(world.work, service, boss.user, recipient, MESSAGE)
        assert f"Return-Path: <{boss.user}>".encode() in world.mail(recipient), "sent by somebody else"
        world.postern.logged("login accepted ", f"user={assistant.user}", f"as={boss.user}")
        return "refused without delegation, delivered with it"
    return run


def plain(person):
    return "PLAIN " + base64.b64encode(f"\0{person.user}\0{person.password}".encode()).decode()


def before_tls(world):
    with smtplib.SMTP(world.host, 587, timeout=30) as session:
        session.ehlo()
        assert not session.has_extn("auth"), "AUTH offered before TLS"
        return expect(session.docmd("AUTH", plain(world.person())), 538, "5.7.11")


def connected(port, talk):
    def run(world):
        with clients.smtplib_connection(world.service(port, source=world.net.client())) as session:
            return talk(world, session)
    return run


def cancelled(world, session):
    assert session.docmd("AUTH", "LOGIN")[0] == 334
    expect(session.docmd("*"), 501, "5.")
    return expect(session.docmd("AUTH", plain(world.person())), 235, "2.7.0")


def twice(world, session):
    expect(session.docmd("AUTH", plain(world.person())), 235, "2.7.0")
    return expect(session.docmd("AUTH", plain(world.person())), 503, "5.5.1")


def all_cases():
    for name, client in PROGRAMS.items():
        for mechanism in MECHANISMS:
            for port in (587, 465):
                yield Case(f"{mechanism}: {name}", accepted(client, mechanism, port), port)
        # Each takes its time, on purpose.
        yield Case(f"PLAIN: {name}, wrong password", refused(client, "PLAIN", 465), 465)
    yield Case("LOGIN: swaks, wrong password", refused(clients.swaks, "LOGIN", 587), 587)
    yield Case("PLAIN as somebody else: smtplib", acting(clients.python, 587), 587)
    yield Case("PLAIN as somebody else: curl", acting(clients.curl, 465), 465)
    yield Case("AUTH before STARTTLS", before_tls, 587)
    yield Case("AUTH by a mechanism that nobody has",
               connected(587, lambda world, session: expect(session.docmd("AUTH", "X-NOBODY"), 504, "5.5.4")), 587)
    yield Case("AUTH with broken base64",
               connected(465, lambda world, session: expect(session.docmd("AUTH", "PLAIN !!!"), 501, "5.5.2")), 465)
    yield Case("AUTH given up by the client, and a better try", connected(587, cancelled), 587)
    yield Case("AUTH twice", connected(465, twice), 465)
