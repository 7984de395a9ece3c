"""Lists, tuples, slices."""


def case_negative_index():
    xs = [1, 2, 3]
    return [xs[-1], xs[-3], xs[0]]
def case_index_error():
    xs = [1]
    return xs[1]
def case_negative_index_error():
    xs = [1]
    return xs[-2]
def case_empty_index():
    xs = []
    return xs[0]
def case_text_as_index():
    xs = [1]
    return xs["0"]
def case_set_item():
    xs = [1, 2, 3]
    xs[-1] = 9
    xs[0] += 1
    return xs
def case_set_item_error():
    xs = [1]
    xs[1] = 2
def case_slices():
    xs = [0, 1, 2, 3, 4, 5]
    return [xs[1:3], xs[:-1], xs[-2:], xs[::2], xs[::-1], xs[4:1:-1], xs[10:], xs[:], xs[-100:2], xs[3:1]]
def case_slice_copy():
    xs = [1]
    ys = xs[:]
    ys.append(2)
    return [xs, ys]
def case_slice_assign():
    xs = [0, 1, 2, 3, 4]
    xs[1:3] = ["a", "b", "c"]
    xs[:0] = [-1]
    xs[len(xs):] = [9]
    return xs
def case_slice_assign_step():
    xs = [0, 1, 2, 3]
    xs[::2] = ["a", "b"]
    return xs
def case_slice_assign_step_error():
    xs = [0, 1, 2, 3]
    xs[::2] = ["a"]
def case_slice_delete():
    xs = [0, 1, 2, 3, 4]
    del xs[1:3]
    del xs[-1]
    return xs
def case_slice_delete_step():
    xs = list(range(10))
    del xs[::3]
    return xs
def case_slice_zero_step():
    xs = [1]
    return xs[::0]
def case_methods():
    xs = [3, 1]
    xs.append(2)
    xs.extend([5, 4])
    xs.insert(0, 9)
    xs.insert(-1, 8)
    xs.insert(100, 7)
    return xs
def case_pop():
    xs = [1, 2, 3, 4]
    return [xs.pop(), xs.pop(0), xs.pop(-1), xs]
def case_pop_empty():
    return [].pop()
def case_remove_missing():
    xs = [1]
    xs.remove(2)
def case_index(): return [[1, 2, 1].index(1), [1, 2, 1].index(1, 1), ["a"].index("a")]
def case_index_missing():
    return [1].index(2)
def case_count(): return [1, 2, 1, True].count(1)
def case_reverse():
    xs = [1, 2, 3]
    xs.reverse()
    return [xs, list(reversed(xs))]
def case_clear_copy():
    xs = [1, [2]]
    ys = xs.copy()
    ys[1].append(3)
    xs.clear()
    return [xs, ys]
def case_extend_text():
    xs = []
    xs.extend("ab")
    xs.extend({"k": 1})
    xs.extend(range(2))
    return xs
def case_append_none():
    xs = []
    return [xs.append(1), xs]
def case_aliasing():
    grid = [[0] * 2] * 2
    grid[0][0] = 1
    return grid
def case_nested_set():
    grid = [[0] * 2 for _ in range(2)]
    grid[0][1] = 5
    return grid
def case_list_of(): return [list("ab"), list({"a": 1}), list((1, 2)), list(range(3)), list()]
def case_unpack():
    a, b, c = [1, 2, 3]
    return [c, b, a]
def case_unpack_star():
    first, *rest = [1, 2, 3]
    *init, last = [1, 2, 3]
    a, *b, c = "xyzw"
    d, *e = [1]
    return [first, rest, init, last, a, b, c, d, e]
def case_unpack_nested():
    (a, b), [c, (d, e)] = (1, 2), [3, (4, 5)]
    return [a, b, c, d, e]
def case_unpack_few():
    a, b = [1]
def case_unpack_many():
    a, b = [1, 2, 3]
def case_unpack_none():
    a, b = None
def case_swap():
    a, b = 1, 2
    a, b = b, a
    xs = [1, 2]
    xs[0], xs[1] = xs[1], xs[0]
    return [a, b, xs]
def case_unpack_dict():
    a, b = {"x": 1, "y": 2}
    return [a, b]
def case_chained_assignment():
    a = b = []
    a.append(1)
    return [b, a is b]
def case_spread(): return [[*[1, 2], 3, *"ab"], (*[1], 2), {*[1], 1}]
def case_tuple_repr(): return [repr((1,)), repr(()), repr((1, "a", [2]))]
def case_tuple_index(): return [(1, 2, 3)[-1], (1, 2, 3)[1:], (1, 2, 1).count(1), (1, 2).index(2)]
def case_tuple_assign():
    t = (1, 2)
    t[0] = 5
def case_tuple_append():
    t = (1,)
    t.append(2)
def case_tuple_hash(): return {(1, "a"): "x"}[(1, "a")]
def case_tuple_of(): return [tuple([1, 2]), tuple("ab"), tuple()]
def case_tuple_is_not_list(): return [isinstance((1,), tuple), isinstance((1,), list), isinstance([1], list), [1, 2] == (1, 2)]
def case_list_in_boolean_index(): return ["no", "yes"][True]
def case_loop_while_growing():
    xs = [1, 2]
    for x in xs:
        if len(xs) < 5:
            xs.append(x * 10)
    return xs
def case_loop_while_removing():
    xs = [1, 2, 3, 4]
    for x in xs:
        if x % 2 == 0:
            xs.remove(x)
        else:
            xs.append(100) if x == 1 else None
    return xs
def case_self_containing():
    xs = [1]
    xs.append(xs)
    return repr(xs)
def case_multiply_nested(): return [[1, 2]] * 2
def case_del_name_element():
    xs = [1, 2, 3]
    del xs[0], xs[0]
    return xs
def case_list_compare_length(): return len([1, [2, 3]])
def case_sort_none():
    return [3, None, 1].sort()


def case_sorted_numbers():
    xs = [3, -1, 0, 2.5, 10**9, -0.5, 7, 7, 2**52]
    ys = xs[:]
    ys.sort(reverse=True)
    zeros = [0.0, -0.0, 0, 1]
    mixed = [2, True, 1.0, 0, False, 10**30, -(10**30)]
    empty = []
    empty.sort()
    nan = float("nan")
    return sorted(xs), ys, [str(z) for z in sorted(zeros)], sorted(mixed), sorted(mixed, reverse=True), empty, len(sorted([nan, 1, nan])), sorted([float("inf"), 3, float("-inf")]), sorted(range(5), reverse=True), sorted((2, 1)), sorted([5]), abs(-(2**31)), -(-(2**31)), -(2**53 - 1), abs(-(2**53 - 1))
