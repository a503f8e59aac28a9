# SPDX-License-Identifier: Apache-2.0
"""The mail programs of the chain. Each sends a ready message as it is, over TLS, verifying the server's certificate."""
import dataclasses
import pathlib
import smtplib
import ssl
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
# The mechanisms in which the password is an access token.
TOKENS = ("OAUTHBEARER", "XOAUTH2")


class Refused(Exception):
    """The client reported that the message was not accepted; the text is what it said."""


@dataclasses.dataclass(frozen=True)
class Service:
    """
    What a person enters into a mail program: a server, a port (465 is TLS from the start), an account.

    mechanism: of SASL; the program chooses when it is empty
    source: the address that the program connects from; any when it is empty
    acts_as: the authorization identity, where the program can send one
    """
    host: str
    port: int
    ca_file: pathlib.Path
    user: str
    password: str
    mechanism: str = ""
    source: str = ""
    acts_as: str = ""

    @property
    def implicit(self):
        return self.port == 465


def run(command, message=None, timeout=90):
    done = subprocess.run([str(c) for c in command], input=message, capture_output=True, timeout=timeout, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode(errors="replace").strip()
        raise Refused(said[-600:] or f"exit {done.returncode}")


def swaks(work, service, sender, recipient, message):
    path = work / "swaks.eml"
    # swaks ends the last line itself.
    path.write_bytes(message.removesuffix(b"\r\n"))
    run(["swaks", "--silent", "2", "--server", service.host, "--port", service.port,
         "--tls-on-connect" if service.implicit else "--tls", "--tls-verify", "--tls-ca-path", service.ca_file,
         "--auth", service.mechanism or "PLAIN", "--auth-user", service.user, "--auth-password", service.password,
         *(("--local-interface", service.source) if service.source else ()),
         "--from", sender, "--to", recipient, "--data", f"@{path}"])


def msmtp(work, service, sender, recipient, message):
    path = work / "msmtprc"
    path.write_text(f"""account default
host {service.host}
port {service.port}
tls on
tls_starttls {"off" if service.implicit else "on"}
tls_trust_file {service.ca_file}
auth {service.mechanism.lower() or "on"}
user {service.user}
password {service.password}
{f"source_ip {service.source}" if service.source else ""}
set_from_header off
set_date_header off
undisclosed_recipients off
""")
    path.chmod(0o600)
    run(["msmtp", "-C", path, "-f", sender, recipient], message.replace(b"\r\n", b"\n"))


def curl(work, service, sender, recipient, message):
    path = work / "curl.eml"
    path.write_bytes(message)
    scheme = "smtps" if service.implicit else "smtp"
    run(["curl", "--silent", "--show-error", "--ssl-reqd", "--cacert", service.ca_file,
         "--url", f"{scheme}://{service.host}:{service.port}/client.example.org",
         *(("--user", service.user, "--oauth2-bearer", service.password) if service.mechanism in TOKENS
           else ("--user", f"{service.user}:{service.password}")),
         *(("--login-options", f"AUTH={service.mechanism}") if service.mechanism else ()),
         *(("--sasl-authzid", service.acts_as) if service.acts_as else ()),
         *(("--interface", service.source) if service.source else ()), "--mail-from", sender, "--mail-rcpt", recipient,
         "--upload-file", path])


def nodemailer(work, service, sender, recipient, message):
    run(["node", HERE / "clients" / "submit.js", work / "npm" / "node_modules" / "nodemailer", service.host, service.port,
         service.ca_file, service.user, service.password, sender, recipient, service.mechanism, service.source], message)


def jakarta_mail(work, service, sender, recipient, message):
    run(["java", "-cp", f"{work}/lib/*", "-XX:TieredStopAtLevel=1", HERE / "clients" / "Submit.java", service.host, service.port,
         service.ca_file, service.user, service.password, sender, recipient], message)


def smtplib_connection(service):
    """A session of Python's own client, over TLS, EHLO said, before any login."""
    context = ssl.create_default_context(cafile=str(service.ca_file))
    source = (service.source, 0) if service.source else None
    if service.implicit:
        session = smtplib.SMTP_SSL(service.host, service.port, context=context, timeout=60, source_address=source)
    else:
        session = smtplib.SMTP(service.host, service.port, timeout=60, source_address=source)
        session.starttls(context=context)
    session.ehlo()
    return session


def smtplib_session(service):
    """An authenticated one."""
    session = smtplib_connection(service)
    session.user, session.password = service.user, service.password
    if service.acts_as:
        session.auth("PLAIN", lambda challenge=None: f"{service.acts_as}\0{service.user}\0{service.password}")
    elif service.mechanism == "XOAUTH2":
        session.auth("XOAUTH2", lambda refusal=None: "" if refusal else f"user={service.user}\1auth=Bearer {service.password}\1\1")
    elif service.mechanism:
        session.auth(service.mechanism, getattr(session, "auth_" + service.mechanism.lower()))
    else:
        session.login(service.user, service.password)
    return session


def python(work, service, sender, recipient, message):
    del work
    try:
        with smtplib_session(service) as session:
            session.sendmail(sender, recipient, message)
    except smtplib.SMTPException as refusal:
        raise Refused(str(refusal)) from refusal


ALL = {"swaks": swaks, "msmtp": msmtp, "curl": curl, "Nodemailer": nodemailer,
       f"Python {sys.version_info[0]}.{sys.version_info[1]} smtplib": python, "Jakarta Mail": jakarta_mail}
