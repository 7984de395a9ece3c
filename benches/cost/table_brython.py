"""The table of `components.py` as people write it for Brython."""

from browser import html


def table(rows):
    lines = []
    for row in rows:
        line = html.TR()
        line.attrs["data-id"] = str(row["id"])
        line <= html.TD(row["id"])
        line <= html.TD(row["name"], Class="name")
        line <= html.TD(f"{row['price']:.2f}", Class="price" if row["price"] < 500 else "price high")
        lines.append(line)
    return html.TABLE(html.TBODY(lines), Class="table")


def rows(count):
    return [{"id": i, "name": f"Row {i}", "price": i * 1.25} for i in range(count)]
