"""Repairs to the PDF that WeasyPrint has drawn, just before it is written: PDF/UA-1 beside PDF/A-3a.

WeasyPrint claims one standard only and leaves some tags short of PDF/UA (ISO 14289-1): header cells without a scope,
blocks loose inside list items, margin boxes and decorations tagged as content. Each function below mends one of these.
Nothing here depends on the clock or on the machine.
"""

import pydyf

from abitare.documents.fonts import EMBEDDED_NAMES

PAGINATION = b"<</Type /Pagination>>"
DECORATION = b"<</Type /Layout>>"
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
# The claim, with the description of its schema that PDF/A wants for what it does not know (ISO 19005-3, 6.6.2).
UA_CLAIM = f"""<rdf:Description {_RDF} xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description {_RDF} xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
""".encode()


class ForeignFont(RuntimeError):
    """A font that is not ours has slipped into the PDF."""


def finish(document, pdf):
    """WeasyPrint's ``finisher`` hook: mends the pydyf objects in place. Raises ``ForeignFont``."""
    refuse_foreign_fonts(pdf)
    elements = _structure_elements(pdf)
    scope_header_cells(pdf, elements)
    wrap_list_items(pdf, elements)
    label_list_items(elements)
    mark_artifacts(pdf, elements)
    claim_accessibility(pdf)
    name_attachments_once(pdf)


def refuse_foreign_fonts(pdf):
    """Raises ``ForeignFont`` when a font of the machine has replaced ours (a file missing, a sign not replaced)."""
    names = {str(item["BaseFont"]).lstrip("/").split("+")[-1] for item in _dictionaries(pdf, "/Font")}
    foreign = sorted(name for name in names if not name.startswith(EMBEDDED_NAMES))
    if foreign:
        raise ForeignFont(f"Carattere tipografico non previsto nel PDF: {', '.join(foreign)}.")


def scope_header_cells(pdf, elements):
    """Each TH says whether it heads a column or a row (PDF/UA-1 7.5)."""
    for element in elements.values():
        if element["S"] != "/TH":
            continue
        group = elements[_number(elements[_number(element["P"])]["P"])]
        heads_columns = group["S"] == "/THead"
        element["A"]["Scope"] = "/Column" if heads_columns else "/Row"
        if heads_columns:
            element["A"].pop("Headers", None)


def wrap_list_items(pdf, elements):
    """List items hold a label and one body (PDF/UA-1 7.2): blocks loose in the item go into an LBody."""
    for item in [element for element in elements.values() if element["S"] == "/LI"]:
        labels = [kid for kid in item["K"] if _tag(elements, kid) == "/Lbl"]
        blocks = [kid for kid in item["K"] if kid not in labels]
        if not blocks or [_tag(elements, kid) for kid in blocks] == ["/LBody"]:
            continue
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(blocks), "Pg": item["Pg"], "P": item.reference}
        )
        pdf.add_object(body)
        elements[body.number] = body
        for kid in blocks:
            _move_under(elements, kid, body)
        item["K"] = pydyf.Array([*labels, body.reference])


def label_list_items(elements):
    """The marker that opens the text of an item becomes its label (PDF/UA-1 7.2).

    The templates write it as ``<b class="marker">`` inside the first paragraph, which WeasyPrint tags NonStruct: a list
    marker of the style sheet would be drawn after the whole page, and read or copied there.
    """
    for item in [element for element in elements.values() if element["S"] == "/LI"]:
        if [_tag(elements, kid) for kid in item["K"]] != ["/LBody"]:
            continue
        paragraph = _first_kid(elements, _first_kid(elements, item))
        marker = _first_kid(elements, paragraph)
        if marker and marker["S"] == "/NonStruct":
            paragraph["K"].pop(0)
            marker["S"], marker["P"] = "/Lbl", item.reference
            item["K"].insert(0, marker.reference)


def mark_artifacts(pdf, elements):
    """Heads, feet and pictures without a title are not content: they leave the tree and become artifacts."""
    reached, decorations = _content_of_tree(pdf, elements)
    artifacts = {number: PAGINATION for number in elements if number not in reached} | decorations
    pages = {}  # number of the content stream -> {marked content id: kind of artifact}
    for number, kind in artifacts.items():
        for page, mark in _marks(pdf, elements[number]):
            pages.setdefault(_number(page["Contents"]), {})[mark] = kind
            _parents_of(pdf, page)[mark] = b"null"
    for number, marks in pages.items():
        _rewrite_marks(pdf.objects[number].stream, marks)
    for number in artifacts:
        elements[number].clear()


def claim_accessibility(pdf):
    """Adds PDF/UA-1 to the metadata, which stay readable as they are: no filter on them."""
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    content = b"".join(metadata.stream)
    metadata.stream = [content.replace(b"</rdf:RDF>", UA_CLAIM + b"</rdf:RDF>")]
    metadata.compress = False


def name_attachments_once(pdf):
    """WeasyPrint lists each associated file twice in the catalog."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _content_of_tree(pdf, elements):
    """Numbers of the elements reached from the root, and the decorative figures taken off it on the way."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    reached, decorations, todo = set(), {}, [_number(root["K"][0])]
    while todo:
        number = todo.pop()
        reached.add(number)
        for kid in [kid for kid in elements[number]["K"] if _tag(elements, kid)]:
            child = elements[_number(kid)]
            if child["S"] == "/Figure" and "Alt" not in child:
                elements[number]["K"].remove(kid)
                decorations[child.number] = DECORATION
            else:
                todo.append(child.number)
    return reached, decorations


def _move_under(elements, kid, body):
    """A kid of the item becomes a kid of its body; a body inside a body would be one too many."""
    if _tag(elements, kid):
        child = elements[_number(kid)]
        child["P"] = body.reference
        if child["S"] == "/LBody":
            child["S"] = "/Div"


def _first_kid(elements, element):
    """The first kid of an element when it is an element too, otherwise None."""
    kids = element["K"] if element else []
    return elements[_number(kids[0])] if kids and _tag(elements, kids[0]) else None


def _marks(pdf, element):
    """Pairs (page, marked content id) drawn for an element."""
    page = pdf.objects[_number(element["Pg"])]
    return [(page, kid) for kid in element["K"] if isinstance(kid, int)]


def _parents_of(pdf, page):
    """The row of the parent tree that belongs to a page."""
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    rows = pdf.objects[_number(root["ParentTree"])]["Nums"]
    return rows[rows.index(page["StructParents"]) + 1]


def _rewrite_marks(stream, marks):
    """In a content stream «/P <</MCID 3>> BDC» becomes «/Artifact <</Type /Pagination>> BDC»."""
    for position, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in marks and stream[position + 1] == b"BDC":
            stream[position - 1], stream[position] = "/Artifact", marks[item["MCID"]]


def _structure_elements(pdf):
    return {element.number: element for element in _dictionaries(pdf, "/StructElem")}


def _dictionaries(pdf, kind):
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == kind]


def _tag(elements, kid):
    return elements[_number(kid)]["S"] if _is_reference(kid) and _number(kid) in elements else None


def _is_reference(item):
    return isinstance(item, bytes) and item.endswith(b" R")


def _number(reference):
    return int(reference.split()[0])
