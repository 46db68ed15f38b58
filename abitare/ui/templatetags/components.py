"""Every component of the interface: ``{% load components %}``. Templates in ``templates/components/``.

A wrong option raises ``ImproperlyConfigured`` when ``COMPONENTS_STRICT``, otherwise it is logged and the plain form is
drawn. Lists take the dataclasses of ``abitare.ui.components``, or mappings or objects with the same names. All of them
are on one page: ``/stile/``.
"""

from django import template

from abitare.ui import components as ui
from abitare.ui import formats, lists, options

register = template.Library()


def component(name):
    """Register an inclusion tag that draws ``templates/components/<name>.html``."""
    return register.inclusion_tag(f"components/{name}.html")


def component_with_context(name):
    return register.inclusion_tag(f"components/{name}.html", takes_context=True)


# --- marks ----------------------------------------------------------------------------------------------------------
@component("icon")
def icon(name, size="", title=""):
    """A pictogram of the sprite. Without ``title`` it is decoration; ``size`` is "", md (24 px) or lg (32 px)."""
    return {
        "name": options.known_icon(name),
        "size": options.choose(size, options.ICON_SIZES, "icon size"),
        "title": title,
        "sprites": options.SPRITES,
    }


@component("badge")
def badge(kind, label, size="", icon=""):
    """A state: colour, icon and word together. ``size`` "" or lg; ``icon`` takes the place of the kind's own."""
    tone, own_icon = options.BADGES[options.choose(kind, options.BADGES, "badge kind", "neutral")]
    size = options.choose(size, options.BADGE_SIZES, "badge size")
    return {"tone": tone, "icon_name": icon or own_icon, "label": label, "size": size}


@component("flag")
def flag(text):
    """A neutral outlined word: «DATI DIMOSTRATIVI», «BOZZA»."""
    return {"text": text}


@component("count")
def count(value, tone=""):
    """A number beside a heading."""
    return {"value": ui.shown(value), "tone": options.choose(tone, options.TONES, "count tone")}


@component("ladder")
def ladder(degree, label, steps=4):
    """The degree of a step (0 … ``steps``) as ticks, with its word."""
    degree = options.choose(degree, range(steps + 1), "ladder degree")
    ticks = [{"x": str(position * 12), "on": position < degree} for position in range(steps)]
    return {"ticks": ticks, "label": label, "done": degree == steps, "width": str(steps * 12 - 2)}


@component("money")
def money(value, places=2):
    """Euros, or the words «non quantificato» when there is no figure."""
    return {"text": None if value is None else formats.euro(value, places)}


@component("fingerprint")
def fingerprint(value, state, label="", words=""):
    """A SHA-256: short, whole on demand, with its state. ``label`` says which («dichiarata»), ``words`` replaces
    the words of the state."""
    kind, icon_name, own_words = options.FINGERPRINT_STATES[
        options.choose(state, options.FINGERPRINT_STATES, "fingerprint state", "declared")
    ]
    return {
        "short": formats.fingerprint_short(value),
        "whole": formats.fingerprint(value) if value else "",
        "label": label,
        "kind": kind,
        "icon_name": icon_name,
        "words": words or own_words,
    }


# --- figures --------------------------------------------------------------------------------------------------------
@component("stat")
def stat(label, value, unit="", note="", href="", tone=""):
    """A figure: label, number (linked to its list), unit, one line that says of what and at what date."""
    return {
        "label": label,
        "value": ui.shown(value),
        "unit": unit,
        "note": note,
        "href": href,
        "tone": options.choose(tone, options.TONES, "stat tone"),
    }


@component("progress")
def progress(done, expected=None, href="", size="", note="", tone="", words=True):
    """Progress against what was expected, as ratios (1 = all). ``expected`` None: not evaluable, a dashed bar.

    ``tone`` colours the gap (default ok or late by its sign); ``words=False`` hides the figures from the eye only.
    """
    return lists.progress_figures(done, expected, tone=tone) | {
        "href": href,
        "size": options.choose(size, options.PROGRESS_SIZES, "progress size"),
        "note": note,
        "words": words,
    }


@component("progress_figures")
def progress_figures(done, expected=None, first_expected=None, tone=""):
    """The same in large figures: fatto, atteso oggi, punti di scarto, atteso con i primi termini, and the bar."""
    figures = lists.progress_figures(done, expected, tone=tone)
    return figures | {"first_text": None if first_expected is None else formats.percent(first_expected)}


