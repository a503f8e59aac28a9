# SPDX-License-Identifier: Apache-2.0
"""What MAIL and RCPT ask for, as it is kept to a Postfix, to an Exim, and to a server that knows none of it."""
import email
import email.policy
import time

import clients
import messages
from parts import wait_for
from world import split

UTF_8 = email.policy.SMTPUTF8


def send(world, message, recipients, mail_options=(), rcpt_options=(), sender=None):
    with clients.smtplib_session(world.service(587)) as session:
        return session.sendmail(sender or world.postern.user, recipients, message, list(mail_options), list(rcpt_options))


def header(world, recipient, subject):
    return messages.header(world.postern.user, recipient, subject)


def reports(world, about):
    """Those on this recipient, to the author; each a list of its parts."""
    found = []
    for raw in world.mails(world.postern.user):
        message = email.message_from_bytes(raw, policy=UTF_8)
        if message.get_content_type() == "multipart/report" and about.encode() in raw:
            found.append((message, raw))
    return found


def report(world, about, action, host):
    message, raw = wait_for(lambda: reports(world, about), f"a report on {about}")[0]
    text = raw.decode()
    assert f"Action: {action}" in text, f"no '{action}' in {text[-1500:]}"
    assert ("dns; mx.example.net" in text or "dns; exim.example.net" in text) == (host != "postern"), f"{host} did not report: {text[:1500]}"
    return message, text


def success_is_reported(domain, action, host):
    def run(world):
        recipient = world.recipient(domain)
        send(world, header(world, recipient, "dsn") + b"\r\nbody\r\n", [recipient], ["RET=HDRS", "ENVID=QQ+2B7"],
             ["NOTIFY=SUCCESS,FAILURE", f"ORCPT=rfc822;Other+2B{recipient}"])
        world.mail(recipient)
        _, text = report(world, recipient, action, host)
        # An Exim repeats xtext as it came.
        assert "QQ+7" in text or "QQ+2B7" in text, "no Original-Envelope-Id"
        assert f"Other+{recipient}" in text or f"Other+2B{recipient}" in text, "no Original-Recipient"
        return f"{action}, told by {host}"
    return run


def failure_is_not_reported(world):
    recipient, watched = world.recipient(), world.recipient()
    world.postfix.answer(f"{recipient} 550 5.1.1 no\n{watched} 550 5.1.1 no\n")
    send(world, header(world, recipient, "never") + b"\r\nbody\r\n", [recipient], (), ["NOTIFY=NEVER"])
    send(world, header(world, watched, "failure") + b"\r\nThe whole body.\r\n", [watched], ["RET=FULL"], ["NOTIFY=FAILURE"])
    _, text = report(world, watched, "failed", "postern")
    world.postfix.answer("")
    assert "The whole body." in text, "RET=FULL did not bring the body"
    assert not reports(world, recipient), "NOTIFY=NEVER was told"
    return "NEVER is silent, FULL brings the body"


def utf8_message(world, recipient):
    return (f"From: {world.postern.user}\r\nTo: <{recipient}>\r\nSubject: Grüße aus Köln\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n"
            f"Message-ID: <{time.monotonic_ns()}@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n").encode()


def send_utf8(world, recipient):
    message = utf8_message(world, recipient)
    with clients.smtplib_session(world.service(465)) as session:
        session.ehlo_or_helo_if_needed()
        assert session.has_extn("smtputf8"), "SMTPUTF8 is not offered"
        session.command_encoding = "utf-8"
        for command in (f"MAIL FROM:<{world.postern.user}> SMTPUTF8 BODY=8BITMIME", f"RCPT TO:<{recipient}>"):
            code, text = session.docmd(command)
            assert code == 250, f"{command}: {code} {text}"
        code, text = session.data(message)
        assert code == 250, f"{code} {text}"
    return message


def utf8_delivered(world):
    recipient = world.recipient("exim.example", "bäcker")
    sent = send_utf8(world, recipient)
    raw = world.mail(recipient)
    assert split(raw)[1] == split(sent)[1] and "Subject: Grüße aus Köln".encode() in raw, "changed on the way"
    assert "UTF8SMTPSA".encode() in raw, "Received does not say UTF8SMTPSA"
    return "delivered octet for octet"


def utf8_returned(world):
    recipient = world.recipient("old.example", "müller")
    send_utf8(world, recipient)
    message, text = report(world, recipient, "failed", "postern")
    assert "Status: 5.6.7" in text, text[-1500:]
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert "message/global-delivery-status" in kinds, kinds
    return "5.6.7, as RFC 6533 has it"


