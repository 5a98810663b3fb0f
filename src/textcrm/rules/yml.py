"""YML: files that are no strict YAML, or do not lie where records lie; all met while the files are read."""

from __future__ import annotations

from textcrm.findings import Severity
from textcrm.rules.rule import met

NOT_UTF_8 = met(
    "YML001",
    "not-utf-8",
    Severity.ERROR,
    """
    A file is text in UTF-8.

    What it checks: Every byte of the file belongs to a character of UTF-8.

    Why: In any other encoding `São José` comes out as gibberish, or as something else on the next computer.

    Bad:
        name: Padaria S\ufffdo Jos\ufffd

    Good:
        name: Padaria São José

    How to fix: Open the file with the encoding it was saved in (often Windows-1252 or Latin-1) and save it as UTF-8.
    Editors show the encoding in their bottom line.
    """,
)

SYNTAX = met(
    "YML002",
    "syntax",
    Severity.ERROR,
    """
    A file can be read as YAML.

    What it checks: Quotes and brackets are closed, a colon and a space follow each key, lines that belong together are
    indented alike, with spaces, and no plain value holds `: ` or begins with a sign that YAML keeps for itself.

    Why: What cannot be read is not in the pipeline, not in the forecast and on nobody's list.

    Bad:
        name: Padaria Estrela: the shop in Campinas

    Good:
        name: "Padaria Estrela: the shop in Campinas"

    How to fix: Look at the place shown. Nearly always a value wants quotes around it, or an opened quote or bracket
    wants closing.
    """,
)

DUPLICATE_KEY = met(
    "YML003",
    "duplicate-key",
    Severity.ERROR,
    """
    A key stands once in a record.

    What it checks: No mapping holds one key twice, however it is written (`stage`, "stage").

    Why: Only one of the two can count, and nobody sees which. A merge without any conflict can leave both behind.

    Bad:
        city: Campinas
        city: Jundiaí

    Good:
        city: Jundiaí

    How to fix: Keep the line that is true and delete the other.
    """,
)

CONFLICT_MARKER = met(
    "YML004",
    "conflict-marker",
    Severity.ERROR,
    """
    A merge was finished before it was saved.

    What it checks: No line begins with the seven signs (`<<<<<<<`, `|||||||`, `>>>>>>>`) that git writes around two
    versions it could not unite, not even inside notes.

    Why: Both versions are still in the file, and neither counts.

    Bad:
        <<<<<<< HEAD
        city: Campinas
        =======
        city: Jundiaí
        >>>>>>> new-address

    Good:
        city: Jundiaí

    How to fix: Keep one of the two versions, or what is right of both, and delete the lines with the signs.
    """,
)

ANCHOR_OR_ALIAS = met(
    "YML005",
    "anchor-or-alias",
    Severity.ERROR,
    """
    A value is written where it stands.

    What it checks: Nothing is named with `&`, repeated with `*` or merged in with `<<`.

    Why: A line that says what another line says cannot be reviewed alone, and a few such lines can be made to stand
    for millions. Most often it was meant as text: `&Sons` on its own is no name to YAML.

    Bad:
        name: &Sons Bakery

    Good:
        name: "&Sons Bakery"

    How to fix: Put text in quotes. Where a value was meant to be repeated, write it out.
    """,
)

TAG = met(
    "YML006",
    "tag",
    Severity.ERROR,
    """
    A value has no YAML tag.

    What it checks: No value begins with `!`, which makes YAML take the next word for a type.

    Why: The word would vanish from the value, and in other programs a tag can run code.

    Bad:
        name: !Nova Padaria

    Good:
        name: "!Nova Padaria"

    How to fix: Put the value in quotes.
    """,
)

SEVERAL_DOCUMENTS = met(
    "YML007",
    "several-documents",
    Severity.ERROR,
    """
    A file holds one document.

    What it checks: Nothing follows a line `---` or `...`, and there is no line that begins with `%` before the text.

    Why: Of several documents only one would be read. The others look like data and count nowhere.

    Bad:
        name: Padaria Estrela
        ---
        name: Hotel Serra Azul

    Good:
        name: Padaria Estrela

    How to fix: Put every record in a file of its own, named after its id.
    """,
)

AMBIGUOUS_SCALAR = met(
    "YML008",
    "ambiguous-scalar",
    Severity.WARNING,
    """
    Text that looks like something else is quoted.

    What it checks: Text fields whose unquoted value other YAML readers take for a number, a time, a date or true and
    false: `no`, `on`, `007`, `12:30`, `1e3`.

    Why: Here it is text and stays as it stands. A spreadsheet, a script or an editor may turn `NO` into false and
    `0150` into 104, and save it that way.

    Bad:
        country: NO

    Good:
        country: "NO"

    How to fix: Put the value in quotes.
    """,
)