@component("progress_legend")
def progress_legend(on=None, expected_word="atteso"):
    """What the colours of the progress bar mean; ``on`` is the day of «atteso»."""
    return {"on": None if on is None else formats.dated(on, "al"), "expected_word": expected_word}


@component("facts")
def facts(items, layout="inline"):
    """Terms and values: ``layout`` inline (a row), grid (three columns) or stack (one under the other)."""
    rows = [{"fact": fact, "text": ui.shown(fact.value)} for fact in map(ui.fact, items)]
    return {"rows": rows, "layout": options.choose(layout, options.FACTS_LAYOUTS, "facts layout")}


# --- state of a thing -----------------------------------------------------------------------------------------------
@component("verdict")
def verdict(kind, label, sentence, note="", href="", href_label="Come si calcola", level=2):
    """The answer of a page in one sentence, after its badge, as a heading."""
    options.choose(kind, options.BADGES, "verdict kind", "neutral")
    return {
        "kind": kind,
        "label": label,
        "sentence": sentence,
        "note": note,
        "href": href,
        "href_label": href_label,
        "level": options.choose(level, (2, 3), "verdict level"),
    }


@component("health")
def health(kind, label, reasons=(), title="Perché"):
    """A state with its reasons (``Reason``), each with its own icon when it has a kind of its own."""
    options.choose(kind, options.BADGES, "health kind", "neutral")
    rows = []
    for reason in ui.coerce_all(ui.Reason, reasons):
        tone, icon_name = options.BADGES[options.choose(reason.kind or kind, options.BADGES, "reason kind", "neutral")]
        rows.append({"reason": reason, "tone": tone, "icon_name": icon_name})
    return {"kind": kind, "label": label, "rows": rows, "title": title}


@component("freshness")
def freshness(days, limit=60, updated_on=None):
    """How old the last news is: ``days`` since it (None = never), against a ``limit`` in days."""
    if days is None:
        kind, label = "stale", "Nessuna notizia"
    elif days > limit:
        kind, label = "stale", f"Fermo da {formats.days(days)}"
    else:
        kind, label = "ok", "Fresche"
    when = f"aggiornate {formats.distance(-days)}" if days is not None else f"attese ogni {formats.days(limit)}"
    return {"kind": kind, "label": label, "when": when, "on": updated_on}


@component("completeness")
def completeness(items, summary=True):
    """Controls (``Check``) passed and failed, each with the way to mend it."""
    checks = ui.coerce_all(ui.Check, items)
    return {"checks": checks, "passed": sum(check.ok for check in checks), "summary": summary}


# --- lists of things ------------------------------------------------------------------------------------------------
@component("dated_list")
def dated_list(items, empty="Niente in programma.", today=None):
    """Things with their day (``DatedItem``): le mie cose, che cosa scade. ``today`` drops the current year."""
    rows = []
    for item in ui.coerce_all(ui.DatedItem, items):
        options.choose(item.tone, options.TONES, "dated_list tone")
        rows.append({"item": item, "when": ui.day_words(item.when, today)})
    return {"rows": rows, "empty": empty}


@component("work_list")
def work_list(items, empty="Niente in sospeso."):
    """Things that wait (``WorkItem``): how many days, what, why, who, and the way out."""
    rows = []
    for item in ui.coerce_all(ui.WorkItem, items):
        options.choose(item.kind, options.WORK_KINDS, "work_list kind")
        counted = isinstance(item.days, int)
        unit = ("giorno" if item.days == 1 else "giorni") if counted else ""
        rows.append({"item": item, "figure": ui.shown(item.days), "unit": unit})
    return {"rows": rows, "empty": empty}


@component("decide_list")
def decide_list(items, empty="Niente da decidere."):
    """Numbered questions (``Decision``)."""
    return {"items": ui.coerce_all(ui.Decision, items), "empty": empty}


@component("thread")
def thread(nodes, note="", legend=True):
    """The thread of acts (``Node``), oldest first: a line with one dot each, upright when narrow or past seven."""
    rows = []
    for node in ui.coerce_all(ui.Node, nodes):
        state = options.choose(node.state, options.NODE_STATES, "thread state")
        kind, icon_name, words = options.NODE_STATES[state]
        rows.append(
            {
                "node": node,
                "state": state,
                "kind": kind,
                "icon_name": icon_name,
                "words": node.label or words,
                "when": ui.day_words(node.when) if node.when else "",
            }
        )
    return {"rows": rows, "note": note, "upright": len(rows) > 7, "legend": legend}


