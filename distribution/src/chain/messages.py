# SPDX-License-Identifier: Apache-2.0
"""The messages whose octets must survive the way: signed, encoded and 8-bit ones, and a large one."""
import base64
import email.utils
import os
import shutil
import subprocess

import dkim
import dns.resolver

from world import crlf, split

MIME = "MIME-Version: 1.0\r\nContent-Type: {}\r\nContent-Transfer-Encoding: {}\r\n"


def header(author, recipient, subject):
    """A complete header; odd spacing and case on purpose, as it must stay."""
    return (f"Date:  {email.utils.formatdate(localtime=True)}\r\nFROM: Alice   Example <{author}>\r\n"
            f"to: {recipient}\r\nMessage-ID: {email.utils.make_msgid(domain='example.org')}\r\n"
            f"Subject:{subject}\r\nX-Folded: one\r\n\ttwo\r\n  three  \r\n").encode()


def plain(top, content_type, encoding, body):
    return top + MIME.format(content_type, encoding).encode() + b"\r\n" + body


def eight_bit(top):
    text = "Grüße aus Köln — 日本語, tab\tand trailing space \r\n.\r\n..dots\r\n\r\n\r\n".encode()
    return plain(top, "text/plain; charset=utf-8", "8bit", text)


def latin1(top):
    return plain(top, "text/plain; charset=iso-8859-1", "8bit", bytes(range(0x80, 0x100)) + b"\r\n")


def quoted_printable(top):
    return plain(top, "text/plain; charset=utf-8", "quoted-printable", b"Gr=C3=BC=C3=9Fe =\r\nsoft =3D hard=20\r\n")


def binary_looking(top):
    """Every octet that SMTP allows, in lines of the longest legal length."""
    octets = bytes(o for o in range(1, 256) if o not in b"\r\n")
    return plain(top, "application/octet-stream", "8bit", b"\r\n".join((octets * 4)[i:i + 998] for i in range(60)) + b"\r\n")


def attachment(top, size):
    body = base64.encodebytes(os.urandom(size)).replace(b"\n", b"\r\n")
    return top + (b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_cut"\r\n\r\npreamble\r\n--=_cut\r\n'
                  b"\r\nsee attachment\r\n--=_cut\r\nContent-Type: application/octet-stream\r\n"
                  b"Content-Transfer-Encoding: base64\r\n\r\n" + body + b"--=_cut--\r\nepilogue\r\n")


def empty(top):
    return top + b"\r\n"


def blank_lines(top):
    return top + b"\r\n \t\r\nbody \t \r\n\r\n \r\n\r\n"


class Dkim:
    """The receiver's side of DKIM by dkimpy, which asks the DNS of the chain."""

    def __init__(self, server):
        self.resolver = dns.resolver.Resolver(configure=False)
        self.resolver.nameservers = [server]

    def text(self, name, timeout=5):
        return b"".join(self.resolver.resolve(name.decode().rstrip("."), "TXT", lifetime=timeout)[0].strings)

    def verify(self, raw):
        verifier = dkim.DKIM(raw)
        count = raw.count(b"DKIM-Signature: ")
        assert count == 2, f"{count} signatures"
        algorithms = []
        for index in range(count):
            assert verifier.verify(index, dnsfunc=self.text), f"signature {index} is not good"
            algorithms.append(verifier.signature_fields[b"a"].decode())
        return " and ".join(algorithms) + " verified after delivery"


class Smime:
    """S/MIME by openssl, with a certificate of its own."""

    def __init__(self, work):
        self.key, self.certificate, self.file = work / "smime.key", work / "smime.crt", work / "smime.eml"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Alice",
                        "-addext", "extendedKeyUsage=emailProtection", "-keyout", self.key, "-out", self.certificate],
                       check=True, capture_output=True)

    def sign(self, top):
        part = crlf("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße, unterschrieben \n")
        done = subprocess.run(["openssl", "smime", "-sign", "-signer", self.certificate, "-inkey", self.key],
                              input=part, check=True, capture_output=True)
        return top + done.stdout.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def verify(self, raw):
        self.file.write_bytes(raw)
        done = subprocess.run(["openssl", "smime", "-verify", "-in", self.file, "-CAfile", self.certificate],
                              capture_output=True, text=True, errors="replace", check=False)
        assert done.returncode == 0, f"openssl smime -verify: {done.stderr}"
        return done.stderr.strip().splitlines()[-1]


class Pgp:
    """PGP/MIME (RFC 3156) by GnuPG, with a key ring of its own."""

    BOUNDARY = b"=_pgp"

    def __init__(self, work):
        self.home = work / "gnupg"
        self.home.mkdir(mode=0o700)
        self.gpg("--quick-generate-key", "--passphrase", "", "alice@example.org", "ed25519", "sign", "never")

    def gpg(self, *arguments, message=None):
        done = subprocess.run(["gpg", "--homedir", self.home, "--batch", "--pinentry-mode", "loopback", *arguments],
                              input=message, capture_output=True, check=False)
        assert done.returncode == 0, f"gpg: {done.stderr.decode(errors='replace')}"
        return done.stdout

    def sign(self, top):
        part = crlf("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                    "Gr=C3=BC=C3=9Fe, unterschrieben=20\n-- =20\nAlice")
        signature = self.gpg("--armor", "--detach-sign", "--digest-algo", "SHA256", message=part)
        cut = b"\r\n--" + self.BOUNDARY
        return (top + b'MIME-Version: 1.0\r\nContent-Type: multipart/signed; micalg=pgp-sha256;\r\n'
                b' protocol="application/pgp-signature"; boundary="' + self.BOUNDARY + b'"\r\n' + cut + b"\r\n" + part
                + cut + b"\r\nContent-Type: application/pgp-signature\r\n\r\n" + signature.replace(b"\n", b"\r\n")
                + cut + b"--\r\n")

    def verify(self, raw):
        parts = split(raw)[1].split(b"--" + self.BOUNDARY)
        signed, signature = parts[1][2:-2], split(parts[2])[1]
        (self.home / "sig").write_bytes(signature)
        self.gpg("--verify", str(self.home / "sig"), "-", message=signed)
        return "good signature after delivery"

    def close(self):
        subprocess.run(["gpgconf", "--homedir", self.home, "--kill", "all"], capture_output=True, check=False)
        shutil.rmtree(self.home, ignore_errors=True)
