# SPDX-License-Identifier: Apache-2.0
"""The suite "mail": what must hold along the chain, from the mail program to the mailbox."""
import base64
import contextlib
import email
import re
import signal
import smtplib
import ssl
import time

import clients
import contentfilter
import extensions
import mechanisms
import messages
import parts
from case import Case, expect
from parts import wait_for
from world import STRICT, crlf, is_valid, split


def parts_of(work, net):
    """The servers besides those of the chain itself, and why those that are not everywhere are not here."""
    servers, missing = list(mechanisms.parts(work, net)), {}
    if parts.Exim.can_run(work, net.namespace):
        servers.append(parts.Exim("exim", work, net))
    else:
        missing["exim"] = "no Exim here, or no namespace of its own for it"
    if parts.Rspamd.can_run():
        servers.append(parts.Rspamd("rspamd", work, net))
    else:
        missing["rspamd"] = "no Rspamd here"
    return servers, missing


def minimal(client, port):
    """A body and a subject, nothing else, from each mail program."""
    def run(world):
        recipient = world.recipient()
        body = b"Only a body and a subject.\r\n"
        client(world.work, world.service(port), world.postern.user, recipient, b"Subject: minimal\r\n\r\n" + body)
        raw = world.mail(recipient)
        message = is_valid(raw, world.postern.user, recipient)
        assert split(raw)[1] == body and message["Subject"] == "minimal", "subject or body changed"
        return "delivered, complete and valid"
    return run


def same_octets(make, verify=None, seconds=20):
    """Header and body arrive as they were, only trace fields above them."""
    def run(world):
        recipient = world.recipient()
        sent = make(messages.header(world.postern.user, recipient, "octets"))
        started = time.monotonic()
        with clients.smtplib_session(world.service(587)) as session:
            session.sendmail(world.postern.user, recipient, sent, mail_options=["BODY=8BITMIME"])
        accepted = time.monotonic() - started
        raw = world.mail(recipient, seconds)
        assert split(raw)[1] == split(sent)[1], "the body changed"
        assert split(raw)[0].endswith(b"\r\n" + split(sent)[0]), "the header changed"
        return verify(raw) if verify else f"{len(sent):,} octets identical, accepted in {accepted:.1f} s"
    return run


def signed(maker):
    def run(world):
        with contextlib.ExitStack() as stack:
            tool = maker(world.work)
            if hasattr(tool, "close"):
                stack.callback(tool.close)
            return same_octets(tool.sign, tool.verify)(world)
    return run


def dkim_signed(make):
    def run(world):
        return same_octets(make, messages.Dkim(world.net.dns).verify)(world)
    return run


def refused_from(world):
    message = b"From: carol@example.org\r\nSubject: not mine\r\n\r\nbody\r\n"
    with clients.smtplib_session(world.service(587)) as session:
        session.mail(world.postern.user)
        session.rcpt(world.recipient())
        return expect(session.data(message), 550, "5.7.1")


def refused_reverse_path(world):
    with clients.smtplib_session(world.service(465)) as session:
        return expect(session.mail("carol@example.org"), 550, "5.7.1")


def auth_before_tls(world):
    secret = base64.b64encode(f"\0{world.postern.user}\0{world.postern.password}".encode()).decode()
    with smtplib.SMTP(world.host, 587, timeout=30) as session:
        session.ehlo()
        assert session.has_extn("starttls") and not session.has_extn("auth"), "AUTH offered before TLS"
        reply = session.docmd("AUTH", "PLAIN " + secret)
        assert reply[0] in (530, 538), f"AUTH answered {reply}"
        assert session.mail(world.postern.user)[0] == 530, "MAIL allowed"
        return f"{reply[0]} {reply[1].decode()}"


def mail_before_auth(world):
    with smtplib.SMTP_SSL(world.host, 465, timeout=30, context=ssl.create_default_context(cafile=world.ca_file)) as session:
        session.ehlo()
        return expect(session.mail(world.postern.user), 530, "5.7.0")


def wrong_password(world):
    try:
        clients.smtplib_session(world.service(465, "wrong")).close()
    except smtplib.SMTPAuthenticationError as refusal:
        return expect((refusal.smtp_code, refusal.smtp_error), 535, "5.7.8")
    raise AssertionError("a wrong password was taken")


def to_domain(domain):
    def run(world):
        recipient = world.recipient(domain)
        world.submit(b"Subject: " + domain.encode() + b"\r\n\r\nbody\r\n", recipient)
        is_valid(world.mail(recipient), world.postern.user, recipient)
        return "delivered"
    return run


def bounces(world, recipient):
    found = []
    for raw in world.mails(world.postern.user):
        message = email.message_from_bytes(raw, policy=STRICT)
        if message.get_content_type() == "multipart/report" and recipient in raw.decode(errors="replace"):
            found.append(message)
    return found