def eight_bit(domain, identical):
    def run(world):
        recipient = world.recipient(domain)
        sent = messages.eight_bit(header(world, recipient, "eight bit"))
        send(world, sent, [recipient], ["BODY=8BITMIME"])
        raw = world.mail(recipient)
        if identical:
            assert split(raw)[1] == split(sent)[1], "the body changed"
            return "octets identical"
        assert max(raw) < 128, "8-bit octets were sent to a server without 8BITMIME"
        want, got = (email.message_from_bytes(m, policy=email.policy.SMTP).get_content() for m in (sent, raw))
        assert want == got, "the text changed"
        return "re-encoded, the same text"
    return run


def chunks(domain):
    def run(world):
        recipient = world.recipient(domain)
        sent = messages.eight_bit(header(world, recipient, "chunks"))
        with clients.smtplib_session(world.service(587)) as session:
            session.mail(world.postern.user, ["BODY=8BITMIME"])
            session.rcpt(recipient)
            middle = len(sent) // 2
            for part, last in ((sent[:middle], ""), (sent[middle:], " LAST")):
                session.send(f"BDAT {len(part)}{last}\r\n".encode() + part)
                code, text = session.getreply()
                assert code == 250, f"{code} {text}"
        assert split(world.mail(recipient))[1] == split(sent)[1], "the body changed"
        return "octets identical"
    return run


def binary(world):
    recipient = world.recipient()
    octets = bytes(range(256)) * 40
    sent = (header(world, recipient, "binary") + b"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
            b"Content-Transfer-Encoding: binary\r\n\r\n" + octets)
    with clients.smtplib_session(world.service(465)) as session:
        session.mail(world.postern.user, ["BODY=BINARYMIME"])
        session.rcpt(recipient)
        session.send(f"BDAT {len(sent)} LAST\r\n".encode() + sent)
        code, text = session.getreply()
        assert code == 250, f"{code} {text}"
    message = email.message_from_bytes(world.mail(recipient), policy=email.policy.SMTP)
    assert message["Content-Transfer-Encoding"] == "base64" and message.get_content() == octets, "other octets arrived"
    return "arrived as base64"


def returned(option, status):
    """What none of these servers promises, and the message must not go without."""
    def run(world):
        recipient = world.recipient()
        send(world, header(world, recipient, option) + b"\r\nbody\r\n", [recipient], [option])
        _, text = report(world, recipient, "failed", "postern")
        assert f"Status: {status}" in text, text[-1500:]
        assert not world.mails(recipient), "it was delivered all the same"
        return f"not delivered, {status}"
    return run


def held(world):
    recipient = world.recipient()
    started = time.monotonic()
    send(world, header(world, recipient, "later") + b"\r\nbody\r\n", [recipient], ["HOLDFOR=4"])
    accepted = time.monotonic() - started
    world.mail(recipient)
    seconds = time.monotonic() - started
    assert accepted < 3 and seconds >= 4, f"accepted after {accepted:.1f} s, delivered after {seconds:.1f} s"
    return f"delivered after {seconds:.1f} s"


def all_cases():
    """Name, what to do, and which server it needs beyond Postfix."""
    yield "DSN: Postfix reports success", success_is_reported("remote.example", "relayed", "postfix"), ""
    yield "DSN: Exim reports success", success_is_reported("exim.example", "delivered", "exim"), "exim"
    yield "DSN: a server without it, Postern reports", success_is_reported("old.example", "relayed", "postern"), ""
    yield "DSN: NOTIFY=NEVER, RET=FULL", failure_is_not_reported, ""
    yield "SMTPUTF8 to Exim", utf8_delivered, "exim"
    yield "SMTPUTF8 to a server without it", utf8_returned, ""
    yield "8BITMIME to Exim", eight_bit("exim.example", True), "exim"
    yield "8BITMIME to a server without it", eight_bit("old.example", False), ""
    yield "CHUNKING, then Postfix", chunks("remote.example"), ""
    yield "CHUNKING, then Exim", chunks("exim.example"), "exim"
    yield "BINARYMIME, then Postfix", binary, ""
    yield "REQUIRETLS, and nobody promises it", returned("REQUIRETLS", "5.7.30"), ""
    yield "DELIVERBY with R, and nobody promises it", returned("BY=600;R", "5.3.3"), ""
    yield "FUTURERELEASE", held, ""
