"""Turns lessons that were executed without an error into HTML, on standard output as JSON: lesson_html.py NOTEBOOK…

A list of {"title": …, "body": HTML, "sections": [{"heading": …, "anchor": …, "text": plain text}, …]}. What surrounds the body,
and what draws figures and formulas in it, is the page's business. Figures stand in it as static pictures with their
Plotly JSON beside them.
"""

import html
import json
import re
import sys

import nbformat
from nbconvert.filters import Highlight2HTML, ansi2html, markdown2html, strip_ansi

FIGURE = "application/vnd.gradlab.figure.v1+json"
TITLES = {"exercise": "A worked answer", "source": "The file, as it is"}

highlight = Highlight2HTML(pygments_lexer="typescript")


def joined(text):
    return "".join(text) if isinstance(text, list) else text


def figure(data):
    model = html.escape(json.dumps(data[FIGURE], separators=(",", ":")))
    return f'<div class="figure" data-figure="{model}">{joined(data["image/svg+xml"])}</div>'


def output(out):
    if out.output_type == "stream":
        return f'<pre class="stream">{ansi2html(joined(out.text))}</pre>'
    data = out.data
    if FIGURE in data:
        return figure(data)
    if "text/html" in data:
        return joined(data["text/html"])
    if "text/markdown" in data:
        return text(joined(data["text/markdown"]))
    if "text/latex" in data:
        return f'<div class="math">{html.escape(joined(data["text/latex"]))}</div>'
    if "image/svg+xml" in data:
        return f'<div class="picture">{joined(data["image/svg+xml"])}</div>'
    return f"<pre>{html.escape(strip_ansi(joined(data.get('text/plain', ''))))}</pre>"


def folded(kind, content):
    return f"<details><summary>{TITLES[kind]}</summary>{content}</details>"


def code_cell(cell):
    source = re.sub(r"^[ \t]*// (BEGIN|END) SOLUTION\n?", "", cell.source, flags=re.M)
    nbgrader = cell.metadata.get("nbgrader", {})
    outputs = "".join(f'<div class="output">{output(out)}</div>' for out in cell.outputs)
    if re.match(r"source\(", source):
        return folded("source", outputs)
    content = f'<div class="code">{highlight(source)}</div>{outputs}'
    return folded("exercise", content) if nbgrader.get("solution") or nbgrader.get("grade") else content


def plain(markdown):
    return re.sub(r"[*`#$|\\]|\]\([^)]*\)|\[", "", markdown)


def text(markdown):
    """Another lesson is a page here, and no notebook."""
    return re.sub(r'(<a [^>]*href="[^":]+)\.ipynb(?=["#])', r"\1.html", markdown2html(markdown))


def page(file):
    notebook = nbformat.read(file, as_version=4)
    parts, sections = [], []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            parts.append(code_cell(cell))
            continue
        shown = text(cell.source)
        heading = re.search(r"^#+ (.+)$", cell.source, flags=re.M)
        if heading:
            anchor = re.search(r'<h\d id="([^"]*)"', shown)[1]
            sections.append({"heading": heading[1], "anchor": anchor, "text": ""})
        if sections:
            sections[-1]["text"] += plain(cell.source) + " "
        parts.append(f'<div class="text">{shown}</div>')
    # The answer to an exercise and its check are one thing to fold out.
    body = "\n".join(parts).replace(f"</details>\n<details><summary>{TITLES['exercise']}</summary>", "")
    title = sections[0]["heading"] if sections else file
    return {"title": title, "body": body, "sections": sections}


if __name__ == "__main__":
    json.dump([page(file) for file in sys.argv[1:]], sys.stdout)
