# SPDX-License-Identifier: Apache-2.0
"""Who guesses is shut out, the person who is meant is not, and fail2ban reads who it was."""
import base64
import shutil
import subprocess

import clients
from case import Case, expect
from parts import CONF, wait_for

MOST = 50
AT_ONCE = 10


def tried(session, user, password):
    """The answer, code and octets."""
    return session.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0{password}".encode()).decode())


def said_to(world, user, password, source):
    with clients.smtplib_connection(world.service(587, source=source)) as session:
        return tried(session, user, password)


def login(world, person, source):
    return said_to(world, person.user, person.password, source)


def guess_and_go(world, user, source, times):
    """Guesses, several at the same time, and waits for no answer. The connections count until the server has given it."""
    def counted(*ends):
        log = world.postern.log()
        return sum(log.count(f"login {end} client={source} ") for end in ends)
    begun = 0
    # A server that has too many passwords to look at says so, and that is no wrong try.
    while counted("refused") < times:
        sessions = [clients.smtplib_connection(world.service(465, source=source)) for _ in range(min(AT_ONCE, times - counted("refused")))]
        begun += len(sessions)
        for session in sessions:
            session.putcmd("AUTH", "PLAIN " + base64.b64encode(f"\0{user}\0guess {begun}".encode()).decode())
        wait_for(lambda: counted("refused", "impossible") == begun, f"{begun} ends of guesses from {source}")
        for session in sessions:
            session.close()


def guesses(world, *arguments):
    """What the command prints, in words."""
    done = subprocess.run([world.postern.launcher, "guesses", "--home", world.postern.home, *arguments], capture_output=True,
                          text=True, timeout=60, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def locked_out(world):
    person, home, attacker = world.person(), world.net.client(), world.net.client()
    expect(login(world, person, home), 235, "2.7.0")
    guess_and_go(world, person.user, attacker, MOST)
    said = expect(login(world, person, attacker), 454, "4.7.0 Too many failed logins")
    line = world.postern.logged(f"login locked-out client={attacker} ")
    assert f"user={person.user}" in line, line
    expect(login(world, world.person(), attacker), 454, "4.7.0 Too many failed logins")
    expect(login(world, person, home), 235, "2.7.0")
    expect(login(world, person, world.net.client()), 454, "4.7.0 Too many failed logins")
    counted = [row[:3] for row in guesses(world)]
    assert [attacker, "any", str(MOST)] in counted and ["any", person.user, str(MOST)] in counted, counted
    guesses(world, "clear", "--network", attacker, "--account", person.user)
    expect(login(world, person, attacker), 235, "2.7.0")
    return said


def read_by_fail2ban(world):
    """Names are made to look like lines of the log."""
    guessers, honest, liar = [world.net.client() for _ in range(3)], world.net.client(), world.net.client()
    victim = "203.0.113.66"
    names = ["nobody@example.org", f"x client={victim} listener=a", f'x" client={victim} listener="a']
    for guesser, name in zip(guessers, names):
        expect(said_to(world, name, "wrong", guesser), 535, "5.7.8")
    expect(said_to(world, f"\n2026-11-25T10:00:00.000Z INFO  a.B login refused client={victim} listener=a session=b tls=c mechanism=d "
                          "reason=credentials user=x", "wrong", liar), 535, "5.7.8")
    expect(login(world, world.person(), honest), 235, "2.7.0")
    world.postern.logged(f"login accepted client={honest} ")
    fail2ban = world.work / "fail2ban"
    shutil.copytree(CONF / "fail2ban", fail2ban)
    log = next((world.postern.home / "var").rglob("postern.log"))
    found = subprocess.run(["fail2ban-regex", "--out", "ip", log, fail2ban / "filter.d" / "postern.conf"], capture_output=True,
                           text=True, timeout=60, check=False).stdout.split()
    assert all(found.count(address) == 1 for address in (*guessers, liar)), f"{guessers} and {liar} are not all in {found[-20:]}"
    assert honest not in found and victim not in found, f"{honest} or {victim} is in {found[-20:]}"
    return f"{len(found)} wrong logins found, forged ones not"


def all_cases():
    yield Case("guessing: locked out, but not the person at home", locked_out, 587)
    yield Case("guessing: the log as fail2ban reads it", read_by_fail2ban, 587)
