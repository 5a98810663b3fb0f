"""Drawings: the charts by the names that templates call them by."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Final

from textcrm.site.charts.bars import bar, bullet, headline_bar, quarter_bar, stacked_bar, weighted_bar
from textcrm.site.charts.columns import columns
from textcrm.site.charts.lines import step_chart
from textcrm.site.charts.scale import axis_row
from textcrm.site.charts.scatter import scatter
from textcrm.site.charts.sparkline import sparkline
from textcrm.site.charts.timeline import timeline
from textcrm.site.charts.whiskers import rate

#: What a template calls `charts`: `charts.bar(page.won, page.axis)`.
CHARTS: Final = SimpleNamespace(
    axis_row=axis_row,
    bar=bar,
    bullet=bullet,
    columns=columns,
    headline_bar=headline_bar,
    quarter_bar=quarter_bar,
    rate=rate,
    scatter=scatter,
    sparkline=sparkline,
    stacked_bar=stacked_bar,
    step_chart=step_chart,
    timeline=timeline,
    weighted_bar=weighted_bar,
)
