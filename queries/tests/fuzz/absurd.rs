//! Shapes at the edge of what Python allows, and beyond.

use super::{compile, on_the_daemons_stack};

/// A method of a browser class with this body, so that it is lowered.
fn method(body: &str) -> String {
    let body = body.replace('\n', "\n        ");
    format!(
        "from sprag import Component, ui\n\n\nclass Badge(Component):\n    def render(self, props=None):\n        {body}\n        return ui.p()\n"
    )
}

/// `count` blocks in each other.
fn blocks(head: &str, count: usize) -> String {
    let line = |depth: usize| format!("{}{head}\n", " ".repeat(depth));
    (0..count).map(line).collect::<String>() + &" ".repeat(count) + "pass\n"
}

fn nested(open: &str, inner: &str, close: &str, count: usize) -> String {
    format!("x = {}{inner}{}", open.repeat(count), close.repeat(count))
}

fn shapes() -> Vec<(String, String)> {
    let mut shapes = Vec::new();
    let mut add = |name: &str, text: String| {
        shapes.push((format!("{name}, in a method"), method(&text)));
        shapes.push((name.to_owned(), text));
    };
    for count in [90, 199, 900] {
        let mut deep = |name: &str, text: String| add(&format!("{count} {name}"), text);
        deep("parentheses", nested("(", "1", ")", count));
        deep("lists", nested("[", "", "]", count));
        deep("dicts", nested("{1:", "1", "}", count));
        deep("calls in calls", nested("f(", "1", ")", count));
        deep("calls in a row", format!("x = f{}", "()".repeat(count)));
        deep("subscripts in a row", format!("x = a{}", "[0]".repeat(count)));
        deep("calls of calls", format!("x = f{}", "(1)".repeat(count)));
        deep("attributes", format!("x = a{}", ".b".repeat(count)));
        deep("method calls", format!("x = a{}", ".b()".repeat(count)));
        deep("minuses", format!("x = {}1", "-".repeat(count)));
        deep("negations", format!("x = {}1", "not ".repeat(count)));
        deep("sums", format!("x = 1{}", " + 1".repeat(count)));
        deep("powers", format!("x = 1{}", " ** 1".repeat(count)));
        deep("comparisons", format!("x = 1{}", " < 1".repeat(count)));
        deep("conjunctions", format!("x = 1{}", " and 1".repeat(count)));
        deep("alternations", format!("x = 1{}", " and 1 or 1".repeat(count)));
        deep("conditions", format!("x = 1{}", " if 1 else 1".repeat(count)));
        deep("lambdas", format!("x = {}1", "lambda: ".repeat(count)));
        deep("targets", format!("{}1", "x = ".repeat(count)));
        // Each level doubles the time: a known defect.
        deep("comprehensions", nested("[a for a in ", "b", "]", count.min(14)));
        deep("loops of a comprehension", format!("x = [a{}]", " for a in b".repeat(count)));
        deep("strings in a row", format!("x = {}", "'a' ".repeat(count)));
        deep("f-strings", nested("f'{", "1", "}'", count));
        deep("starred", format!("x = [{}a]", "*".repeat(count)));
        deep("awaits", format!("async def f():\n    return {}g()", "await ".repeat(count)));
        deep("elifs", format!("if a:\n    pass\n{}", "elif b:\n    pass\n".repeat(count)));
        deep("statements", "x = 1\n".repeat(count));
        deep("decorators", format!("{}def f():\n    pass\n", "@d\n".repeat(count)));
        deep(
            "patterns",
            format!(
                "match a:\n    case {}b{}:\n        pass\n",
                "[".repeat(count),
                "]".repeat(count)
            ),
        );
        deep(
            "alternative patterns",
            format!("match a:\n    case 1{}:\n        pass\n", " | 2".repeat(count)),
        );
        deep(
            "parameters",
            format!(
                "def f({}):\n    pass\n",
                (0..count).map(|n| format!("a{n},")).collect::<String>()
            ),
        );
        deep("walruses", nested("(a := ", "1", ")", count));
        deep("excepts", format!("try:\n    pass\n{}", "except E:\n    pass\n".repeat(count)));
        deep("slices", nested("a[", "1", ":]", count));
        deep("digits", format!("x = {}", "9".repeat(count)));
        deep("digits of a float", format!("x = 1.{}e{}", "9".repeat(count), "9".repeat(9)));
        deep("letters of a name", format!("x = {}", "a".repeat(count)));
    }
    for count in [90, 900] {
        for head in ["if a:", "for a in b:", "while a:", "def f():", "class C:", "with a:", "try:"]
        {
            add(&format!("{count} blocks of {head}"), blocks(head, count));
        }
    }
    add("a long line", format!("x = '{}'", "ä".repeat(1 << 20)));
    add("a shift", "x = 1 << 1 << 40 << 63 << 100000000".to_owned());
    add("huge powers", "x = 10 ** 10 ** 10 ** 10".to_owned());
    add("a huge hexadecimal", format!("x = 0x{}", "f".repeat(100_000)));
    add("a large repetition", "x = 'a' * 10000000000 * [1] * 10 ** 100".to_owned());
    shapes
}

/// Texts that are no Python at all, or only just.
const TEXTS: [&str; 24] = [
    "",
    "\0",
    "x = '\0'\n",
    "\u{feff}x = 1\n",
    "\u{feff}\u{feff}x = 1\n",
    "x = 1\u{feff}\n",
    "\x0c\x0c x = 1\n",
    "if a:\n\x0c    x = 1\n  \x0c  y = 2\n",
    "x = 1\r\ny = 2\rz = 3\n\r",
    "\\\n\\\n\\",
    "x = \\",
    "'''",
    "f'{",
    "f'{x!",
    "f'{x:{y:{z}}}'",
    "f'''{\n'''",
    "f'{x=!r:^{width}}' f\"{'a' f'{b}'}\"",
    "\u{202e}x = 1\u{2066}\n",
    "𝔁 = 1\nx = 𝔁\n",
    "e\u{301} = 1\né = 2\n",
    "x = '\\N{LATIN SMALL LETTER A}\\N{nothing}\\ud800'\n",
    "x = 0_0_0__0\ny = 1__0\nz = 1_e5j\n",
    "def f(a, /, b, *, c, **d): pass\nf(*a, **b, c=1, *d)\n",
    "\tif a:\n        x = 1\n\t\ty = 2\n",
];

#[test]
fn shapes_that_nobody_writes_are_compiled_or_refused() {
    for (name, text) in shapes() {
        // What a crash of the process leaves to read.
        println!("{name}");
        on_the_daemons_stack(|| compile(&text));
    }
}

#[test]
fn texts_that_are_hardly_python_are_compiled_or_refused() {
    for text in TEXTS {
        println!("{text:?}");
        on_the_daemons_stack(|| {
            compile(text);
            compile(&method(text));
        });
    }
}
