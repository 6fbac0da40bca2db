"""A picture on a page: the chart, the same figures as a table, and the files."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import streamlit as st

from charts.pictures import Picture
from charts.wording import alt_text
from services.tables import Table, written

FILES = {"png": "Ảnh PNG", "xlsx": "Excel", "csv": "CSV"}


def draw(picture: Picture, unit_id: UUID, first: date, last: date) -> None:
    """Draw a picture about a unit and a span of months, or say what to do when there is nothing to show."""
    if picture.is_empty:
        st.subheader(picture.title)
        st.info(picture.advice, icon=":material/info:")
        return
    description = alt_text(picture.frame, picture.title, picture.subtitle)
    st.altair_chart(picture.chart(), theme=None, key=f"chart:{picture.name}", alt=description)
    with st.expander("Bảng số liệu và tải về", icon=":material/table_view:", key=f"table:{picture.name}"):
        links = (
            f"[{label}]({_address(picture, extension, unit_id, first, last)})" for extension, label in FILES.items()
        )
        st.markdown("Tải về: " + " · ".join(links))
        st.dataframe(_shown(picture.table), hide_index=True, key=f"rows:{picture.name}")


def _shown(table: Table) -> list[dict[str, Any]]:
    return [
        {column.title: written(value, column.kind) for column, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def _address(picture: Picture, extension: str, unit_id: UUID, first: date, last: date) -> str:
    query = urlencode({"unit": unit_id, "first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"})
    return f"/downloads/charts/{picture.name}.{extension}?{query}"
