# SPDX-License-Identifier: Apache-2.0
"""The mail programs of the chain. Each sends a ready message as it is, over TLS, verifying the server's certificate."""
import dataclasses
import pathlib
import smtplib
import ssl
import subprocess
import sys

HERE = pathlib.Path(__file__).parent


class Refused(Exception):
    """The client reported that the message was not accepted; the text is what it said."""


@dataclasses.dataclass(frozen=True)
class Service:
    """What a person enters into a mail program: a server, a port (465 is TLS from the start), an account."""
    host: str
    port: int
    ca_file: pathlib.Path
    user: str
    password: str

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
         "--auth", "PLAIN", "--auth-user", service.user, "--auth-password", service.password,
         "--from", sender, "--to", recipient, "--data", f"@{path}"])


def msmtp(work, service, sender, recipient, message):
    path = work / "msmtprc"
    path.write_text(f"""account default
host {service.host}
port {service.port}
tls on
tls_starttls {"off" if service.implicit else "on"}
tls_trust_file {service.ca_file}
auth on
user {service.user}
password {service.password}
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
         "--user", f"{service.user}:{service.password}", "--mail-from", sender, "--mail-rcpt", recipient,
         "--upload-file", path])


def nodemailer(work, service, sender, recipient, message):
    run(["node", HERE / "clients" / "submit.js", work / "npm" / "node_modules" / "nodemailer", service.host, service.port,
         service.ca_file, service.user, service.password, sender, recipient], message)


def jakarta_mail(work, service, sender, recipient, message):
    run(["java", "-cp", f"{work}/lib/*", "-XX:TieredStopAtLevel=1", HERE / "clients" / "Submit.java", service.host, service.port,
         service.ca_file, service.user, service.password, sender, recipient], message)


def smtplib_session(service):
    """An authenticated session of Python's own client."""
    context = ssl.create_default_context(cafile=str(service.ca_file))
    if service.implicit:
        session = smtplib.SMTP_SSL(service.host, service.port, context=context, timeout=60)
    else:
        session = smtplib.SMTP(service.host, service.port, timeout=60)
        session.starttls(context=context)
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
