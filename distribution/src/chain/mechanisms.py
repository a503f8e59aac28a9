# SPDX-License-Identifier: Apache-2.0
"""SCRAM and client certificates, as mail programs use them."""
import base64
import hashlib
import hmac
import secrets
import smtplib
import ssl
import subprocess

import clients
import messages
from case import Case
from edits import Edit, Section
from parts import Part

CA_CONFIGURATION = """[ca]
default_ca = here
[here]
database = {dir}/index.txt
new_certs_dir = {dir}
certificate = {dir}/ca.pem
private_key = {dir}/ca.key
rand_serial = yes
default_md = sha256
default_crl_days = 30
unique_subject = no
policy = any
[any]
commonName = supplied
"""


USER = "alice@example.org"
AUTHORITY = "authority"


class Authority(Part):
    """Made with openssl: it has given one person a good, a revoked and an expired certificate."""

    def start(self):
        (self.dir / "index.txt").touch()
        (self.dir / "ca.cnf").write_text(CA_CONFIGURATION.format(dir=self.dir))
        self.openssl("req", "-x509", *self.new_key("ca"), "-days", 2, "-subj", "/CN=Client authority", "-out", self.dir / "ca.pem",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self.good = self.issue("good", USER)
        self.revoked = self.issue("revoked", USER)
        self.expired = self.issue("expired", USER, "-startdate", "20200101000000Z", "-enddate", "20200201000000Z")
        self.stranger = self.issue("stranger", "nobody@example.org")
        self.ca("-revoke", self.revoked[0])
        self.publish()

    def config(self):
        yield Section("authentication.xml", f"<clientCertificates><authorities>file://{self.dir}/ca.pem</authorities>"
                      f"<revocationList>file://{self.dir}/ca.crl</revocationList></clientCertificates>")
        # One name gives wrong secrets again and again here; how that is held back is seen in the other suite.
        yield Edit("authentication.xml", r"<delay [^>]*>", '<delay first="0 s" longest="0 s"/>')

    def issue(self, name, address, *options):
        """Returns the files of the certificate and of the key."""
        request, certificate, extensions = (self.dir / f"{name}.{kind}" for kind in ("csr", "pem", "ext"))
        extensions.write_text("basicConstraints = CA:FALSE\nkeyUsage = digitalSignature\nextendedKeyUsage = clientAuth\n"
                              f"subjectAltName = email:{address}\n")
        self.openssl("req", *self.new_key(name), "-subj", f"/CN={name}", "-out", request)
        self.ca("-in", request, "-out", certificate, "-extfile", extensions, "-days", 2, "-notext", *options)
        return certificate, self.dir / f"{name}.key"

    def publish(self, *options):
        """A new revocation list, in the place of the one before."""
        fresh = self.dir / "ca.crl.new"
        self.ca("-gencrl", "-out", fresh, *options)
        fresh.rename(self.dir / "ca.crl")

    def new_key(self, name):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.dir / f"{name}.key"

    def ca(self, *arguments):
        self.openssl("ca", "-batch", "-config", self.dir / "ca.cnf", *arguments)

    @staticmethod
    def openssl(*arguments):
        subprocess.run(["openssl", *(str(argument) for argument in arguments)], check=True, capture_output=True)


def session(service, certificate=None, version=None):
    """Python's own client after EHLO over TLS, nobody logged in."""
    context = ssl.create_default_context(cafile=str(service.ca_file))
    if certificate:
        context.load_cert_chain(*certificate)
    if version:
        context.minimum_version = context.maximum_version = version
    if service.implicit:
        smtp = smtplib.SMTP_SSL(service.host, service.port, context=context, timeout=60)
    else:
        smtp = smtplib.SMTP(service.host, service.port, timeout=60)
        smtp.starttls(context=context)
    smtp.ehlo()
    return smtp


def letter(world, recipient, subject):
    return messages.header(world.postern.user, recipient, subject) + b"\r\nbody\r\n"


def scram(smtp, mechanism, header, binding, user, password):
    """The replies to the messages of RFC 5802; fails when the server does not prove itself."""
    bare = f"n={user},r={secrets.token_hex(12)}"
    code, text = smtp.docmd("AUTH", f"{mechanism} {base64.b64encode((header + bare).encode()).decode()}")
    if code != 334:
        return code, text
    challenge = base64.b64decode(text).decode()
    nonce, salt, rounds = (part.split("=", 1)[1] for part in challenge.split(","))
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(rounds))
    unproved = f"c={base64.b64encode(header.encode() + binding).decode()},r={nonce}"
    said = f"{bare},{challenge},{unproved}".encode()
    key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(hashlib.sha256(key).digest(), said, "sha256")
    proof = bytes(a ^ b for a, b in zip(key, signature))
    code, text = smtp.docmd(base64.b64encode(f"{unproved},p={base64.b64encode(proof).decode()}".encode()).decode())
    if code != 334:
        return code, text
    server = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), said, "sha256")
    assert base64.b64decode(text) == b"v=" + base64.b64encode(server), "the server does not know the password"
    return smtp.docmd("")


