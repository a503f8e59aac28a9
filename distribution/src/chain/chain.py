# SPDX-License-Identifier: Apache-2.0
"""Starts the parts of the chain, runs the cases against them, prints a table. Started by ./run."""
import argparse
import fnmatch
import pathlib
import signal
import subprocess
import sys
import time
import traceback

import cases
import parts
import world


def certificate(work):
    """The MX's own; nobody verifies it, as nobody does on port 25."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=mx.example.net", "-keyout", work / "mx.key", "-out", work / "mx.crt"],
                   check=True, capture_output=True)


def run_cases(place, pattern):
    print(f"\n  {'case':<58} {'port':>4}  result", flush=True)
    print("  " + "-" * 100)
    passed = failed = 0
    for case in cases.all_cases():
        if case.needs and case.needs not in place.servers:
            continue
        if pattern and not fnmatch.fnmatch(case.name.lower(), f"*{pattern.lower()}*"):
            continue
        started = time.monotonic()
        try:
            result = case.run(place) or "as it should be"
            passed += 1
            mark = "ok  "
        except Exception as failure:  # a case that breaks must not hide the others
            failed += 1
            mark = "FAIL"
            result = " ".join(str(failure).split())[:1500] or repr(failure)
            if not isinstance(failure, AssertionError):
                result += f" ({traceback.extract_tb(failure.__traceback__)[-1].name}: {type(failure).__name__})"
        print(f"  {case.name:<58} {case.port or '':>4}  {mark} {result} [{time.monotonic() - started:.1f} s]", flush=True)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return failed == 0 and passed > 0


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--postern", required=True, type=pathlib.Path)
    arguments.add_argument("--work", required=True, type=pathlib.Path)
    arguments.add_argument("--namespace", action="store_true")
    arguments.add_argument("--keep", action="store_true")
    arguments.add_argument("-k", dest="pattern", default="")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    work = options.work
    net = parts.Net(options.namespace)
    certificate(work)
    (work / "lib").symlink_to(options.postern.resolve().parent.parent / "lib")
    dnsmasq, dovecot, postfix = (part(name, work, net) for part, name in (
        (parts.Dnsmasq, "dnsmasq"), (parts.Dovecot, "dovecot"), (parts.Postfix, "postfix")))
    servers = [dnsmasq, dovecot, postfix]
    if parts.Exim.can_run(work, options.namespace):
        servers.append(parts.Exim("exim", work, net))
    else:
        print("chain: no Exim here, or no namespace of its own for it: its cases are left out")
    filtered = parts.Rspamd.can_run()
    if filtered:
        servers.append(parts.Rspamd("rspamd", work, net))
    else:
        print("chain: no Rspamd here: its cases are left out")
    postern = parts.Postern(work, net, options.postern, filtered)
    try:
        for part in servers:
            part.start()
        line, seconds = postern.start()
        dnsmasq.say(postern.dkim_keys())
        print(f"chain: {line} [{seconds:.1f} s]")
        by_name = {part.name: part for part in servers}
        good = run_cases(world.World(work, net, postfix, postern, postern.certificate(), "localhost", by_name), options.pattern)
    finally:
        for part in [postern, *reversed(servers)]:
            part.stop()
    sys.exit(0 if good else 1)


main()
