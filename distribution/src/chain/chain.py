# SPDX-License-Identifier: Apache-2.0
"""Starts the parts of a suite, runs its cases against them, prints a table. Started by ./run."""
import argparse
import fnmatch
import importlib
import pathlib
import signal
import subprocess
import sys
import time
import traceback

import parts
import world


def certificate(work):
    """The MX's own; nobody verifies it, as nobody does on port 25."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=mx.example.net", "-keyout", work / "mx.key", "-out", work / "mx.crt"],
                   check=True, capture_output=True)


def said(failure):
    result = " ".join(str(failure).split())[:1500] or repr(failure)
    if isinstance(failure, AssertionError):
        return result
    return f"{result} ({traceback.extract_tb(failure.__traceback__)[-1].name}: {type(failure).__name__})"


def run_cases(place, cases, pattern):
    print(f"\n  {'case':<58} {'port':>4}  result", flush=True)
    print("  " + "-" * 100)
    passed = failed = 0
    for case in cases:
        if case.needs in place.missing:
            continue
        if pattern and not fnmatch.fnmatch(case.name.lower(), f"*{pattern.lower()}*"):
            continue
        started = time.monotonic()
        try:
            assert not case.needs or case.needs in place.servers, f"{case.needs} did not start"
            result = case.run(place) or "as it should be"
            passed += 1
            mark = "ok  "
        except Exception as failure:  # a case that breaks must not hide the others
            failed += 1
            mark = "FAIL"
            result = said(failure)
        print(f"  {case.name:<58} {case.port or '':>4}  {mark} {result} [{time.monotonic() - started:.1f} s]", flush=True)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return failed == 0 and passed > 0


def started(servers):
    """Those that did; what keeps one from it is told here, and fails the cases that need it."""
    running = []
    for part in servers:
        try:
            part.start()
            running.append(part)
        except Exception as failure:  # as above
            print(f"chain: {part.name} did not start: {said(failure)}", flush=True)
            part.stop()
    return running


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--suite", required=True, choices=("mail", "logins"))
    arguments.add_argument("--postern", required=True, type=pathlib.Path)
    arguments.add_argument("--work", required=True, type=pathlib.Path)
    arguments.add_argument("--namespace", action="store_true")
    arguments.add_argument("-k", dest="pattern", default="")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    work, suite = options.work, importlib.import_module(options.suite)
    net = parts.Net(options.namespace)
    certificate(work)
    (work / "lib").symlink_to(options.postern.resolve().parent.parent / "lib")
    dnsmasq, dovecot, postfix = (part(name, work, net) for part, name in (
        (parts.Dnsmasq, "dnsmasq"), (parts.Dovecot, "dovecot"), (parts.Postfix, "postfix")))
    needed = [dnsmasq, dovecot, postfix]
    others, missing = suite.parts_of(work, net)
    for reason in missing.values():
        print(f"chain: {reason}: its cases are left out")
    postern = parts.Postern(work, net, options.postern)
    running = []
    try:
        for part in needed:
            part.start()
        running = started(others)
        line, seconds = postern.start([edit for part in running for edit in part.config()])
        dnsmasq.say(postern.dkim_keys())
        print(f"chain: {line} [{seconds:.1f} s]")
        place = world.World(work, net, postfix, postern, postern.certificate(), "localhost",
                            {part.name: part for part in needed + running}, missing)
        good = run_cases(place, suite.all_cases(), options.pattern)
    finally:
        for part in [postern, *reversed(running), *reversed(needed)]:
            part.stop()
    sys.exit(0 if good else 1)


main()