TEXT_CUT_BY_HASH = met(
    "YML009",
    "text-cut-by-hash",
    Severity.ERROR,
    """
    Text is not cut short by a number sign.

    What it checks: No text is followed by a blank and a `#` with a letter or digit glued to it. To YAML that is a
    comment, and the text ends before it.

    Why: `Room #5 Ltd` becomes `Room`, and nothing tells.

    Bad:
        address: Rua das Flores, shop #5

    Good:
        address: "Rua das Flores, shop #5"

    How to fix: Put the whole text in quotes. If a comment was meant, write a space after the `#`.
    """,
)

WRONG_EXTENSION = met(
    "YML010",
    "wrong-extension",
    Severity.ERROR,
    """
    A record's file ends in .yaml.

    What it checks: There is no file below crm_data that ends in `.yml`, or in `.YAML` with capitals.

    Why: One ending means that each record has one file. With two, a deal could be there twice, or be overlooked.

    Bad:
        # companies/padaria-estrela.yml
        name: Padaria Estrela

    Good:
        # companies/padaria-estrela.yaml
        name: Padaria Estrela

    How to fix: Rename the file, with git: `git mv padaria-estrela.yml padaria-estrela.yaml`
    """,
)

COLLIDING_IDS = met(
    "YML011",
    "colliding-ids",
    Severity.ERROR,
    """
    An id belongs to one file.

    What it checks: No two files of a kind have the same name, in whichever sub-folders they lie, and no two journals
    have names that differ only in capitals.

    Why: The file's name is the id by which others speak of the record. Windows and macOS also keep only one of two
    files whose names differ only in capitals.

    Bad:
        # companies/campinas/padaria-estrela.yaml
        name: Padaria Estrela Campinas

    Good:
        # companies/campinas/padaria-estrela-campinas.yaml
        name: Padaria Estrela Campinas

    How to fix: Rename one of the two files, or unite them if they are the same thing.
    """,
)

FORBIDDEN_CHARACTER = met(
    "YML012",
    "forbidden-character",
    Severity.ERROR,
    r"""
    A file holds no control characters.

    What it checks: There are no control characters, none that reorder the text around them (as some names in Arabic or
    Hebrew bring along when copied), and no line breaks that only YAML knows. They may not be brought in by an escape
    either.

    Why: What a reviewer reads is not what the program reads: `name: Acme` can hide `stage: won` behind a line break
    that no editor shows.

    Bad:
        name: "Padaria \u202eESTRELA"

    Good:
        name: "Padaria ESTRELA"

    How to fix: Delete the character, or type the line again instead of pasting it.
    """,
)

NOT_A_REGULAR_FILE = met(
    "YML013",
    "not-a-regular-file",
    Severity.ERROR,
    """
    A record is a regular file.

    What it checks: Nothing below crm_data is a symbolic link, and what ends in `.yaml` is no folder, pipe, socket or
    device.

    Why: A link may lead out of the repository, to a file that is not there for others, or in a circle.

    Bad:
        # companies/hotel-serra.yaml is a link to companies/padaria-estrela.yaml
        name: Padaria Estrela

    Good:
        # companies/hotel-serra.yaml is a file of its own
        name: Hotel Serra Azul

    How to fix: Put a file of its own in the link's place, or delete the link.
    """,
)

TOO_LARGE = met(
    "YML014",
    "too-large",
    Severity.ERROR,
    """
    A file stays within what one record can need.

    What it checks: At most 1,048,576 characters and 60,000 values in a file, values nested 50 deep, folders nested
    40 deep, and 5,000 entries in any list or mapping of `crm.yaml`.

    Why: Anything larger is a mistake or mischief, and could make a check hang.

    Bad:
        tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[oven]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]

    Good:
        tags: [oven]

    How to fix: Split a journal into one file a month. Move anything that is no record out of crm_data.
    """,
)

BAD_FILE_NAME = met(
    "YML015",
    "bad-file-name",
    Severity.ERROR,
    """
    A record's file is named after its id.

    What it checks: The name before `.yaml` is lower-case ASCII letters, digits and hyphens between them, at most 100
    characters, and no name that Windows keeps for devices (`con`, `nul`, `com1`). Folders have no signs that Windows
    forbids. A forecast's folder is a period: `2026`, `2026-Q4`, `2026-11`.

    Why: The id stands in links, in other records and on the command line, and must look the same everywhere.

    Bad:
        # companies/Padaria São José.yaml
        name: Padaria São José

    Good:
        # companies/padaria-sao-jose.yaml
        name: Padaria São José

    How to fix: Rename the file. The full name, accents and all, goes into `name`.
    """,
)

