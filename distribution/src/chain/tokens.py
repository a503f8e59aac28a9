# SPDX-License-Identifier: Apache-2.0
"""Access tokens of a real OpenID provider, by OAUTHBEARER and XOAUTH2: taken, refused, and what becomes of them without it."""
import base64
import json
import os
import re
import secrets
import signal
import smtplib
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request

import clients
from case import Case, expect
from edits import Section
from parts import HERE, Part, answers, wait_for

NEEDS = "issuer"
PROVIDER = "npm/node_modules/oidc-provider"
MAIL = "https://mail.example.org"
FILES = "https://files.example.org"
TIMEOUT = 2
MESSAGE = b"Subject: token\r\n\r\nbody\r\n"


class Issuer(Part):
    """oidc-provider of npm. It signs with the first of its keys, and knows what it signed only as long as it runs."""

    client, secret = "postern", secrets.token_hex(12)

    def start(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.keys = []
        (self.dir / "secret").write_text(self.secret + "\n")
        self.rotate()

    def rotate(self):
        """Begins again with a new key in front of the others."""
        pem = subprocess.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout"], check=True, capture_output=True).stdout
        text = subprocess.run(["openssl", "ec", "-noout", "-text"], input=pem, check=True, capture_output=True).stdout.decode()
        private, public = (bytes.fromhex(re.sub(r"[\s:]", "", value))
                           for value in re.search(r"priv:(.*?)pub:(.*?)ASN1", text, re.DOTALL).groups())
        d, x, y = (base64.urlsafe_b64encode(number).rstrip(b"=").decode()
                   for number in (private[-32:].rjust(32, b"\0"), public[1:33], public[33:]))
        self.keys.insert(0, {"kty": "EC", "crv": "P-256", "d": d, "x": x, "y": y, "kid": secrets.token_hex(4), "alg": "ES256",
                             "use": "sig"})
        (self.dir / "keys").write_text(json.dumps(self.keys))
        self.stop()
        self.spawn("node", HERE / "clients" / "issuer.mjs", self.work / PROVIDER, self.port, self.dir / "keys", self.client, self.secret)
        self.await_up(lambda: answers("127.0.0.1", self.port), "the issuer")

    def pause(self):
        """It is silent from now on; who connects is kept waiting."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def resume(self):
        os.killpg(self.process.pid, signal.SIGCONT)

    def token(self, user, resource=MAIL):
        """An access token of this person, for whom the resource is part of."""
        form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": "mail.send", "resource": resource})
        credentials = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/token", form.encode(),
                                         {"Authorization": f"Basic {credentials}", "X-Person": user})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["access_token"]

    def config(self):
        url = f"http://127.0.0.1:{self.port}"
        yield Section("authentication.xml", f"""<oauth>
    <issuer>
      <url>{url}</url>
      <audience>{MAIL}</audience>
      <scope>mail.send</scope>
      <clockSkew>1</clockSkew>
      <timeout>{TIMEOUT}</timeout>
      <introspection>
        <url>{url}/token/introspection</url>
        <clientId>{self.client}</clientId>
        <secretFile>file://{self.dir}/secret</secretFile>
      </introspection>
    </issuer>
  </oauth>""")


def issuer(world):
    return world.servers[NEEDS]


def submitted(world, client, mechanism, port, resource=MAIL):
    person, recipient = world.person(), world.recipient()
    service = world.service(port, person=person, password=issuer(world).token(person.user, resource), mechanism=mechanism,
                            source=world.net.client())
    client(world.work, service, person.user, recipient, MESSAGE)
    assert f"Return-Path: <{person.user}>".encode() in world.mail(recipient), "sent by somebody else"
    line = world.postern.logged(f"login accepted client={service.source} ")
    assert f"mechanism={mechanism} by=http://127.0.0.1:" in line and f"user={person.user} " in line, line
    return "delivered"


def accepted(client, mechanism, port, resource=MAIL):
    return lambda world: submitted(world, client, mechanism, port, resource)


def tried(world, token, user, source=None):
    """The last answer to OAUTHBEARER, and what the client was told before it when that was a refusal."""
    with clients.smtplib_connection(world.service(465, source=source or world.net.client())) as session:
        message = f"n,a={user},\1auth=Bearer {token}\1\1".encode()
        reply, told = session.docmd("AUTH", "OAUTHBEARER " + base64.b64encode(message).decode()), {}
        if reply[0] == 334:
            told = json.loads(base64.b64decode(reply[1]))
            reply = session.docmd("AQ==")
        return reply, told


def refused(reason, resource=MAIL, user=None, after=0):
    def run(world):
        person, source = world.person(), world.net.client()
        token = issuer(world).token(user or person.user, resource)
        time.sleep(after)
        reply, told = tried(world, token, user or person.user, source)
        assert told == {"status": "invalid_token", "scope": "mail.send",
                        "openid-configuration": f"http://127.0.0.1:{issuer(world).port}/.well-known/openid-configuration"}, told
        line = world.postern.logged(f"login refused client={source} ")
        assert f'reason="{reason}"' in line, line
        return expect(reply, 535, "5.7.8")
    return run


def refused_client(client, mechanism):
    """The program gives up, and is not in step with the server by chance."""
    def run(world):
        person = world.person()
        service = world.service(587, person=person, password=issuer(world).token(person.user, FILES), mechanism=mechanism,
                                source=world.net.client())
        try:
            client(world.work, service, person.user, world.recipient(), MESSAGE)
        except (clients.Refused, smtplib.SMTPException) as refusal:
            world.postern.logged(f"login refused client={service.source} ")
            return f"gave up: {str(refusal).splitlines()[-1][-60:]}"
        raise AssertionError("a token for another service was taken")
    return run


def somebody_else(world):
    boss, assistant = world.person("boss"), world.person("assistant")
    token = issuer(world).token(assistant.user)
    said = expect(tried(world, token, boss.user)[0], 535, "5.7.8")
    status, answer = world.postern.admin("PUT", f"/users/{boss.user}/authorizedUsers/{assistant.user}")
    assert status // 100 == 2, f"no delegation: {status} {answer}"
    expect(tried(world, token, boss.user)[0], 235, "2.7.0")
    return f"{said} without delegation, 235 with it"


def rotated(world):
    person = world.person()
    old = issuer(world).token(person.user)
    issuer(world).rotate()
    new = issuer(world).token(person.user)
    wait_for(lambda: tried(world, new, person.user)[0][0] == 235, "a login with the new key", 10)
    expect(tried(world, old, person.user)[0], 235, "2.7.0")
    return "both keys are good"


def silent(world):
    person, other = world.person(), world.person()
    known = issuer(world).token(person.user)
    expect(tried(world, known, person.user)[0], 235, "2.7.0")
    issuer(world).rotate()
    unknown, opaque = issuer(world).token(person.user), issuer(world).token(person.user, MAIL + "/opaque")
    # What was fetched just now is as good as what could be fetched now.
    time.sleep(5)
    issuer(world).pause()
    try:
        answers_late = {}

        def try_late(name, token):
            began = time.monotonic()
            answers_late[name] = (tried(world, token, person.user)[0], time.monotonic() - began)
        waiting = [threading.Thread(target=try_late, args=pair) for pair in (("new key", unknown), ("opaque", opaque))]
        for thread in waiting:
            thread.start()
        began, count = time.monotonic(), 0
        while any(thread.is_alive() for thread in waiting):
            with clients.smtplib_session(world.service(465, person=other, source=world.net.client())):
                count += 1
        slowest = (time.monotonic() - began) / count
        for thread in waiting:
            thread.join()
        for name, (reply, seconds) in answers_late.items():
            expect(reply, 454, "4.7.0")
            assert seconds < TIMEOUT + 2, f"{name}: {seconds:.1f} s"
        expect(tried(world, known, person.user)[0], 235, "2.7.0")
    finally:
        issuer(world).resume()
    wait_for(lambda: tried(world, unknown, person.user)[0][0] == 235, "a login after the outage", 15)
    return f"454 in {max(s for _, s in answers_late.values()):.1f} s; {count} others meanwhile, {slowest * 1000:.0f} ms each"


def gone(world):
    person = world.person()
    known, opaque = issuer(world).token(person.user), issuer(world).token(person.user, MAIL + "/opaque")
    expect(tried(world, known, person.user)[0], 235, "2.7.0")
    issuer(world).stop()
    try:
        expect(tried(world, known, person.user)[0], 235, "2.7.0")
        return expect(tried(world, opaque, person.user)[0], 454, "4.7.0") + "; known keys are good"
    finally:
        issuer(world).rotate()


def missing(work, _):
    return {} if (work / PROVIDER).exists() else {NEEDS: "npm has not installed oidc-provider"}


def parts(work, net):
    yield Issuer(NEEDS, work, net)


def all_cases():
    for name, run, port in cases():
        yield Case(name, run, port, NEEDS)


def cases():
    yield "OAUTHBEARER: curl", accepted(clients.curl, "OAUTHBEARER", 465), 465
    yield "OAUTHBEARER: curl", accepted(clients.curl, "OAUTHBEARER", 587), 587
    # Its passwords have less than 500 characters.
    yield "OAUTHBEARER: msmtp", accepted(clients.msmtp, "OAUTHBEARER", 587, MAIL + "/opaque"), 587
    yield "XOAUTH2: smtplib", accepted(clients.python, "XOAUTH2", 465), 465
    yield "XOAUTH2: Nodemailer", accepted(clients.nodemailer, "XOAUTH2", 587), 587
    yield "XOAUTH2: msmtp", accepted(clients.msmtp, "XOAUTH2", 587, MAIL + "/opaque"), 587
    yield "OAUTHBEARER: curl, token that only the issuer can read", accepted(clients.curl, "OAUTHBEARER", 465, MAIL + "/opaque"), 465
    yield "OAUTHBEARER: curl, token for another service", refused_client(clients.curl, "OAUTHBEARER"), 587
    yield "XOAUTH2: smtplib, token for another service", refused_client(clients.python, "XOAUTH2"), 587
    yield "XOAUTH2: Nodemailer, token for another service", refused_client(clients.nodemailer, "XOAUTH2"), 587
    yield "token expired", refused("token expired", MAIL + "/brief", after=2.5), 465
    yield "token for another audience", refused("token for another audience", FILES), 465
    yield "token of nobody here", refused("token of somebody whom nobody knows here", user="nobody@example.org"), 465
    yield "token that is none", lambda world: expect(tried(world, "garbage", world.person().user)[0], 535, "5.7.8"), 465
    yield "token of somebody else", somebody_else, 465
    yield "issuer takes a new key", rotated, 465
    yield "issuer silent", silent, 465
    yield "issuer gone", gone, 465
