"""Italian formats, pure: numbers, money, measures, dates, instants, fingerprints. No Django, no locale, no settings.

Every function takes ``None`` and gives ``«—»``. Numbers are ``int``, ``Decimal``, ``Fraction`` or ``float``; they are
computed exactly and rounded half up, away from zero. Dates are ``date`` or ``datetime``; an aware ``datetime`` is read
in Europe/Rome. A unit (€, %, m²) and the word «ore» are joined to their number by a no-break space (``NBSP``); dates
use plain spaces. The minus sign is U+2212.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MINUS = "\u2212"
NONE = "—"
ROME = ZoneInfo("Europe/Rome")
MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")
# «l’8» and «l’11» are read «l’otto» and «l’undici»: the article is elided.
ELIDED_DAYS = (8, 11)
ARTICLES = {"il": "l’", "al": "all’", "dal": "dall’", "del": "dell’", "nel": "nell’", "sul": "sull’"}


def fraction(value):
    """The exact value of a number; a float counts for what it prints, so 0.1 is one tenth.

    Raises ``ValueError`` for what is not a finite number.
    """
    if isinstance(value, float):
        value = Decimal(repr(value))
    try:
        return Fraction(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"Non è un numero: {value!r}") from error


def rounded(value, places=0):
    """The value times ``10 ** places`` as an ``int``, rounded half up away from zero."""
    scaled = fraction(value) * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return -whole if scaled < 0 else whole


def number(value, places=0):
    """``1234.5`` with one place: «1.234,5». Zero never carries a sign."""
    if value is None:
        return NONE
    scaled = rounded(value, places)
    whole, decimals = divmod(abs(scaled), 10**places)
    text = f"{whole:,}".replace(",", ".")
    if places:
        text += f",{decimals:0{places}d}"
    return (MINUS if scaled < 0 else "") + text


def euro(value, places=2):
    """Euros: «1.234.567,50 €»."""
    return NONE if value is None else f"{number(value, places)}{NBSP}€"


def percent(value, places=1):
    """A ratio (1 = all) as a percentage: ``Fraction(421, 1000)`` gives «42,1 %»."""
    return NONE if value is None else f"{number(fraction(value) * 100, places)}{NBSP}%"


def points(value, places=1):
    """A difference of ratios in percentage points, always signed unless zero: «−11,4», «+7,2», «0,0»."""
    if value is None:
        return NONE
    text = number(fraction(value) * 100, places)
    return f"+{text}" if rounded(fraction(value) * 100, places) > 0 else text


def square_metres(value, places=None):
    """Square metres: «63 m²»; two decimals when the measure is not whole, unless ``places`` says otherwise."""
    if value is None:
        return NONE
    if places is None:
        places = 0 if fraction(value).denominator == 1 else 2
    return f"{number(value, places)}{NBSP}m²"


def days(value):
    """A count of days in words: «1 giorno», «38 giorni»."""
    return counted(value, "giorno,giorni")


def counted(value, words):
    """A count with its noun, given as «singolare,plurale»: ``counted(3, "passo,passi")`` is «3 passi»."""
    if value is None:
        return NONE
    singular, plural = words.split(",")
    return f"{number(value)} {singular if abs(value) == 1 else plural}"


def distance(value):
    """Days from today in words (negative = past): «oggi», «domani», «fra 8 giorni», «ieri», «38 giorni fa»."""
    if value is None:
        return NONE
    near = {0: "oggi", 1: "domani", -1: "ieri"}
    if value in near:
        return near[value]
    return f"fra {days(value)}" if value > 0 else f"{days(-value)} fa"


def local_day(value):
    """The day of a date or of an instant; aware instants are read in Europe/Rome."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(ROME) if value.tzinfo else value).date()


def _day_number(day):
    return "1º" if day.day == 1 else str(day.day)


def long_date(value):
    """«3 giugno 2026», «1º gennaio 2027»."""
    if value is None:
        return NONE
    day = local_day(value)
    return f"{_day_number(day)} {MONTHS[day.month - 1]} {day.year}"


def short_date(value):
    """«3 giu 2026», «1º gen 2027»."""
    return NONE if value is None else f"{day_month(value)} {local_day(value).year}"


def day_month(value):
    """«3 giu», «1º gen»."""
    if value is None:
        return NONE
    day = local_day(value)
    return f"{_day_number(day)} {MONTHS[day.month - 1][:3]}"


def month_year(value):
    """«giugno 2026»."""
    if value is None:
        return NONE
    day = local_day(value)
    return f"{MONTHS[day.month - 1]} {day.year}"


def weekday_date(value):
    """«venerdì 11 dicembre 2026»."""
    return NONE if value is None else f"{WEEKDAYS[local_day(value).weekday()]} {long_date(value)}"


def numeric_date(value):
    """«03/06/2026», as people type it in a field."""
    if value is None:
        return NONE
    day = local_day(value)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def dated(value, article):
    """A long date after its article, elided where Italian elides: «al 3 giugno 2026», «dall’8 marzo 2027».

    ``article`` is one of il, al, dal, del, nel, sul. Raises ``ValueError`` for another word.
    """
    if article not in ARTICLES:
        raise ValueError(f"Articolo sconosciuto: {article!r}")
    if value is None:
        return NONE
    if local_day(value).day in ELIDED_DAYS:
        return f"{ARTICLES[article]}{long_date(value)}"
    return f"{article} {long_date(value)}"


def instant(value):
    """«22 novembre 2026, ore 8.40», in Europe/Rome."""
    if value is None:
        return NONE
    moment = value.astimezone(ROME) if value.tzinfo else value
    return f"{long_date(moment)}, ore{NBSP}{moment.hour}.{moment.minute:02d}"


def _groups(value):
    digits = "".join(str(value).split()).upper()
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]


def fingerprint(value):
    """A hexadecimal fingerprint in upper-case groups of four: «87F6 8C48 …» in full. An empty one is «—»."""
    return " ".join(_groups(value)) if value else NONE


def fingerprint_short(value):
    """The first and last two groups: «87F6 8C48 … D2DC C46D»; up to four groups are shown whole."""
    if not value:
        return NONE
    groups = _groups(value)
    return " ".join(groups if len(groups) <= 4 else [*groups[:2], "…", *groups[-2:]])


def file_size(value):
    """Bytes in words: «812 byte», «340 KB», «1,4 MB» (decimal units, as the file managers show them)."""
    if value is None:
        return NONE
    if value < 1000:
        return counted(value, "byte,byte")
    if value < 999_500:
        return f"{number(Fraction(value, 1000))}{NBSP}KB"
    megabytes = Fraction(rounded(Fraction(value, 1_000_000), 1), 10)
    return f"{number(megabytes, 0 if megabytes.denominator == 1 else 1)}{NBSP}MB"


def plain_day(value):
    """An ISO day for ``<time datetime>``: «2026-06-03»; empty when there is none."""
    return "" if value is None else date.isoformat(local_day(value))
