"""How a place of an act is quoted in words. Pure.

The act of reference prints dashes, not letters: «5.b» is our coordinate, the act is quoted as «punto 5, secondo
trattino»; a letter is printed only if the act prints it.
"""

ORDINALS = (
    "primo",
    "secondo",
    "terzo",
    "quarto",
    "quinto",
    "sesto",
    "settimo",
    "ottavo",
    "nono",
    "decimo",
    "undicesimo",
    "dodicesimo",
)
SECTION_WORDS = {
    "premises": "premessa",
    "reasons": "motivazione",
    "prechecks": "pre-verifica",
    "norms": "norma",
    "decision": "punto",
}


def ordinal(number):
    """1 -> «primo», 13 -> «13º»."""
    return ORDINALS[number - 1] if 1 <= number <= len(ORDINALS) else f"{number}º"


def citation(level, section, positions, markers):
    """The place in words.

    level, section: values of ``records.enums``; positions: tuple of integers from one; markers: for each of them the
    pair (kind, sign as printed). Returns e.g. «punto 5, secondo trattino» or «punto 1 della decisione dell’organo».
    """
    steps = [f"{SECTION_WORDS[section]} {positions[0]}"]
    steps += [_step(position, *marker) for position, marker in zip(positions[1:], markers[1:], strict=True)]
    return ", ".join(steps) + (" della decisione dell’organo" if level == "giunta" else "")


def _step(position, marker_kind, marker):
    if marker_kind == "letter":
        return f"lettera {marker.strip(' .)')}"
    if marker_kind == "number":
        return f"numero {marker.strip(' .)')}"
    return f"{ordinal(position)} trattino"
