# SPDX-License-Identifier: Apache-2.0
"""The servers of the chain, each on its own configuration under one directory, each ended by its process id."""
import http.client
import itertools
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time

from edits import Edit, applied

HERE = pathlib.Path(__file__).parent
CONF = HERE.parents[2] / "conf"
DOMAINS = "example.org remote.example two.example address.example old.example"


def wait_for(condition, what, seconds=30):
    """Returns the first true value of condition(); fails naming what did not come."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {seconds} s")
        time.sleep(0.05)


def answers(host, port):
    try:
        socket.create_connection((host, port), 1).close()
        return True
    except OSError:
        return False


def end(process, number=signal.SIGTERM, seconds=15):
    """Ends a process and the group it leads."""
    if process is None or process.poll() is not None:
        return
    os.killpg(process.pid, number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Net:
    """Where the parts live: addresses of a network namespace of ours, or loopback ones when there is none."""

    def __init__(self, namespace):
        self.namespace = namespace
        self._clients, self._servers = itertools.count(1), itertools.count(100)
        prefix = "192.0.2." if namespace else "127.25.0."
        addresses = [prefix + n for n in ("25", "26", "27", "28", "29", "30", "53")]
        self.mx, self.address_only, self.dead, self.old, self.exim, self.rspamd, self.dns = addresses
        if namespace:
            commands = ["ip link set lo up", "ip address add 198.18.0.1/15 dev lo"] + [f"ip address add {a}/32 dev lo" for a in addresses]
            for command in commands:
                subprocess.run(command.split(), check=True)

    def server(self):
        """An address for one more server."""
        address = f"{'192.0.2' if self.namespace else '127.25.0'}.{next(self._servers)}"
        if self.namespace:
            subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
        return address

    def client(self):
        """An address that no other client has had, to connect from."""
        number = next(self._clients)
        return f"{'198.18' if self.namespace else '127.26'}.{number // 250}.{number % 250 + 1}"


class Part:
    """A server: its configuration is made from etc/, its output goes to a log. Besides start() and stop() there is config():
    what it changes in the configuration of Postern, which starts after it."""

    def __init__(self, name, work, net):
        self.name, self.work, self.net = name, work, net
        self.dir = work / name
        self.dir.mkdir()
        self.process = None

    def fill(self, template, target, **more):
        names = dict(more, work=self.work, mx=self.net.mx, address_only=self.net.address_only, dead=self.net.dead,
                     old=self.net.old, exim=self.net.exim, rspamd=self.net.rspamd, dns=self.net.dns, domains=DOMAINS)
        target.write_text((HERE / "etc" / template).read_text().format(**names))

    def spawn(self, *command):
        with open(self.dir / "output", "ab") as output:
            self.process = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, start_new_session=True)

    def await_up(self, condition, what, seconds=30):
        def met():
            if self.process.poll() is None:
                return condition()
            said = "".join(path.read_text()[-2000:] for path in (self.dir / "output", self.dir / "log") if path.exists())
            raise AssertionError(f"{self.name} ended with {self.process.returncode}: {said}")
        return wait_for(met, what, seconds)

    def config(self):
        return []

    def stop(self):
        end(self.process)


class Dnsmasq(Part):
    def start(self):
        self.fill("dnsmasq.conf", self.dir / "conf")
        self.say({})

    def say(self, records):
        """Knows these TXT records too: lists of strings by name."""
        self.stop()
        with open(self.dir / "conf", "a") as conf:
            for name, strings in records.items():
                conf.write(f"txt-record={name}," + ",".join(f'"{string}"' for string in strings) + "\n")
        self.spawn("dnsmasq", f"--conf-file={self.dir}/conf", f"--pid-file={self.dir}/pid", f"--dhcp-leasefile={self.dir}/l")
        self.await_up(lambda: answers(self.net.dns, 53), "dnsmasq")


class Dovecot(Part):
    def start(self):
        mail = self.work / "mail"
        mail.mkdir()
        shutil.chown(mail, "mail", "mail")
        self.fill("dovecot.conf", self.dir / "conf")
        self.spawn("dovecot", "-F", "-c", self.dir / "conf")
        self.await_up((self.dir / "lmtp").exists, "Dovecot's LMTP socket")


class Postfix(Part):
    """The MX. Recipients can be refused for good or for now, as a test needs."""

    def start(self):
        for name in ("queue", "data", "conf"):
            (self.dir / name).mkdir(exist_ok=True)
        shutil.chown(self.dir / "data", "postfix", "postfix")
        self.fill("postfix-main.cf", self.dir / "conf" / "main.cf")
        self.fill("postfix-master.cf", self.dir / "conf" / "master.cf")
        self.answer("", reload=False)
        self.resume()

    def answer(self, recipients, reload=True):
        """One 'address reply' a line; other recipients are welcome. Who is connected has to connect anew to hear it."""
        (self.dir / "recipients").write_text(recipients)
        if reload:
            self.stop()
            self.resume()

    def control(self, command):
        subprocess.run(["postfix", "-c", self.dir / "conf", command], check=True, capture_output=True)

    def resume(self):
        self.spawn("postfix", "-c", self.dir / "conf", "start-fg")
        self.await_up(lambda: answers(self.net.mx, 25), "Postfix")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.control("stop")
            self.process.wait(15)


class Exim(Part):
    """An MX of another make. Debian lets nobody install it beside Postfix, so that the program alone is unpacked."""

    def start(self):
        program = shutil.which("exim4") or self.work / "exim-program/usr/sbin/exim4"
        self.fill("exim.conf", self.dir / "conf", program=program)
        # Exim drops root for a configuration that is not its own, before it binds port 25.
        shutil.chown(self.dir, "mail", "mail")
        self.name_user("passwd", "Debian-exim:x:64200:64200::/nonexistent:/usr/sbin/nologin\n")
        self.name_user("group", "Debian-exim:x:64200:\n")
        pathlib.Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("25")
        self.spawn(program, "-C", self.dir / "conf", "-bdf", "-q2s")
        self.await_up(lambda: answers(self.net.exim, 25), "Exim")

    def name_user(self, database, line):
        """For the processes of this namespace only: the program asks for a user that its package would have made."""
        text = pathlib.Path("/etc", database).read_text()
        if not text.count("\nDebian-exim:"):
            (self.dir / database).write_text(text + line)
            (self.dir / database).chmod(0o644)
            subprocess.run(["mount", "--bind", self.dir / database, f"/etc/{database}"], check=True)

    @staticmethod
    def can_run(work, namespace):
        return namespace and bool(shutil.which("exim4") or (work / "exim-program/usr/sbin/exim4").exists())


class Rspamd(Part):
    """The content filter, with three rules of ours and none of its own, so that it asks nobody."""

    def start(self):
        self.fill("rspamd.conf", self.dir / "conf")
        shutil.copy(HERE / "etc" / "rspamd.lua", self.dir / "rules.lua")
        (self.dir / "top-level-domains").write_text("org\nnet\nexample\n")
        shutil.chown(self.dir, "_rspamd", "_rspamd")
        self.spawn("rspamd", "-f", "-u", "_rspamd", "-g", "_rspamd", "-c", self.dir / "conf")
        self.await_up(lambda: answers(self.net.rspamd, 11333), "Rspamd")

    def config(self):
        """As the comments in the files show it."""
        yield Edit("mailetcontainer.xml", r'<!-- (<mailet [^>]*AddFilterFields">.*?</mailet>) -->', r"\1")
        yield Edit("smtpserver.xml", r'<!-- (<handler class="org.postern.hooks.ContentFilter">.*?</handler>) -->', r"\1", 2)
        yield Edit("smtpserver.xml", "127.0.0.1:11333", f"{self.net.rspamd}:11333", 2)

    def log(self):
        return (self.dir / "output").read_text(errors="replace")

    @staticmethod
    def can_run():
        return bool(shutil.which("rspamd")) and subprocess.run(["rspamd", "--version"], capture_output=True, check=False).returncode == 0


class Postern(Part):
    """The server under test; restarted at will on the same home."""

    def __init__(self, work, net, launcher):
        super().__init__("postern", work, net)
        self.launcher, self.home, self.user = launcher, self.dir / "home", "alice@example.org"
        self.password = secrets.token_hex(12)

    def start(self, edits):
        """A fresh home but for some files: which DNS to ask, retries after seconds, and what the other parts change."""
        conf = self.home / "conf"
        conf.mkdir(parents=True)
        applied([*self.config(), *edits], CONF, conf)
        ready = self.run()
        self.cli("AddUser", self.user, self.password)
        return ready

    def config(self):
        yield Edit("dnsservice.xml", r"<autodiscover>.*?</autodiscover>",
                   f"<autodiscover>false</autodiscover><servers><server>{self.net.dns}</server></servers>")
        yield Edit("mailetcontainer.xml", r"<delayTime>.*?</delayTime>", "<delayTime>36*2 sec</delayTime>")

    def certificate(self):
        return self.home / "conf" / "certificate.pem"

    def log(self):
        return "".join(path.read_text(errors="replace") for path in sorted((self.home / "var").rglob("postern*.log")))

    def logged(self, *texts):
        """The last line of the log that has all of them, waited for."""
        def lines():
            return [line for line in self.log().splitlines() if all(text in line for text in texts)]
        return wait_for(lines, f"{texts} in the log", 5)[-1]

    def stop(self, number=signal.SIGTERM):
        end(self.process, number)

    def run(self):
        """Returns the ready line, and after how many seconds it came."""
        output = self.dir / "output"
        seen = output.stat().st_size if output.exists() else 0
        started = time.monotonic()
        self.spawn(self.launcher, "run", "--home", self.home, "--domain", "example.org", "--port-offset", "0")

        def ready():
            said = output.read_bytes()[seen:].decode(errors="replace")
            assert self.process.poll() is None, f"Postern ended with {self.process.returncode}: {said[-2000:]}"
            return next((line for line in said.splitlines() if line.startswith("Postern ready:")), None)
        line = wait_for(ready, "Postern's ready line", 120)
        return line, time.monotonic() - started

    def dkim_keys(self):
        """Makes one of each type; their DNS records, lists of strings by name."""
        records = {}
        for kind in ("rsa", "ed25519"):
            done = subprocess.run([self.launcher, "dkim-keygen", "--home", self.home, "example.org", "--type", kind],
                                  capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, f"dkim-keygen: {done.stdout}{done.stderr}"
            name, strings = re.search(r"(?m)^(\S+)\. IN TXT (.*)$", done.stdout).groups()
            records[name] = re.findall(r'"([^"]*)"', strings)
        return records

    def cli(self, *arguments):
        done = subprocess.run([self.launcher, "james-cli", "--home", self.home, *arguments], capture_output=True,
                              text=True, timeout=60, check=False)
        assert done.returncode == 0, f"james-cli {arguments[0]}: {done.stdout}{done.stderr}"
        return done.stdout

    def admin(self, method, path, body=None):
        """WebAdmin's answer: status, and the JSON as Python has it."""
        connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=60)
        password = (self.home / "conf" / "webadmin.password").read_text().strip()
        connection.request(method, path, None if body is None else json.dumps(body), {"Password": password})
        with connection.getresponse() as response:
            said = response.read()
            return response.status, json.loads(said) if said else None