@component("feed")
def feed(items, empty="Nessun aggiornamento."):
    """Dated sentences (``FeedItem``), newest first as given."""
    rows = [{"item": item, "when": ui.shown(item.when)} for item in ui.coerce_all(ui.FeedItem, items)]
    return {"rows": rows, "empty": empty}


@component("empty_state")
def empty_state(title, text="", href="", action="", icon="it-info-circle"):
    """Nothing here, and what to do next."""
    return {"title": title, "text": text, "href": href, "action": action, "icon_name": icon}


# --- lists, forms, frames -------------------------------------------------------------------------------------------
@component_with_context("pager")
def pager(context, page_obj, noun="risultati"):
    """Pages of a list; keeps filters and order. ``noun`` names the list for those who do not see it."""
    return lists.pager(context.get("request"), page_obj) | {"noun": noun}


@component_with_context("sort_header")
def sort_header(context, field, label, numeric=False):
    """A ``<th>`` that sorts by ``field``; needs ``listing`` (``abitare.ui.pagination.Listing``) in the context."""
    return lists.sort_link(context, field) | {"label": label, "numeric": numeric}


@component_with_context("filters")
def filters(context, form, label="Filtra", target=""):
    """A GET form of filters with removable chips; ``target`` (a CSS id) lets htmx swap the list without reloading."""
    return lists.filter_form(context.get("request"), form) | {"form": form, "label": label, "target": target}


@component_with_context("export_links")
def export_links(context, count=None):
    """CSV and XLSX of exactly what is filtered (``?formato=``), in the order shown."""
    return lists.export_links(context.get("request")) | {"count": count}


@component("error_summary")
def error_summary(form, title=""):
    """All the errors of a form, each a link to its field; nothing when there are none."""
    return lists.errors(form) | {"title": title}


@component_with_context("confirm")
def confirm(context, title, action, label="Conferma", text="", facts=(), cancel_href="", tone="primary", fields=()):
    """A box that names exactly what will happen, then asks: posts to ``action`` the hidden ``fields`` (name, value)."""
    return {
        "title": title,
        "action": action,
        "label": label,
        "text": text,
        "facts": [{"term": fact.term, "text": ui.shown(fact.value)} for fact in map(ui.fact, facts)],
        "cancel_href": cancel_href,
        "tone": options.choose(tone, options.CONFIRM_TONES, "confirm tone"),
        "fields": fields,
        "csrf_token": context.get("csrf_token", ""),
    }


@component("stale_form")
def stale_form(versions, reload_href="", keep_name="", keep_label="Salva comunque la mia versione"):
    """Both versions of a record saved by another in the meantime, field by field (``StaleVersions``).

    ``reload_href`` drops what was written and shows what is saved; ``keep_name`` is the name of a submit button that
    saves anyway (put the component inside the form).
    """
    return {
        "versions": ui.coerce(ui.StaleVersions, versions),
        "reload_href": reload_href,
        "keep_name": keep_name,
        "keep_label": keep_label,
    }


@component_with_context("nav_link")
def nav_link(context, url_name, label, needs=""):
    """A link of a navigation, only if its page exists and (``needs`` a permission) this user may open it."""
    return lists.nav_link(context, url_name, needs) | {"label": label}


@component_with_context("search_box")
def search_box(context, url_name, label="Cerca", needs="", id="cerca-ovunque"):
    """The search box of the header, with its label, only if the page exists and this user may open it (``needs``)."""
    return {"href": lists.nav_link(context, url_name, needs)["href"], "label": label, "id": id}


@register.simple_block_tag(takes_context=True)
def panel(context, content, title="", id="", count=None, tone="", side="", side_href="", level=2, kind=""):
    """A white box with its heading: ``{% panel "Passi" id="passi" count=13 %}…{% endpanel %}``.

    ``side`` is a short text or link at the right of the heading; ``kind`` "" or decide; ``level`` 2 or 3.
    """
    return context.template.engine.get_template("components/panel.html").render(
        context.new(
            {
                "content": content,
                "title": title,
                "id": id,
                "count": count,
                "tone": options.choose(tone, options.TONES, "panel tone"),
                "side": side,
                "side_href": side_href,
                "level": options.choose(level, (2, 3), "panel level"),
                "kind": options.choose(kind, ("", "decide"), "panel kind"),
            }
        )
    )


@register.simple_block_tag(takes_context=True)
def scroll_region(context, content, label):
    """A region that scrolls sideways by itself (wide tables), reachable from the keyboard, with its name."""
    return context.template.engine.get_template("components/scroll_region.html").render(
        context.new({"content": content, "label": label})
    )
