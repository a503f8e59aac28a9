# SPDX-License-Identifier: Apache-2.0
"""People whom a FreeRADIUS server knows, and what others notice while it is silent."""
import base64
import os
import secrets
import signal
import time

import clients
from case import Case, expect
from edits import Source
from parts import Part, wait_for
from world import Person

NAME, DOMAIN = "radius", "two.example"
TIMEOUT, TRIES = 1, 2
# What the rest of the dialogue takes comes on top of the time-outs.
LEEWAY = 3
ANN = Person(f"ann@{DOMAIN}", "Ann's password, p\u00e4ssw\u00f6rd")
MESSAGE = b"Subject: known to RADIUS\r\n\r\nbody\r\n"


class FreeRadius(Part):
    """With a configuration of its own: one client, one person."""

    def start(self):
        self.address, self.secret = self.net.server(), secrets.token_hex(24)
        (self.dir / "secret").write_text(self.secret + "\n")
        (self.dir / "users").write_text(f'"{ANN.user}" Cleartext-Password := "{ANN.password}"\n')
        self.fill("radiusd.conf", self.dir / "radiusd.conf", dir=self.dir, address=self.address, secret=self.secret)
        self.spawn("/usr/sbin/freeradius", "-X", "-n", "radiusd", "-d", self.dir)
        self.await_up(lambda: "Ready to process requests" in self.output(), "FreeRADIUS")

    def output(self):
        return (self.dir / "output").read_text(errors="replace")

    def config(self):
        yield Source(f"<radius><server>{self.address}</server><secretFile>file://{self.dir}/secret</secretFile>"
                     f"<timeout>{TIMEOUT} s</timeout><tries>{TRIES}</tries><domain>{DOMAIN}</domain></radius>")

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGCONT)
        super().stop()


def sends(world, person, client=clients.python, port=587):
    """How long it took, in seconds."""
    recipient = world.recipient()
    started = time.monotonic()
    client(world.work, world.service(port, person=person, mechanism="PLAIN", source=world.net.client()), person.user, recipient, MESSAGE)
    seconds = time.monotonic() - started
    assert f"Return-Path: <{person.user}>".encode() in world.mail(recipient), "sent by somebody else"
    return seconds


def accepted(client, port):
    def run(world):
        sends(world, ANN, client, port)
        line = world.postern.logged("login accepted ")
        assert f"user={ANN.user}" in line and f"by={NAME}" in line, line
        return "delivered"
    return run


def begin(world, user, password, port=587):
    """A session in which the login has been said, and not been answered."""
    session = clients.smtplib_connection(world.service(port, source=world.net.client()))
    session.putcmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode())
    return session


def login(world, user, password):
    with begin(world, user, password) as session:
        return session.getreply()


def refused(user):
    def run(world):
        return expect(login(world, user, "not the password"), 535, "5.7.8")
    return run


def silent(world):
    server, other = world.servers[NAME], world.person()
    usual = max(sends(world, other) for _ in range(3))
    server.signal(signal.SIGSTOP)
    try:
        started = time.monotonic()
        # A right password may be remembered, and then nobody is asked.
        sessions = [begin(world, ANN.user, "not the password") for _ in range(2)]
        meanwhile = sends(world, other)
        assert meanwhile < 2 * usual + 0.5, f"others took {meanwhile:.1f} s, and {usual:.1f} s before"
        for session in sessions:
            said = expect(session.getreply(), 454, "4.7.0")
            took = time.monotonic() - started
            assert took < TRIES * TIMEOUT + LEEWAY, f"told after {took:.1f} s"
            session.close()
        assert took > TRIES * TIMEOUT - 0.5, f"told after {took:.1f} s already"
    finally:
        server.signal(signal.SIGCONT)
    wait_for(lambda: login(world, ANN.user, "not the password")[0] == 535, "an answer after the silence", 15)
    sends(world, ANN, clients.swaks)
    return f"{said} after {took:.1f} s; others {meanwhile:.1f} s, usually {usual:.1f} s"


def parts(work, net):
    yield FreeRadius(NAME, work, net)


def all_cases():
    yield Case("RADIUS: swaks", accepted(clients.swaks, 587), 587, NAME)
    yield Case("RADIUS: swaks", accepted(clients.swaks, 465), 465, NAME)
    yield Case("RADIUS: wrong password", refused(ANN.user), 587, NAME)
    yield Case("RADIUS: nobody by that name", refused(f"nobody@{DOMAIN}"), 587, NAME)
    yield Case("RADIUS: silent, and back again", silent, 587, NAME)
