# SPDX-License-Identifier: Apache-2.0
"""
A guess attack on a running server: so many wrong passwords for one account, from many addresses of loopback at the same time,
while the person whose account it is logs in and sends every now and then.

  python3 distribution/src/chain/attack.py --home DIR --port 1465 --user ann@example.org --password-file FILE [--tries 10000]

The server is one of your own on this machine; it is asked on 127.0.0.1, by TLS from the first octet. Ends by itself; exit status 0
when every login and message of the person was accepted. Takes a minute or two: the server holds back what it refuses.
"""
import argparse
import asyncio
import base64
import collections
import itertools
import pathlib
import smtplib
import ssl
import sys
import threading
import time

ADDRESSES = 40
CONNECTIONS = 10
# A guesser who gets no answer in this time goes on with another connection.
PATIENCE = 5
# Logins in a session before the server has heard enough of it.
ROUND = 90
PAUSE = 0.5
LONGEST = 600


def context():
    """The server's certificate is self-signed."""
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    return unverified


async def reply(reader):
    while True:
        line = await asyncio.wait_for(reader.readline(), PATIENCE)
        if len(line) < 4 or line[3:4] != b"-":
            return line.decode(errors="replace").strip()


async def session(options, address, numbers, answers):
    """One connection's tries; returns when it has to begin anew."""
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection("127.0.0.1", options.port, ssl=context(), local_addr=(address, 0)), PATIENCE * 6)
    try:
        if not (await reply(reader)).startswith("220"):
            answers["no greeting"] += 1
            return
        writer.write(b"EHLO guesser.example\r\n")
        await reply(reader)
        for number in itertools.islice(numbers, ROUND):
            guess = base64.b64encode(f"\0{options.user}\0guess {number}".encode()).decode()
            writer.write(f"AUTH PLAIN {guess}\r\n".encode())
            try:
                said = await reply(reader)
            except asyncio.TimeoutError:
                answers["none in time"] += 1
                return
            answers[said[:9]] += 1
            if not said.startswith(("454", "535")):
                return
    finally:
        writer.transport.abort()


async def guesser(options, address, numbers, answers, left):
    while left() > 0:
        try:
            await session(options, address, numbers, answers)
        except (OSError, asyncio.TimeoutError):
            answers["no connection"] += 1
            await asyncio.sleep(1)


async def attack(options, answers):
    numbers = iter(range(options.tries))
    ends = time.monotonic() + LONGEST
    tried = ("454 4.7.0", "535 5.7.8", "421 4.7.0", "none in time")

    def left():
        return 0 if time.monotonic() > ends else options.tries - sum(answers[kind] for kind in tried)
    await asyncio.gather(*(guesser(options, f"127.66.0.{1 + i % ADDRESSES}", numbers, answers, left)
                           for i in range(ADDRESSES * CONNECTIONS)))


def send(options):
    """How long the person waits for a login and a message."""
    started = time.monotonic()
    with smtplib.SMTP_SSL("127.0.0.1", options.port, context=context(), timeout=60) as client:
        client.login(options.user, options.password)
        client.sendmail(options.user, options.user, b"Subject: going on\r\n\r\nbody\r\n")
    return time.monotonic() - started


def go_on(options, stopped, waits, failures):
    while not stopped.wait(PAUSE):
        try:
            waits.append(send(options))
        except (OSError, smtplib.SMTPException) as failure:
            failures.append(repr(failure))


def processor_seconds(home):
    pid = next(line.split("=")[1] for line in (home / "var" / "running.properties").read_text().splitlines() if line.startswith("pid="))
    fields = pathlib.Path("/proc", pid, "stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def median(values):
    return sorted(values)[len(values) // 2]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--home", required=True, type=pathlib.Path)
    arguments.add_argument("--port", required=True, type=int)
    arguments.add_argument("--user", required=True)
    arguments.add_argument("--password-file", required=True, type=pathlib.Path)
    arguments.add_argument("--tries", type=int, default=10_000)
    options = arguments.parse_args()
    options.password = options.password_file.read_text().strip()
    quiet = [send(options) for _ in range(10)]
    before, started = processor_seconds(options.home), time.monotonic()
    answers, waits, failures, stopped = collections.Counter(), [], [], threading.Event()
    person = threading.Thread(target=go_on, args=(options, stopped, waits, failures))
    person.start()
    asyncio.run(attack(options, answers))
    stopped.set()
    person.join()
    seconds = time.monotonic() - started
    print(f"guesses in {seconds:.0f} s from {ADDRESSES} addresses, {ADDRESSES * CONNECTIONS} connections: {dict(answers)}")
    print(f"processor of the server: {processor_seconds(options.home) - before:.1f} s")
    print(f"the person: {len(waits)} logins with a message accepted, {len(failures)} not; median {median(waits or [0]):.2f} s, longest "
          f"{max(waits or [0]):.2f} s; before the attack {median(quiet):.2f} s, {max(quiet):.2f} s")
    for failure in failures[:5]:
        print(f"  {failure}")
    sys.exit(0 if waits and not failures else 1)


main()
