//! Promises of the parser.

use super::ast::*;
use super::parse;
use expect_test::{Expect, expect};

fn error(text: &str) -> String {
    let error = parse(text).expect_err("the text must be refused");
    format!("{}..{} {}", error.start, error.end, error.message)
}

/// Every range of the first item with its text.
fn spans(text: &str) -> String {
    let module = parse(text).expect("the text parses");
    let item = &module.items[0];
    (0..item.spans.len() as u32)
        .filter_map(|id| item.spans.range(NodeId(id)))
        .map(|range| {
            let start = (item.start + range.start) as usize;
            format!("{:?}\n", &text[start..(item.start + range.end) as usize])
        })
        .collect()
}

fn check(actual: String, expected: Expect) {
    expected.assert_eq(&actual);
}

#[test]
fn moved_and_reformatted_code_is_equal() {
    let before = parse("class A(B):\n    x = f(1, 'a')\n").expect("parses");
    let after = parse(
        "# note\n\n\nclass A(B):\n\n    # why\n    x = f(\n        1,\n        \"a\",\n    )\n",
    )
    .expect("parses");
    assert_eq!(before.items[0].statement, after.items[0].statement);
    assert_ne!(before.items[0].spans, after.items[0].spans);
}

#[test]
fn identifiers_have_their_own_positions() {
    check(
        spans("@a.b\nasync def go(x, *rest, y: int = 2, **kw):\n    return (x).y . z(k=1)\n"),
        expect![[r#"
            "async def go(x, *rest, y: int = 2, **kw):\n    return (x).y . z(k=1)"
            "a.b"
            "a"
            "b"
            "go"
            "x"
            "rest"
            "y"
            "int"
            "2"
            "kw"
            "return (x).y . z(k=1)"
            "(x).y . z(k=1)"
            "(x).y . z"
            "(x).y"
            "x"
            "y"
            "z"
            "k"
            "1"
        "#]],
    );
    check(
        spans(
            "try:\n    pass\nexcept (A) as e:\n    global q, r\n    import a.b as c, d\n    from . import (x as y, z)\n",
        ),
        expect![[r#"
            "try:\n    pass\nexcept (A) as e:\n    global q, r\n    import a.b as c, d\n    from . import (x as y, z)"
            "pass"
            "except (A) as e:\n    global q, r\n    import a.b as c, d\n    from . import (x as y, z)"
            "A"
            "e"
            "global q, r"
            "q"
            "r"
            "import a.b as c, d"
            "a.b"
            "c"
            "d"
            "from . import (x as y, z)"
            "x"
            "y"
            "z"
        "#]],
    );
}

#[test]
fn an_item_starts_at_its_decorators() {
    let module = parse("x = 1\n@( # d\n  deco)\nclass A: pass\n").expect("parses");
    assert_eq!(module.items[1].start, 6);
}

#[test]
fn fstrings_nest_without_limit_of_quotes() {
    check(
        spans("x = f'é{d['k']} { f\"{y!r:>{w}}\" }' 'tail'\n"),
        expect![[r#"
            "x = f'é{d['k']} { f\"{y!r:>{w}}\" }' 'tail'"
            "x"
            "f'é{d['k']} { f\"{y!r:>{w}}\" }' 'tail'"
            "d['k']"
            "d"
            "'k'"
            "f\"{y!r:>{w}}\""
            "y"
            "w"
        "#]],
    );
}

#[test]
fn fstring_text_is_decoded() {
    let module = parse(r#"x = "a" f"\t{{}}\N{BULLET}{y = }{z:\x41}" rf"\d" "#).expect("parses");
    let StmtKind::Assign { value, .. } = &module.items[0].statement.kind else { panic!() };
    let ExprKind::FString(parts) = &*value.kind else { panic!() };
    let text: Vec<_> = parts
        .iter()
        .map(|part| match part {
            FStringPart::Literal(text) => text.to_string(),
            FStringPart::Value { conversion, spec, .. } => format!("<{conversion:?} {spec:?}>"),
        })
        .collect();
    check(
        format!("{text:#?}"),
        expect![[r#"
            [
                "a\t{}•y = ",
                "<Some('r') None>",
                "<None Some([Literal(\"A\")])>",
                "\\d",
            ]"#]],
    );
}

#[test]
fn what_the_parser_lets_through_is_refused() {
    let cases = [
        "1 = x",
        "f() = 1",
        "x + 1 = 2",
        "None = 1",
        "for 1 in x: pass",
        "del f()",
        "with a as 1: pass",
        "f(x for x in y, 1)",
        "return 1",
        "break",
        "def f():\n    await x",
        "a, *b, *c = d",
        "f(None=1)",
        "*a = b",
        "(a, b) += 1",
        "[x for f() in y]",
    ];
    let errors: String = cases.iter().map(|text| format!("{text:?}: {}\n", error(text))).collect();
    check(
        errors,
        expect![[r#"
        "1 = x": 0..1 cannot assign to a literal
        "f() = 1": 0..3 cannot assign to a function call
        "x + 1 = 2": 0..5 cannot assign to an expression
        "None = 1": 0..4 cannot assign to `None`
        "for 1 in x: pass": 4..5 cannot assign to a literal
        "del f()": 4..7 cannot delete a function call
        "with a as 1: pass": 10..11 cannot assign to a literal
        "f(x for x in y, 1)": 2..14 a generator expression beside other arguments needs parentheses
        "return 1": 0..8 `return` outside a function
        "break": 0..5 `break` outside a loop
        "def f():\n    await x": 13..20 `await` outside an async function
        "a, *b, *c = d": 0..9 more than one starred target
        "f(None=1)": 6..7 invalid syntax: unexpected `=`
        "*a = b": 0..2 a starred target must be in a list or tuple
        "(a, b) += 1": 0..6 a tuple cannot be the target of augmented assignment
        "[x for f() in y]": 7..10 cannot assign to a function call
    "#]],
    );
}

#[test]
fn errors_say_where_and_what() {
    let cases = [
        "x = (1,\ny = 2\n",
        "x = 1)\n",
        "x = (1]\n",
        "x = 'abc\ny = 1\n",
        "x = '''abc\n",
        "if x\n    pass\n",
        "if x:\npass\n",
        "  x = 1\n",
        "x = $\n",
        "def f(a=1, b): pass\n",
        "x = f'{a'\n",
        "x = f'{}'\n",
        "x = f'{a b}'\n",
        "x = f'}'\n",
        "class A:\n    def f(self):\n        x = 1\n      y = 2\n",
        // Files that end with a backslash in a string.
        "x = 'abc\\",
        "x = f'abc\\",
        "x = f'{'abc\\",
    ];
    let errors: String = cases.iter().map(|text| format!("{text:?}: {}\n", error(text))).collect();
    check(
        errors,
        expect![[r#"
        "x = (1,\ny = 2\n": 4..5 `(` was never closed
        "x = 1)\n": 5..6 unmatched `)`
        "x = (1]\n": 6..7 closing `]` does not match opening `(`
        "x = 'abc\ny = 1\n": 4..5 unterminated string literal
        "x = '''abc\n": 4..5 unterminated triple-quoted string literal
        "if x\n    pass\n": 4..5 invalid syntax: unexpected end of line
        "if x:\npass\n": 6..10 expected an indented block
        "  x = 1\n": 0..1 unexpected indent
        "x = $\n": 4..5 unexpected character `$`
        "def f(a=1, b): pass\n": 11..12 a parameter without a default follows one with a default
        "x = f'{a'\n": 8..9 unterminated string literal
        "x = f'{}'\n": 6..7 f-string: an expression is missing between `{` and `}`
        "x = f'{a b}'\n": 9..10 invalid syntax: unexpected name `b`
        "x = f'}'\n": 6..7 f-string: single `}` is not allowed
        "class A:\n    def f(self):\n        x = 1\n      y = 2\n": 46..47 this indentation does not match any outer level
        "x = 'abc\\": 4..5 unterminated string literal
        "x = f'abc\\": 4..5 unterminated string literal
        "x = f'{'abc\\": 7..8 unterminated string literal
    "#]],
    );
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    assert!(error(&format!("x = {}1{}", "(".repeat(300), ")".repeat(300))).contains("nested"));
    assert!(error(&format!("x = {}1", "-".repeat(5000))).contains("nested"));
    assert!(error(&format!("x = 1{}", " + 1".repeat(5000))).contains("nested"));
    assert!(parse(&format!("x = [{}]", "-1, ".repeat(5000))).is_ok());
}

#[test]
fn halves_of_surrogate_pairs_are_told_from_text() {
    let constant = |text: &str| {
        let module = parse(text).expect("parses");
        match &module.items[0].statement.kind {
            StmtKind::Expr(value) => match &*value.kind {
                ExprKind::Constant(constant) => format!("{constant:?}"),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        }
    };
    let texts = [
        r"'\ud800'",
        r"'a' '\U0000dFFf'",
        r"f'{x}\ud800'",
        r"f'{x:\ud800}'",
        r"r'\ud800'",
        r"'\\ud800'",
        r"'\ufffd'",
    ];
    check(
        texts.map(|text| constant(text) + "\n").concat(),
        expect![[r#"
        Surrogates
        Surrogates
        Surrogates
        Surrogates
        Str("\\ud800")
        Str("\\ud800")
        Str("�")
    "#]],
    );
}

#[test]
fn tabs_and_spaces_may_mix_where_the_width_of_a_tab_does_not_matter() {
    let plain = parse("if a:\n  if b:\n    x = (1,\n2)\n  y\n").expect("parses");
    let mixed =
        parse("if a:\n\t# note\n\tif b:\n\t    x = (1,\n \t2)\n \t \n\ty\n").expect("parses");
    assert_eq!(plain.items[0].statement, mixed.items[0].statement);
    for text in ["if a:\n\tx\n        y\n", "if a:\n        x\n\ty\n", "if a:\n    if b:\n\tx\n"] {
        assert!(error(text).contains("inconsistent use of tabs and spaces"), "{text:?}");
    }
    assert_eq!(
        error("if a:\n\tif b:\n\t\tx\n\t y\n"),
        "17..19 this indentation does not match any outer level"
    );
}
