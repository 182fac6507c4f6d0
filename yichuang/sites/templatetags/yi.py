"""`{% load yi %}`: the components of the pages. Each tag is a thin door; the work stands in `sites/ui/`."""

from django import template
from django.utils.safestring import mark_safe

from yichuang.sites.ui import calendar, charts, fields, frames, latest, regions, tables, wording
from yichuang.sites.ui.chrome import chrome as frame
from yichuang.sites.ui.icons import ICONS
from yichuang.sites.ui.states import STATES, TONE_ICONS

register = template.Library()

register.inclusion_tag("components/limits.html")(calendar.limits)
register.filter("cndate", wording.cndate)
register.filter("cnday", wording.cnday)
register.filter("cndatetime", wording.cndatetime)
register.filter("cntime", wording.cntime)
register.filter("yuan", wording.yuan)
register.filter("casenumber", wording.casenumber)
register.filter("filesize", wording.filesize)
register.filter("codepoints", wording.codepoints)
register.filter("ago", wording.ago)
register.filter("beside", wording.beside)
register.filter("value_of", wording.value_of)
register.simple_tag(latest.latest)
register.simple_tag(frames.fault)
register.inclusion_tag("components/tick.html")(frames.tick)
register.simple_tag(frames.status)
register.simple_block_tag(frames.fold)
register.simple_block_tag(frames.sideways)
register.simple_block_tag(frames.wide_table)
register.inclusion_tag("components/chart.html", name="bar_chart")(charts.bars)
register.inclusion_tag("components/chart.html", name="line_chart")(charts.lines)
register.inclusion_tag("components/chart.html", name="stacked_chart")(charts.stacks)


@register.simple_tag(takes_context=True)
def chrome(context):
    """The frame of the page; also when no context processor ran, as on the 500 page."""
    return context.get("chrome") or frame(context.get("request"))


@register.simple_tag
def icon(name: str, title: str = "", css: str = ""):
    """`{% icon "briefcase" %}`: decorative; give `title` when it stands alone and must be read."""
    label = f'role="img" aria-label="{wording.attribute(title)}"' if title else 'aria-hidden="true"'
    return mark_safe(f'<svg class="i {css}" viewBox="0 0 24 24" {label}>{ICONS[name]}</svg>')  # noqa: S308 - own drawings


@register.simple_tag
def key(name: str):
    """`{% key "F4" %}`: a keyboard hint."""
    return mark_safe(f"<kbd>{wording.attribute(name)}</kbd>")  # noqa: S308 - escaped


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(crumbs):
    """`crumbs`: dicts of label and href; the last has no href."""
    return {"crumbs": crumbs}


@register.inclusion_tag("components/button.html")
def button(label, href="", tone="", icon="", key="", name="", value="", kind="submit", **more):
    """A button, or a link that looks like one when `href` is given. tone: main, quiet or empty.

    more: big, full, disabled, busy (flags), form (id), formaction, confirm (id of a dialog), id.
    """
    tones = {"main": "btn-main", "quiet": "btn-quiet", "": ""}
    css = f"btn {tones[tone]}{' btn-big' if more.get('big') else ''}{' full' if more.get('full') else ''}"
    return {
        "label": label,
        "href": href,
        "css": css.strip(),
        "glyph": icon,
        "key": key,
        "name": name,
        "value": value,
        "kind": kind,
        **more,
    }


@register.inclusion_tag("components/notice.html")
def notice(title, body="", tone="", icon="", href="", action="", role=""):
    """A notice. tone: empty, soon, late, done; Django's message levels are understood too."""
    tone = {"success": "done", "warning": "soon", "error": "soon", "info": "", "debug": ""}.get(
        tone, tone
    )
    return {
        "title": title,
        "body": body,
        "tone": tone,
        "glyph": icon or TONE_ICONS.get(tone, "question"),
        "href": href,
        "action": action,
        "role": role,
    }


