# SPDX-License-Identifier: Apache-2.0
"""
The suite "logins": every way to prove who one is, with real clients against the real servers that know people.

One Postern, the next hop of the chain behind it, and whatever the modules below bring along. A module is a file of that name
beside this one; one that is not there is passed over. It has

    all_cases()         yields Case objects (case.py). Each has people of its own (world.person()), and where wrong secrets
                        are sent or addresses matter, a client address of its own (world.net.client(), which goes into
                        world.service(port, person=..., source=...)), so that no case feels another.
    parts(work, net)    if it needs servers: yields Part objects (parts.py), which are started in this order before Postern. One
                        that does not start is told, and fails the cases whose "needs" is its name. What Postern has to be
                        configured with for it is yielded by its config(), called once it runs:
                        Section("authentication.xml", "<oauth>...</oauth>"), Edit("smtpserver.xml", pattern, replacement, times).
                        net.server() is an address for it.
    missing(work, net)  if one of them may not be here, or cannot run here: by name, why. Its cases are left out.

The cases run in the order of the modules: those that lock out or suspend come last. Debian's packages go into "needed" of ./run,
those of npm into "npm_packages" there.
"""
import importlib
import importlib.util

MODULES = ("passwords", "directory", "radius", "tokens", "popbeforesmtp", "guessing", "accounts")


def modules():
    return [importlib.import_module(name) for name in MODULES if importlib.util.find_spec(name)]


def parts_of(work, net):
    """The servers besides those of the chain itself, and by name why others cannot run here."""
    missing = {name: why for module in modules() if hasattr(module, "missing") for name, why in module.missing(work, net).items()}
    parts = [part for module in modules() if hasattr(module, "parts") for part in module.parts(work, net)]
    return [part for part in parts if part.name not in missing], missing


def all_cases():
    for module in modules():
        yield from module.all_cases()
