"""The table of `components.py` as people write it for Transcrypt."""


def made(tag, attributes, children):
    node = document.createElement(tag)
    for name, value in attributes.items():
        node.setAttribute(name, value)
    for child in children:
        node.append(child)
    return node


def table(rows):
    lines = []
    for row in rows:
        high = "price" if row["price"] < 500 else "price high"
        cells = [
            made("td", {}, [str(row["id"])]),
            made("td", {"class": "name"}, [row["name"]]),
            made("td", {"class": high}, [row["price"].toFixed(2)]),
        ]
        lines.append(made("tr", {"data-id": str(row["id"])}, cells))
    return made("table", {"class": "table"}, [made("tbody", {}, lines)])


def rows(count):
    return [{"id": i, "name": "Row " + str(i), "price": i * 1.25} for i in range(count)]


bench_rows = rows(1000)