@register.inclusion_tag("components/next_step.html")
def next_step(title, body="", href="", action="", icon="", due=None, word="", state="you"):
    """The one box that says what to do now. due: a date, shown as 11月30日（周一）前; word: default 等您办."""
    return {
        "title": title,
        "body": body,
        "href": href,
        "action": action,
        "glyph": icon,
        "due": due,
        "word": word or "等您办",
        "state": state,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(problems, level=2):
    """`problems`: FieldProblem-likes, dicts or (field, message) pairs; each links to `#f-<field>`, the first fifty."""
    return {"problems": [fields.problem(p) for p in problems or ()], "heading": f"h{level}"}


@register.inclusion_tag("components/empty.html")
def empty(title, body="", icon="inbox", href="", action="", level=2):
    """Nothing here, no connection, not allowed, failed: always with a way on."""
    return {
        "title": title,
        "body": body,
        "glyph": icon,
        "href": href,
        "action": action,
        "heading": f"h{level}",
    }


@register.inclusion_tag("components/summary.html")
def summary(rows, css=""):
    """Names and values. rows: (label, value[, source[, href]]) or dicts of label, value, source, href, action.

    href: where the value is changed, unless `action` says otherwise. leads_to: the page of what the value names."""
    return {"rows": [fields.pair(r) for r in rows], "css": css}


@register.inclusion_tag("components/steps.html")
def steps(labels, current):
    """The step bar; `current` counts from 1."""
    numbered = [
        {"n": n, "label": label, "past": n < current, "now": n == current}
        for n, label in enumerate(labels, 1)
    ]
    return {"steps": numbered, "count": len(numbered)}


@register.inclusion_tag("components/timeline.html")
def timeline(events):
    """events: dicts of title, body, at (datetime, date or text), phase (past|now|todo), href, action."""
    return {"events": events}


@register.inclusion_tag("components/calendar.html")
def deadline_calendar(weeks, caption=""):
    """weeks: rows of seven cells or None, or words that stand for several weeks; a cell: see `calendar.weeks_html`."""
    return {"weeks": calendar.weeks_html(weeks), "caption": caption}


@register.inclusion_tag("components/bar.html")
def progress(percent, label_id="", label=""):
    """A progress bar, named by the element `label_id` or by `label`."""
    return {
        "percent": max(0, min(100, round(float(percent)))),
        "label_id": label_id,
        "label": label,
    }


@register.inclusion_tag("components/bundle.html")
def bundle(parts, label=""):
    """Several matters, one progress. parts: dicts of title, state, text, note, href, action."""
    marks = {"done": "b-done", "doing": "b-doing", "soon": "b-you", "late": "b-you"}
    shown = [{**p, "css": marks.get(STATES.get(p["state"], STATES["todo"])[0], "")} for p in parts]
    return {"parts": shown, "label": label}


@register.inclusion_tag("components/queue.html")
def queue(tickets):
    """Who waits. tickets: dicts of number, name, wait (text), what."""
    return {"tickets": tickets}


@register.inclusion_tag("components/kiosk_button.html")
def kiosk_button(title, body, href, icon):
    """One of the big choices of a kiosk; stands inside `<ul class="kbig">`."""
    return {"title": title, "body": body, "href": href, "glyph": icon}


@register.inclusion_tag("components/segments.html")
def segments(options, label):
    """The filter bar's switch. options: dicts of label, href, current, icon, count."""
    return {"options": options, "label": label}


@register.inclusion_tag("components/table.html")
def data_table(columns, rows, caption="", sort="", base="?", hide_caption=False):
    """A table that sorts by links; its rows are cards on a phone.

    columns: dicts of key, label, num (right), no (number of a case), nowrap, short (two to a line of a card), sortable.
    rows: dicts by key, plus optional href (links the first cell), selected, current. A cell may be a dict of state and
    text: a status.
    sort: 'key' or '-key'; base: the address so far, ending in ? or &.
    """
    heads = [
        {
            **c,
            "sorted": sort.lstrip("-") == c["key"],
            "down": sort == "-" + c["key"],
            "link": f"{base}sort={'-' if sort == c['key'] else ''}{c['key']}",
        }
        for c in columns
    ]
    return {
        "heads": heads,
        "rows": [tables.table_row(columns, row) for row in rows],
        "caption": caption,
        "hide_caption": hide_caption,
    }


@register.inclusion_tag("components/pages.html")
def pagination(page, base="?"):
    """page: a Django Page; base: the address so far, ending in ? or &."""
    return {"page": page, "base": base}


@register.inclusion_tag("components/figure.html")
def figure(label, value, unit="", note="", state="", level=3, href=""):
    """One number. state: late, low, met or empty; value None: not known; href: where what it counts is listed."""
    css, tone, glyph = frames.FIGURES.get(state, ("", "", ""))
    return {
        "label": label,
        "value": "—" if value is None else value,
        "unit": "" if value is None else unit,
        "note": note,
        "css": css,
        "tone": tone,
        "glyph": glyph,
        "late": state == "late",
        "heading": f"h{level}",
        "href": "" if value in (None, 0) else href,
    }


@register.inclusion_tag("components/field.html")
def field(f, value=None, error="", source="", prefix="", readonly=False, errors=None, sheets=""):
    """One field of a form definition with its value. See `fields.view` for what it accepts."""
    if fields.get(f, "type") == "region" and value:
        display = regions.name_of(value)
    else:
        display = ""
    shown = fields.view(
        f,
        value,
        error=error,
        source=source,
        prefix=prefix,
        readonly=readonly,
        errors=errors,
        sheets=sheets,
        display=display,
    )
    return {"f": shown}


@register.inclusion_tag("components/form_section.html", takes_context=True)
def form_section(context, section, form=None, values=None, problems=None, sources=None):
    """A section of a form with all its fields, as a hanging section of the page.

    values: key → stored answer; problems: FieldProblems; sources: key → where a filled answer comes from.
    A question already answered before the form (`from_situation`) is shown and cannot be changed here.
    The page's `sheets` is the address below which spreadsheets of row tables come in.
    """
    return fields.section(
        section, form, values or {}, problems, sources or {}, regions.name_of, context.get("sheets")
    )


@register.inclusion_tag("components/field.html", takes_context=True)
def input(
    context, name, label, kind="text", value=None, help="", error=None, required=True, **more
):
    """A field outside the form engine: login, search, settings. kind: any type of the form engine, or password.

    value and error, where not given, are those of this name in the page's `typed` and `errors`.
    more: options, autocomplete, autofocus, inputmode, most, readonly, source, columns.
    """
    typed, faults = fields.of_page(context, name)
    if value is None and "password" not in name + kind:
        value = typed
    error = faults if error is None else error
    definition = {
        "key": name,
        "label": label,
        "type": kind,
        "required": required,
        "help": help,
        **more,
    }
    source = more.get("source", "")
    readonly = more.get("readonly", False)
    return {
        "f": fields.view(definition, value, error=error or "", source=source, readonly=readonly)
    }
