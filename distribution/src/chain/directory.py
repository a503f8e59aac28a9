# SPDX-License-Identifier: Apache-2.0
"""People of an LDAP directory: two OpenLDAP servers with the same entries, asked over TLS under an authority of their own."""
import base64
import contextlib
import os
import signal
import subprocess
import time

import clients
import passwords
from case import Case, expect
from edits import Section
from parts import Part, answers, wait_for
from world import Person

FIRST, SECOND = "ldap1", "ldap2"
BASE = "dc=example,dc=org"
SERVICE = f"cn=postern,{BASE}"
SERVICE_PASSWORD = "searches, and does nothing else"
CONNECT_TIMEOUT, TIMEOUT = 2, 3
# All servers tried once, and one answer waited for; what the rest of the dialogue takes comes on top.
PATIENCE = 2 * CONNECT_TIMEOUT + TIMEOUT
PAUSE = 10
ADA = Person("ada@example.org", "ada's password")
JOERG = Person("j\u00f6rg@example.org", "p\u00e4ssw\u00f6rd")
OUTSIDER = Person("outsider@example.org", "outsider's password")
# A right password may be remembered, and then nobody is asked.
FORGOTTEN = Person(ADA.user, "not the password")
MESSAGE = b"Subject: from the directory\r\n\r\nbody\r\n"


def ldif():
    """The directory as slapadd takes it. A DN with a comma of its own, names beyond ASCII, and somebody who is in no group."""
    yield f"dn: {BASE}\nobjectClass: domain\ndc: example\n"
    yield f"dn: ou=people,{BASE}\nobjectClass: organizationalUnit\nou: people\n"
    yield f"dn: {SERVICE}\nobjectClass: person\ncn: postern\nsn: postern\nuserPassword: {SERVICE_PASSWORD}\n"
    people = {ADA: "cn=Ada", JOERG: "cn=M\u00fcller\\, J\u00f6rg (IT)", OUTSIDER: "cn=Outsider"}
    for person, rdn in people.items():
        yield (f"dn: {rdn},ou=people,{BASE}\nobjectClass: inetOrgPerson\nsn: {person.user}\n"
               f"uid: {person.user}\nuserPassword: {person.password}\n")
    members = "".join(f"member: {people[person]},ou=people,{BASE}\n" for person in (ADA, JOERG))
    yield f"dn: cn=mail,{BASE}\nobjectClass: groupOfNames\ncn: mail\n{members}"


def encoded(entry):
    """Values beyond ASCII in base64 (RFC 2849)."""
    for line in entry.splitlines():
        name, _, value = line.partition(": ")
        yield line if line.isascii() else f"{name}:: {base64.b64encode(value.encode()).decode()}"


