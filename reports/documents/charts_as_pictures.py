"""A chart as a picture, for files that hold no drawings."""

from __future__ import annotations

from django.template.loader import render_to_string

from reports.charts import BarChart
from reports.documents.pdf import faces, font_folders
from reports.documents.typst_annexes import drawing_png


def chart_png(chart: BarChart) -> bytes | None:
    """The chart as PNG; None where no typesetter for pictures is installed."""
    drawing = render_to_string("components/chart_bars.html", {"chart": chart})
    font = faces()[0].family
    return drawing_png(drawing.replace(chart.font, font), float(chart.width), font_folders())
