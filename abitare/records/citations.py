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


def citation(level, section, positions, marker_kind, marker):
    """The place in words.

    level, section: values of ``records.enums``; positions: tuple of integers from one; marker_kind and marker: of the
    last position, as printed. Returns e.g. «punto 5, secondo trattino» or «punto 1 della decisione di Giunta».
    """
    number, *rest = positions
    words = f"{SECTION_WORDS[section]} {number}"
    if rest:
        words += f", {_last_step(rest, marker_kind, marker)}"
    if level == "giunta":
        words += " della decisione dell’organo"
    return words


def _last_step(rest, marker_kind, marker):
    steps = [f"{ordinal(n)} trattino" for n in rest[:-1]]
    if marker_kind == "letter":
        steps.append(f"lettera {marker.strip(' .)')}")
    elif marker_kind == "number":
        steps.append(f"numero {marker.strip(' .)')}")
    else:
        steps.append(f"{ordinal(rest[-1])} trattino")
    return ", ".join(steps)