UNREADABLE = met(
    "YML016",
    "unreadable",
    Severity.ERROR,
    """
    Every file below crm_data can be read.

    What it checks: The system lets textcrm list each folder and read each record. If not, the exit code is 3, since
    nothing can be said about what was not seen.

    Why: A file that cannot be read is missing from every number.

    Bad:
        # nobody may read this file: its permissions are 000
        name: Hotel Serra Azul

    Good:
        # this file may be read: its permissions are 644
        name: Hotel Serra Azul

    How to fix: Mend its permissions (`chmod u+r`), or see whether the disk or the network folder is well.
    """,
)

WRONG_TOP_LEVEL = met(
    "YML017",
    "wrong-top-level",
    Severity.ERROR,
    """
    A file has the shape of its kind.

    What it checks: A record and `crm.yaml` are `key: value` lines; a journal and a submitted forecast are lists, each
    entry beginning with `- `. No file is empty.

    Why: A file of another shape says nothing that could be used.

    Bad:
        - name: Padaria Estrela
          city: Campinas

    Good:
        name: Padaria Estrela
        city: Campinas

    How to fix: Take the `- ` away from a record, or give it to each entry of a journal. Delete an empty file.
    """,
)

KEY_NOT_TEXT = met(
    "YML018",
    "key-not-text",
    Severity.ERROR,
    """
    A key is a word.

    What it checks: No key is empty, a list or a mapping. Signs such as `{{…}}` of a form that nobody filled in are
    read as such a key.

    Why: There is no field of that name, so the value belongs to nothing.

    Bad:
        city: {{city}}

    Good:
        city: Campinas

    How to fix: Write the key as a word before the colon; fill in what a template left open, or quote it.
    """,
)

MISPLACED_FILE = met(
    "YML019",
    "misplaced-file",
    Severity.ERROR,
    """
    A record lies in the folder of its kind.

    What it checks: Below crm_data, only `crm.yaml` lies at the top. All other files lie in `team`, `companies`,
    `contacts`, `leads`, `opportunities`, `activities/<member>` or `forecasts/<period>`.

    Why: The folder says what a file is. Elsewhere it would be overlooked.

    Bad:
        # company/padaria-estrela.yaml
        name: Padaria Estrela

    Good:
        # companies/padaria-estrela.yaml
        name: Padaria Estrela

    How to fix: Move the file into the folder of its kind, or out of crm_data.
    """,
)

LONE_CARRIAGE_RETURN = met(
    "YML020",
    "lone-carriage-return",
    Severity.ERROR,
    """
    A file has one kind of line end.

    What it checks: A file with ordinary line ends holds no carriage return on its own.

    Why: To YAML a new line begins there; to git and to most editors it does not. A reviewer may see one line where
    two are read.

    Bad:
        name: Padaria Estrela\rcity: Campinas

    Good:
        name: Padaria Estrela
        city: Campinas

    How to fix: Put an ordinary line break there. Editors call it LF, or CRLF on Windows.
    """,
)

INVISIBLE_CHARACTER = met(
    "YML021",
    "invisible-character",
    Severity.WARNING,
    """
    A text has no characters that nobody can see.

    What it checks: Zero-width spaces and joiners of words, soft hyphens, marks of direction and the like. The joiners
    that Persian, Indic scripts and emoji need are left alone.

    Why: Two names that look alike are not the same, a search finds one of them, and a copied address does not work.

    Bad:
        city: Camp\u200binas

    Good:
        city: Campinas

    How to fix: Delete the character, or type the word again.
    """,
)

LEFTOVER_FILE = met(
    "YML022",
    "leftover-file",
    Severity.WARNING,
    """
    There are no leftovers of editors and merges.

    What it checks: Files whose name is that of a record with something added: `.orig`, `.bak`, `~`, `.rej`, `#…#`.

    Why: They hold an old state that a search finds and somebody may take for the present one. They are not read.

    Bad:
        # companies/padaria-estrela.yaml.orig
        name: Padaria Estrela

    Good:
        # companies/padaria-estrela.yaml
        name: Padaria Estrela

    How to fix: Delete the file. What git has recorded is not lost.
    """,
)