class Slapd(Part):
    """OpenLDAP, over TLS only."""

    def start(self):
        self.address = self.net.server()
        self.certificate()
        (self.dir / "data").mkdir()
        self.fill("slapd.conf", self.dir / "conf", dir=self.dir, base=BASE, service=SERVICE)
        entries = "\n".join("\n".join(encoded(entry)) + "\n" for entry in ldif())
        subprocess.run(["/usr/sbin/slapadd", "-q", "-f", self.dir / "conf"], input=entries, text=True, check=True, capture_output=True)
        self.resume()

    def resume(self):
        self.spawn("/usr/sbin/slapd", "-d", "stats", "-f", self.dir / "conf", "-h", f"ldaps://{self.address}")
        self.await_up(lambda: answers(self.address, 636), "slapd")

    def certificate(self):
        """Signed by an authority that both servers share."""
        authority = self.work / "ldap-ca"
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        if not authority.exists():
            authority.mkdir()
            self.openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Directory CA",
                         "-keyout", authority / "key.pem", "-out", authority / "ca.pem")
            (authority / "password").write_text(SERVICE_PASSWORD + "\n")
        self.openssl("req", *key, "-subj", f"/CN={self.name}", "-keyout", self.dir / "key.pem", "-out", self.dir / "request.pem")
        (self.dir / "extensions").write_text(f"subjectAltName = IP:{self.address}\n")
        self.openssl("x509", "-req", "-days", "2", "-in", self.dir / "request.pem", "-CA", authority / "ca.pem", "-CAkey",
                     authority / "key.pem", "-CAcreateserial", "-extfile", self.dir / "extensions", "-out", self.dir / "cert.pem")

    @staticmethod
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    @contextlib.contextmanager
    def silent(self):
        """Takes connections, as the kernel does, and says nothing."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)


class Second(Slapd):
    """The one that starts last tells Postern of both."""

    def __init__(self, name, work, net, first):
        super().__init__(name, work, net)
        self.first = first

    def config(self):
        hosts = "".join(f"<host>ldaps://{server.address}</host>" for server in (self.first, self))
        authority = self.work / "ldap-ca"
        yield Section("usersrepository.xml", f"""<sources><people/><ldap>{hosts}
            <caFile>file://{authority}/ca.pem</caFile>
            <bindDn>{SERVICE}</bindDn><bindPasswordFile>file://{authority}/password</bindPasswordFile>
            <base>{BASE}</base><nameAttribute>uid</nameAttribute><objectClass>inetOrgPerson</objectClass><group>cn=mail,{BASE}</group>
            <connectTimeout>{CONNECT_TIMEOUT} seconds</connectTimeout><timeout>{TIMEOUT} seconds</timeout></ldap></sources>""")


def sends(world, person, client=clients.python, port=587):
    recipient = world.recipient()
    client(world.work, world.service(port, person=person, source=world.net.client()), person.user, recipient, MESSAGE)
    assert f"Return-Path: <{person.user}>".encode() in world.mail(recipient), "sent by somebody else"


def accepted(client, port):
    def run(world):
        sends(world, ADA, client, port)
        world.postern.logged("login accepted ", f"user={ADA.user}")
        return "delivered"
    return run


def login(world, person, port=465):
    """What a login is answered."""
    with clients.smtplib_connection(world.service(port, person=person, source=world.net.client())) as session:
        return session.docmd("AUTH", passwords.plain(person))


def refused(person):
    return lambda world: expect(login(world, person), 535, "5.7.8")


def beyond_ascii(world):
    return expect(login(world, JOERG), 235, "2.7.0")


def one_down(world):
    first = world.servers[FIRST]
    sends(world, ADA)
    first.stop()
    try:
        started = time.monotonic()
        sends(world, ADA)
        return f"delivered by way of the other, in {time.monotonic() - started:.1f} s"
    finally:
        first.resume()


def both_silent(world):
    """Whom the database knows is not in for it."""
    person = world.person()
    sends(world, ADA)
    with world.servers[FIRST].silent(), world.servers[SECOND].silent():
        started = time.monotonic()
        reply = expect(login(world, FORGOTTEN), 454, "4.7.0")
        first = time.monotonic() - started
        assert first < PATIENCE + 2, f"answered after {first:.1f} s"
        started = time.monotonic()
        sends(world, person)
        meanwhile = time.monotonic() - started
        assert meanwhile < 3, f"somebody else needed {meanwhile:.1f} s"
    wait_for(lambda: login(world, FORGOTTEN)[0] == 535, "an answer once both are back", PAUSE + 5)
    sends(world, ADA)
    return f"{reply} after {first:.1f} s; another's mail took {meanwhile:.1f} s"


def parts(work, net):
    first = Slapd(FIRST, work, net)
    yield first
    yield Second(SECOND, work, net, first)


def all_cases():
    for name, client in {"swaks": clients.swaks, "smtplib": clients.python}.items():
        for port in (587, 465):
            yield Case(f"LDAP: {name}", accepted(client, port), port, needs=SECOND)
    yield Case("LDAP: a name and a password beyond ASCII", beyond_ascii, 465, needs=SECOND)
    yield Case("LDAP: wrong password", refused(Person(ADA.user, "not the password")), 465, needs=SECOND)
    yield Case("LDAP: nobody's name", refused(Person("a*@example.org", ADA.password)), 465, needs=SECOND)
    yield Case("LDAP: somebody outside of the group", refused(OUTSIDER), 465, needs=SECOND)
    yield Case("LDAP: one server is down", one_down, 587, needs=SECOND)
    yield Case("LDAP: both servers say nothing", both_silent, 465, needs=SECOND)
