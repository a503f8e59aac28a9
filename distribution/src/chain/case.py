# SPDX-License-Identifier: Apache-2.0
"""One thing that must hold."""
import dataclasses
import typing


@dataclasses.dataclass(frozen=True)
class Case:
    """
    name: what the table shows
    run: gets the World, raises when it does not hold, returns a word on what it saw
    port: of Postern, for the table
    needs: name of a server without which there is nothing to see
    """
    name: str
    run: typing.Callable
    port: int = 0
    needs: str = ""


def expect(reply, code, enhanced):
    """Holds when the reply, a code and octets as smtplib has them, begins like this."""
    text = reply[1].decode(errors="replace").replace("\n", " ")
    assert reply[0] == code and text.startswith(enhanced), f"expected {code} {enhanced}, got {reply[0]} {text}"
    return f"{reply[0]} {text}"