def scram_plus(version):
    def run(world):
        recipient = world.recipient()
        service = world.service(587)
        with session(service, version=version) as smtp:
            assert "SCRAM-SHA-256-PLUS" in smtp.esmtp_features["auth"].split(), smtp.esmtp_features["auth"]
            # RFC 5929: hashed as the certificate's own signature is, which is SHA-256 here.
            binding = hashlib.sha256(smtp.sock.getpeercert(True)).digest()
            header = "p=tls-server-end-point,,"
            refused = scram(smtp, "SCRAM-SHA-256-PLUS", header, bytes(32), service.user, service.password)
            assert refused[0] == 535, f"a proof for another server: {refused}"
            code, text = scram(smtp, "SCRAM-SHA-256-PLUS", header, binding, service.user, service.password)
            assert code == 235, f"{code} {text}"
            smtp.sendmail(service.user, [recipient], letter(world, recipient, "scram plus"))
        world.mail(recipient)
        return "bound to the server's certificate"
    return run


def scram_downgrade(world):
    service = world.service(587)
    with session(service) as smtp:
        code, text = scram(smtp, "SCRAM-SHA-256", "y,,", b"", service.user, service.password)
    assert code == 535, f"{code} {text}"
    return "refused: somebody hid PLUS"


def scram_tells_nothing(world):
    """A name that nobody has and a wrong password: the same words, and a salt that stays."""
    service = world.service(465)
    seen = set()
    for user in (service.user, "nobody@example.org"):
        salts = set()
        for _ in range(2):
            with session(service) as smtp:
                code, text = scram(smtp, "SCRAM-SHA-256", "n,,", b"", user, "wrong")
                seen.add((code, text))
                first = smtp.docmd("AUTH", "SCRAM-SHA-256 " + base64.b64encode(f"n,,n={user},r=x".encode()).decode())[1]
                salts.add(base64.b64decode(first).decode().split(",", 1)[1])
                smtp.docmd("*")
        assert len(salts) == 1, f"the salt of {user} changes"
    assert len(seen) == 1 and min(seen)[0] == 535, seen
    return min(seen)[1].decode()


def msmtp(world, port, recipient, password=None, *options):
    """With the mechanism that it is told: by itself it takes PLAIN where there is TLS."""
    service = world.service(port, password)
    path = world.work / "msmtprc-mechanisms"
    path.write_text("\n".join([
        "account default", f"host {service.host}", f"port {service.port}", "tls on", f"tls_starttls {'off' if service.implicit else 'on'}",
        f"tls_trust_file {service.ca_file}", f"user {service.user}", f"password {service.password}", *options, ""]))
    path.chmod(0o600)
    message = letter(world, recipient, "msmtp").replace(b"\r\n", b"\n")
    clients.run(["msmtp", "-C", path, "-f", service.user, recipient], message)


def scram_msmtp(port):
    def run(world):
        recipient = world.recipient()
        msmtp(world, port, recipient, None, "auth scram-sha-256")
        world.mail(recipient)
        return "235"
    return run


def scram_msmtp_refused(world):
    try:
        msmtp(world, 587, world.recipient(), "wrong", "auth scram-sha-256")
    except clients.Refused as refusal:
        assert "535 5.7.8" in str(refusal), refusal
        return "535 5.7.8"
    raise AssertionError("a wrong password was taken")