def bounced(domain, prepare=lambda world, recipient: None):
    """The author gets an RFC 3464 report in a mailbox of the own domain, found by MX like any other."""
    def run(world):
        recipient = world.recipient(domain)
        prepare(world, recipient)
        try:
            world.submit(b"Subject: will bounce\r\n\r\nbody\r\n", recipient)
        except clients.Refused as refusal:
            assert "55" in str(refusal), f"refused with {refusal}"
            return f"refused at once: {refusal}"
        report = wait_for(lambda: bounces(world, recipient), f"bounce for {recipient}")[0]
        assert report.get_param("report-type") == "delivery-status", report["Content-Type"]
        assert report["Return-Path"] == "<>", f"bounce from {report['Return-Path']}"
        text, status = list(report.iter_parts())[:2]
        assert text.get_content_maintype() == "text" and status.get_content_type() == "message/delivery-status"
        fields = {}
        for block in status.get_payload():
            fields.update({name.lower(): value for name, value in block.items()})
        assert fields.get("action", "").strip().lower() == "failed", fields
        assert recipient in fields.get("final-recipient", ""), fields
        assert re.match(r"5\.\d+\.\d+", fields.get("status", "").strip()), fields
        assert len(bounces(world, recipient)) == 1, "more than one bounce"
        return f"bounced, Status {fields['status'].strip()}: {fields.get('diagnostic-code', '')[:60]}"
    return run


def reject(world, recipient):
    world.postfix.answer(f"{recipient} 550 5.1.1 no such mailbox here\n")


def restarted(number, block, release, attempted):
    """Mail that waits for a retry survives the end of the process, and is delivered once."""
    def run(world):
        recipients = [world.recipient() for _ in range(4)]
        block(world, recipients)
        for recipient in recipients:
            world.submit(b"Subject: waits\r\n\r\nbody\r\n", recipient)
        wait_for(lambda: attempted(world, recipients), "a first attempt at delivery")
        started = time.monotonic()
        world.postern.stop(number)
        stopped = time.monotonic() - started
        assert not any(world.mails(r) for r in recipients), "delivered too early"
        _, ready = world.postern.run()
        release(world)
        for recipient in recipients:
            world.mail(recipient, 30)
        time.sleep(4)
        for recipient in recipients:
            is_valid(world.only(recipient), world.postern.user, recipient)
        return f"{len(recipients)} delivered once (ended in {stopped:.1f} s, ready again in {ready:.1f} s)"
    return run


def defer(world, recipients):
    world.postfix.answer("".join(f"{r} 451 4.3.0 later\n" for r in recipients))


def deferred(world, recipients):
    said = (world.postfix.dir / "log").read_text()
    return all(f"451 4.3.0 <{r}>" in said for r in recipients)


def without_exceptions(world):
    """None but those with which James's DNS service notes a name that does not exist."""
    entries = re.split(r"(?m)^(?=\d{4}-\d\d-\d\dT)", world.postern.log())
    wrong = [entry for entry in entries if re.search(r"\bERROR\b|^\s+at [\w.$/]+\(", entry, re.M) and "DNSJavaService" not in entry]
    assert not wrong, f"{len(wrong)}, first: {wrong[0][:300]}"
    return "none"


def all_cases():
    for name, client in clients.ALL.items():
        for port in (587, 465):
            yield Case(f"{name}: subject and body only", minimal(client, port), port)
    fidelity = {"8-bit UTF-8 body": messages.eight_bit, "8-bit Latin-1 body": messages.latin1,
                "quoted-printable body": messages.quoted_printable, "998 octets a line, every octet": messages.binary_looking}
    for name, make in fidelity.items():
        yield Case(name, same_octets(make), 587)
    for name, make in dict(fidelity, **{"empty body": messages.empty, "blanks and blank lines": messages.blank_lines}).items():
        yield Case(f"DKIM: {name}", dkim_signed(make), 587)
    yield Case("PGP/MIME signed", signed(messages.Pgp), 587)
    yield Case("S/MIME signed", signed(messages.Smime), 587)
    yield Case("attachment of 20 MB", same_octets(lambda top: messages.attachment(top, 20_000_000), seconds=45), 587)
    yield Case("From of somebody else", refused_from, 587)
    yield Case("reverse-path of somebody else", refused_reverse_path, 465)
    yield Case("AUTH before STARTTLS", auth_before_tls, 587)
    yield Case("MAIL before AUTH", mail_before_auth, 465)
    yield Case("wrong password", wrong_password, 465)
    yield Case("to the users' own domain, by its MX", to_domain("example.org"), 587)
    yield Case("to a domain with an address and no MX", to_domain("address.example"), 587)
    yield Case("to a domain whose first MX is dead", to_domain("two.example"), 587)
    yield Case("recipient that the MX refuses", bounced("remote.example", reject), 587)
    yield Case("to a domain that does not exist", bounced("nowhere.example"), 587)
    yield Case("to a domain with a null MX", bounced("nullmx.example"), 587)
    for name, run, needs in extensions.all_cases():
        yield Case(name, run, needs=needs)
    for name, run, port in contentfilter.all_cases():
        yield Case(name, run, port, needs="rspamd")
    yield Case("exceptions in Postern's log so far", without_exceptions)
    yield from mechanisms.all_cases()
    yield Case("SIGTERM while the MX is down",
               restarted(signal.SIGTERM, lambda world, recipients: world.postfix.stop(),
                         lambda world: world.postfix.resume(), lambda world, recipients: time.sleep(2) or True))
    yield Case("kill -9 while the MX says 451",
               restarted(signal.SIGKILL, defer, lambda world: world.postfix.answer(""), deferred))
