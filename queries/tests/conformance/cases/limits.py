"""Where a JavaScript value cannot hold what the Python value says; see docs/semantics.md."""


def case_attribute_of_a_dict():
    data = [{"name": 1}]
    return data[0].name