def external_openssl(port):
    """By hand, as an operator would try it."""
    def run(world):
        certificate, key = world.servers[AUTHORITY].good
        service = world.service(port)
        recipient = world.recipient()
        dialogue = [b"EHLO client.example.org", b"AUTH EXTERNAL =", f"MAIL FROM:<{service.user}>".encode(), f"rcpt to:<{recipient}>".encode(),
                    b"DATA", letter(world, recipient, "openssl") + b".", b"QUIT"]
        with subprocess.Popen(
                ["openssl", "s_client", "-quiet", "-connect", f"{service.host}:{service.port}", "-CAfile", service.ca_file, "-verify_return_error",
                 "-cert", certificate, "-key", key, *(() if service.implicit else ("-starttls", "smtp"))],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            said = [] if not service.implicit else [reply(process)]
            for command in dialogue:
                process.stdin.write(command + b"\r\n")
                process.stdin.flush()
                said.append(reply(process))
                # With STARTTLS, s_client shows the last line of the reply to its own EHLO first.
                if not service.implicit and command.startswith(b"EHLO") and "EXTERNAL" not in said[-1]:
                    said.append(reply(process))
        said = [line for line in said if line]
        assert any("AUTH EXTERNAL" in line for line in said), said
        assert any(line.startswith("235 2.7.0") for line in said), said
        world.mail(recipient)
        return "235 2.7.0"
    return run


def reply(process):
    """Its lines as one."""
    lines = []
    while not lines or lines[-1][3:4] == "-":
        line = process.stdout.readline().decode().rstrip()
        if not line:
            break
        lines.append(line)
    return " / ".join(lines)


def external_python(port, version):
    def run(world):
        recipient = world.recipient()
        service = world.service(port)
        with session(service, world.servers[AUTHORITY].good, version) as smtp:
            assert "EXTERNAL" in smtp.esmtp_features["auth"].split(), smtp.esmtp_features["auth"]
            code, text = smtp.auth("EXTERNAL", lambda challenge=None: "")
            assert code == 235, f"{code} {text}"
            smtp.sendmail(service.user, [recipient], letter(world, recipient, "external"))
        world.mail(recipient)
        return smtp_version(version)
    return run


def smtp_version(version):
    return version.name.replace("_", ".").replace("TLSv1.", "TLS 1.")


def external_msmtp(world):
    recipient = world.recipient()
    certificate, key = world.servers[AUTHORITY].good
    msmtp(world, 465, recipient, None, "auth external", f"tls_cert_file {certificate}", f"tls_key_file {key}")
    world.mail(recipient)
    return "235"


def external_curl(world):
    recipient = world.recipient()
    certificate, key = world.servers[AUTHORITY].good
    service = world.service(587)
    path = world.work / "external.eml"
    path.write_bytes(letter(world, recipient, "curl"))
    clients.run(["curl", "--silent", "--show-error", "--ssl-reqd", "--cacert", service.ca_file, "--cert", certificate, "--key", key,
                 "--url", f"smtp://{service.host}:{service.port}/client.example.org", "--login-options", "AUTH=EXTERNAL",
                 "--user", f"{service.user}:", "--mail-from", service.user, "--mail-rcpt", recipient, "--upload-file", path])
    world.mail(recipient)
    return "235"


def external_refused(name):
    """The handshake goes well, EXTERNAL does not, and a password does."""
    def run(world):
        service = world.service(587)
        with session(service, getattr(world.servers[AUTHORITY], name)) as smtp:
            offered = smtp.esmtp_features["auth"].split()
            assert name == "stranger" or "EXTERNAL" not in offered, offered
            code, text = smtp.docmd("AUTH", "EXTERNAL =")
            assert code == 535, f"{code} {text}"
            smtp.login(service.user, service.password)
        return f"{code} {text.decode()[:5]}, then the password"
    return run


def external_list_expired(world):
    """Not a word of 'no' where the fault is ours."""
    world.servers[AUTHORITY].publish("-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20200201000000Z")
    try:
        with session(world.service(587), world.servers[AUTHORITY].good) as smtp:
            code, text = smtp.docmd("AUTH", "EXTERNAL =")
            assert code == 454, f"{code} {text}"
    finally:
        world.servers[AUTHORITY].publish()
    with session(world.service(587), world.servers[AUTHORITY].good) as smtp:
        good = smtp.docmd("AUTH", "EXTERNAL =")
    assert good[0] == 235, f"with a new list: {good}"
    return f"{code} {text.decode()[:5]} until there is a new one"


def scram_cases():
    for port in (587, 465):
        yield "SCRAM: msmtp", scram_msmtp(port), port
    yield "SCRAM: msmtp with a wrong password", scram_msmtp_refused, 587
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        yield f"SCRAM-PLUS: Python, {smtp_version(version)}", scram_plus(version), 587
    yield "SCRAM: PLUS hidden from the client", scram_downgrade, 587
    yield "SCRAM: a name that nobody has", scram_tells_nothing, 465


def external_cases():
    for port in (465, 587):
        yield "EXTERNAL: openssl s_client", external_openssl(port), port
    for port, version in ((465, ssl.TLSVersion.TLSv1_2), (587, ssl.TLSVersion.TLSv1_3)):
        yield f"EXTERNAL: Python smtplib, {smtp_version(version)}", external_python(port, version), port
    yield "EXTERNAL: msmtp", external_msmtp, 587
    yield "EXTERNAL: curl", external_curl, 465
    for name, what in (("revoked", "that is revoked"), ("expired", "that is expired"), ("stranger", "of nobody here")):
        yield f"EXTERNAL: a certificate {what}", external_refused(name), 587
    yield "EXTERNAL: the revocation list has expired", external_list_expired, 587


def parts(work, net):
    yield Authority(AUTHORITY, work, net)


def all_cases():
    """SCRAM is offered where all people are known by the database, as in the suite "mail"."""
    for name, run, port in (*scram_cases(), *external_cases()):
        yield Case(name, run, port, AUTHORITY)
