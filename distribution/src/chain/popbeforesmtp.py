# SPDX-License-Identifier: Apache-2.0
"""POP-before-SMTP: a login on a real Dovecot opens the client's address, and nothing else."""
import http.client
import poplib
import secrets
import shutil
import socket
import ssl
import time

import clients
from case import Case, expect
from edits import Section
from parts import Part, answers, wait_for

LIFETIME = 6
NEEDS = "pop3"


class Pop3(Part):
    """Dovecot, with its post-login script reporting to Postern."""

    password = secrets.token_hex(12)

    def start(self):
        self.address = self.net.server()
        self.fill("dovecot-pop3.conf", self.dir / "conf", address=self.address, password=self.password,
                  conf=self.work / "postern/home/conf")
        self.spawn("dovecot", "-F", "-c", self.dir / "conf")
        self.await_up(lambda: answers(self.address, 995), "Dovecot's POP3")

    def config(self):
        yield Section("authentication.xml", f"<popBeforeSmtp><lifetime>{LIFETIME} seconds</lifetime></popBeforeSmtp>")


class From(poplib.POP3_SSL):
    """Python's client, connecting from an address of our choice."""

    def __init__(self, source, host):
        self.source = source
        super().__init__(host, timeout=30, context=ssl._create_unverified_context())

    def _create_socket(self, timeout):
        return self.context.wrap_socket(socket.create_connection((self.host, self.port), timeout, (self.source, 0)))


def read_mail(world, person, source):
    token = world.postern.home / "conf/pop-before-smtp.token"
    shutil.chown(token, group="dovecot")
    token.chmod(0o640)
    pop = From(source, world.servers[NEEDS].address)
    pop.user(person.user)
    pop.pass_(world.servers[NEEDS].password)
    pop.stat()
    pop.quit()


def mail(world, source, reverse_path, port=587):
    """What MAIL without AUTH is answered."""
    with clients.smtplib_connection(world.service(port, source=source)) as session:
        return session.mail(reverse_path)


def accepted(port):
    def run(world):
        person, source, recipient = world.person(), world.net.client(), world.recipient()
        read_mail(world, person, source)
        with clients.smtplib_connection(world.service(port, source=source)) as session:
            assert session.has_extn("auth"), "AUTH is not offered"
            session.sendmail(person.user, recipient, b"Subject: read before\r\n\r\nbody\r\n")
        assert f"Return-Path: <{person.user}>".encode() in world.mail(recipient), "sent by somebody else"
        line = world.postern.logged("login accepted ", f"user={person.user}")
        assert "mechanism=POP" in line and f"client={source} " in line, line
        return "delivered without AUTH"
    return run


def strangers(world):
    person = world.person()
    read_mail(world, person, world.net.client())
    return expect(mail(world, world.net.client(), person.user), 530, "5.7.0")


def foreign(world):
    person, other, source = world.person(), world.person(), world.net.client()
    read_mail(world, person, source)
    return expect(mail(world, source, other.user), 550, "5.7.1")


def wrong_password(world):
    person, source = world.person(), world.net.client()
    pop = From(source, world.servers[NEEDS].address)
    pop.user(person.user)
    try:
        pop.pass_("wrong")
    except poplib.error_proto:
        return expect(mail(world, source, person.user), 530, "5.7.0")
    raise AssertionError("Dovecot took a wrong password")


def shared(world):
    """Two people behind one router."""
    first, second, source = world.person(), world.person(), world.net.client()
    read_mail(world, first, source)
    read_mail(world, second, source)
    for person in (first, second):
        expect(mail(world, source, person.user, 465), 250, "2.1.0")
    return "each may send as themselves"


def own_login(world):
    """AUTH wins over what is known of the address."""
    person, other, source = world.person(), world.person(), world.net.client()
    read_mail(world, person, source)
    with clients.smtplib_session(world.service(587, person=other, source=source)) as session:
        expect(session.mail(other.user), 250, "2.1.0")
        session.rset()
        return expect(session.mail(person.user), 550, "5.7.1")


def expired(world):
    person, source = world.person(), world.net.client()
    read_mail(world, person, source)
    started = time.monotonic()
    expect(mail(world, source, person.user), 250, "2.1.0")
    with clients.smtplib_connection(world.service(587, source=source)) as session:
        def closed():
            code, _ = session.mail(person.user)
            session.rset()
            return code == 530
        wait_for(closed, "530")
    seconds = time.monotonic() - started
    assert seconds > LIFETIME - 2, f"closed after {seconds:.1f} s"
    return f"530 after {seconds:.1f} s"


def call(world, address, token):
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=30)
    connection.request("PUT", f"/popBeforeSmtp/{address}", f'{{"user": "{world.postern.user}"}}', {"Authorization": f"Bearer {token}"})
    with connection.getresponse() as response:
        return response.status


def secret(name):
    return lambda world: (world.postern.home / "conf" / name).read_text().strip()


def reported(token, address, status):
    def run(world):
        got = call(world, address or world.net.client(), token(world))
        assert got == status, f"HTTP {got}"
        return f"HTTP {got}"
    return run


def opens_nothing_else(world):
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=30)
    token = secret("pop-before-smtp.token")(world)
    connection.request("GET", "/users", headers={"Authorization": f"Bearer {token}", "Password": token})
    with connection.getresponse() as response:
        assert response.status == 401, f"HTTP {response.status}"
        return f"HTTP {response.status}"


def parts(work, net):
    if net.namespace:
        yield Pop3("pop3", work, net)


def missing(_, net):
    return {} if net.namespace else {NEEDS: "clients have loopback addresses here, which POP-before-SMTP does not open"}


def all_cases():
    cases = {
        "the reader's mail": (accepted(587), 587),
        "the reader's mail, TLS from the start": (accepted(465), 465),
        "from another address": (strangers, 587),
        "after a wrong POP3 password": (wrong_password, 587),
        "reverse-path of somebody else": (foreign, 587),
        "two readers behind one address": (shared, 465),
        "AUTH as somebody else": (own_login, 587),
        "after its time": (expired, 587),
        "a report with the token": (reported(secret("pop-before-smtp.token"), "", 204), 0),
        "a report with WebAdmin's password": (reported(secret("webadmin.password"), "", 401), 0),
        "a report of a loopback address": (reported(secret("pop-before-smtp.token"), "127.0.0.1", 400), 0),
        "the token at WebAdmin": (opens_nothing_else, 0),
    }
    for name, (run, port) in cases.items():
        yield Case(f"POP-before-SMTP: {name}", run, port, needs=NEEDS)
