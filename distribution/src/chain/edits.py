# SPDX-License-Identifier: Apache-2.0
"""Changes to the files that Postern finds in its conf/ at the first start; they begin as they ship."""
import dataclasses
import re


def replaced(pattern, replacement, text, times=1):
    result, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
    assert count == times, f"{count} times {pattern} in the configuration"
    return result


@dataclasses.dataclass(frozen=True)
class Edit:
    """What the pattern finds becomes something else; an error when it is not found that many times."""
    file: str
    pattern: str
    replacement: str
    times: int = 1

    def apply(self, text):
        return replaced(self.pattern, self.replacement, text, self.times)


@dataclasses.dataclass(frozen=True)
class Section:
    """An XML element in place of the one of that name, or else as the last of the file. Comments are left alone."""
    file: str
    xml: str

    def apply(self, text):
        name = re.match(r"\s*<([\w.-]+)", self.xml).group(1)
        bare = re.sub(r"<!--.*?-->", lambda comment: " " * len(comment.group()), text, flags=re.DOTALL)
        there = re.search(rf"<{name}(?:\s[^>]*)?/>|<{name}[\s>].*?</{name}>", bare, re.DOTALL)
        start, end = there.span() if there else (bare.rindex("</"),) * 2
        return text[:start] + self.xml + "\n" + text[end:]


@dataclasses.dataclass(frozen=True)
class Source:
    """One more where people are known, asked after those that are there."""
    xml: str
    file: str = "usersrepository.xml"

    def apply(self, text):
        bare = re.sub(r"<!--.*?-->", lambda comment: " " * len(comment.group()), text, flags=re.DOTALL)
        if "</sources>" not in bare:
            return Section(self.file, f"<sources><people/>{self.xml}</sources>").apply(text)
        end = bare.rindex("</sources>")
        return text[:end] + self.xml + "\n" + text[end:]


def applied(edits, shipped, conf):
    """Writes each file that one of them is about."""
    for name in dict.fromkeys(edit.file for edit in edits):
        text = (shipped / name).read_text()
        for edit in edits:
            if edit.file == name:
                text = edit.apply(text)
        (conf / name).write_text(text)
