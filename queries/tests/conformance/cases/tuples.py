"""Tuples."""


def case_make(): return [(), (1,), (1, 2), tuple([1, 2]), tuple("ab"), (1, (2, 3)), 1, ]
def case_without_brackets():
    t = 1, 2
    u = 1,
    return [t, u, len(u)]
def case_repr(): return [str((1,)), repr((1, "a")), str(()), f"{(1, 2.0)}", str((None, True))]
def case_index(): return [(1, 2, 3)[0], (1, 2, 3)[-1], (1, 2, 3)[1:]]
def case_index_out(): return (1, 2)[2]
def case_immutable():
    t = (1, 2)
    t[0] = 5
    return t
def case_no_append():
    t = (1,)
    t.append(2)
    return t
def case_inner_list():
    t = ([1], 2)
    t[0].append(3)
    return t
def case_augmented():
    t = (1,)
    u = t
    t += (2, 3)
    return [t, u]
def case_augmented_item():
    t = ([1],)
    try:
        t[0] += [2]
    except TypeError as error:
        return [t, type(error).__name__]
def case_concatenate(): return [(1,) + (2,), (1, 2) * 2, () + (1,), 2 * ("a",)]
def case_concatenate_list(): return (1,) + [2]
def case_compare(): return [(1, 2) < (1, 3), (1,) < (1, 0), (2,) > (1, 9), (1, 2) == (1, 2), (1, 2) == [1, 2], () < (0,), (1, "a") < (1, "b")]
def case_methods(): return [(1, 2, 1).count(1), (1, 2, 1).index(2), (3,).index(3)]
def case_index_missing(): return (1,).index(5)
def case_membership(): return [1 in (1, 2), (1,) in ((1,), 2), 5 not in ()]
def case_hash(): return [{(1, 2): "a"}[(1, 2)], hash((1, 2)) == hash((1, 2)), {(1, 2), (2, 1)} == {(2, 1), (1, 2)}]
def case_unhashable_inside(): return {([1],): 1}
def case_iterate(): return [[x for x in (1, 2)], sum((1, 2)), max((3, 5)), sorted((3, 1)), list(reversed((1, 2))), list(enumerate(("a",)))]
def case_truth(): return [bool(()), bool((0,)), not ()]
def case_swap():
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    return (a, b, c)
def case_return_many():
    def stats(xs): return min(xs), max(xs), sum(xs) / len(xs)
    low, high, mean = stats([1, 2, 6])
    return [low, high, mean, stats([2])]
def case_star(): return [(*[1, 2], 3), (*"ab",), [*(1, 2)]]
def case_nested_unpack():
    (a, b), c = (1, 2), 3
    return [a, b, c]
def case_as_key():
    grid = {(x, y): x * y for x in range(2) for y in range(2)}
    return [grid[1, 1], (0, 1) in grid, grid]
def case_sort_by():
    people = [("bob", 30), ("al", 25), ("cy", 30)]
    return [sorted(people, key=lambda p: (-p[1], p[0])), min(people, key=lambda p: p[1])]
def case_zip(): return [list(zip((1, 2), ("a", "b"))), dict(zip("ab", (1, 2))), tuple(zip(*[(1, 2), (3, 4)]))]
def case_isinstance(): return [isinstance((1,), tuple), isinstance([1], tuple), type(()) is tuple, isinstance((1,), (list, tuple))]
def case_empty_is_not_none(): return [() is None, () == False, () or "empty"]
def case_tuple_of_generator(): return tuple(n * n for n in range(4))
def case_identity():
    t = (1, 2)
    return [t is t, tuple(t) is t, tuple([1]) == (1,)]
def case_named_access():
    point = (3, 4)
    x, y = point
    return (x ** 2 + y ** 2) ** 0.5
def case_multiple_assignment():
    a = b = (1, 2)
    return [a is b, a]
def case_delete_item():
    t = (1, 2)
    del t[0]
    return t
