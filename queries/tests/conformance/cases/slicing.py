"""Slices: read, assigned, deleted, of every sequence."""


def case_list_basic():
    xs = [0, 1, 2, 3, 4]
    return [xs[1:3], xs[:2], xs[3:], xs[:], xs[-2:], xs[:-1], xs[1:-1]]
def case_steps():
    xs = list(range(10))
    return [xs[::2], xs[1::3], xs[::-1], xs[8:2:-2], xs[::-3], xs[5::-1], xs[:5:-1]]
def case_out_of_range():
    xs = [1, 2, 3]
    return [xs[5:], xs[:10], xs[-10:2], xs[2:1], xs[10:0:-1]]
def case_zero_step():
    return [1, 2][::0]
def case_copy_is_new():
    xs = [1, [2]]
    ys = xs[:]
    ys.append(3)
    ys[1].append(4)
    return [xs, ys]
def case_assign():
    xs = [0, 1, 2, 3, 4]
    xs[1:3] = ["a", "b", "c"]
    return xs
def case_assign_empty():
    xs = [0, 1, 2, 3]
    xs[1:3] = []
    return xs
def case_insert_by_slice():
    xs = [1, 4]
    xs[1:1] = [2, 3]
    xs[len(xs):] = [5]
    xs[:0] = [0]
    return xs
def case_assign_step():
    xs = [0] * 6
    xs[::2] = [1, 2, 3]
    return xs
def case_assign_step_mismatch():
    xs = [0] * 6
    xs[::2] = [1, 2]
    return xs
def case_assign_reversed():
    xs = [1, 2, 3]
    xs[::-1] = "abc"
    return xs
def case_assign_any_iterable():
    xs = [1, 2, 3]
    xs[1:] = (n * n for n in range(3))
    xs[:1] = "xy"
    return xs
def case_assign_number():
    xs = [1, 2]
    xs[0:1] = 5
    return xs
def case_assign_self():
    xs = [1, 2]
    xs[1:1] = xs
    return xs
def case_delete():
    xs = list(range(8))
    del xs[1:3]
    del xs[::2]
    del xs[-1:]
    return xs
def case_delete_all():
    xs = [1, 2]
    del xs[:]
    return xs
def case_text(): return ["hello"[1:4], "hello"[::-1], "hello"[-3:], "hello"[::2], "abc"[5:], "abc"[2:0:-1]]
def case_tuple(): return [(1, 2, 3)[1:], (1, 2, 3)[::-1], (1,)[:0], type((1, 2)[:1]).__name__]
def case_range(): return [list(range(10)[2:5]), range(10)[::2], range(10)[-3:], range(5)[::-1], len(range(0, 100, 3)[5:])]
def case_slice_object():
    s = slice(1, 4)
    return [[0, 1, 2, 3, 4][s], "abcdef"[s], [s.start, s.stop, s.step], slice(None, 2), [1, 2, 3][slice(None, None, -1)]]
def case_indices(): return [slice(1, 10, 2).indices(5), slice(None).indices(3), slice(-2, None).indices(5)]
def case_none_bounds():
    a, b = None, 2
    return [[1, 2, 3][a:b], [1, 2, 3][None:None], "abc"[:None]]
def case_bool_bounds(): return ["abc"[True:], "abc"[False:True]]
def case_float_bound():
    return [1, 2, 3][1.0:]
def case_windows():
    xs = [1, 2, 3, 4, 5]
    return [xs[i : i + 2] for i in range(len(xs) - 1)]
def case_chunks():
    xs, size = list(range(7)), 3
    return [xs[i : i + size] for i in range(0, len(xs), size)]
def case_rotate():
    xs, k = [1, 2, 3, 4], 1
    return [xs[k:] + xs[:k], xs[-k:] + xs[:-k]]
def case_custom_getitem():
    class Row:
        def __getitem__(self, key): return ["slice", key.start, key.stop, key.step] if isinstance(key, slice) else ["item", key]
    row = Row()
    return [row[1], row[1:2], row[::3], row[:, 1] if False else row[(1, 2)]]
def case_nested():
    grid = [[1, 2, 3], [4, 5, 6]]
    return [[row[1:] for row in grid], grid[1][:2], grid[::-1][0][-1]]
def case_unknown_sequence():
    def halves(s): return [s[: len(s) // 2], s[len(s) // 2 :]]
    return [halves("abcd"), halves([1, 2, 3]), halves((1, 2))]
def case_augmented():
    xs = [1, 2, 3]
    xs[0] += 10
    xs[-1] *= 2
    return xs
def case_slice_of_dict():
    return {"a": 1}["a":"b"]
def case_negative_index_error():
    return [1, 2][-3]
