//! Random changes to texts of a corpus.

use super::{compile, on_the_daemons_stack, parse};
use fastrand::Rng;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long.
const BOUND: Duration = Duration::from_secs(8);

/// A text is cut to about this many bytes: what breaks, breaks small.
const LONGEST: usize = 4000;

/// Pieces that are put in, beside what other texts have.
const PIECES: [&str; 60] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ".",
    "=",
    "==",
    ":=",
    "**",
    "*",
    "//",
    "->",
    "@",
    "~",
    "\\\n",
    "\n",
    "\n    ",
    "\t",
    "'",
    "\"",
    "'''",
    "f'{",
    "}'",
    "#",
    "\0",
    "\x0c",
    "\u{feff}",
    "é",
    "𝔁",
    "lambda: ",
    "await ",
    "async ",
    "yield ",
    "not ",
    "if a else ",
    "for a in b",
    "import ",
    "from . import ",
    "class C(",
    "def f(",
    "return ",
    "self.",
    "super().",
    "global a\n",
    "nonlocal a\n",
    "match a:\n",
    "case ",
    "except ",
    "try:\n",
    "with a as b:\n",
    "del ",
    "0x",
    "1e999",
    "9999999999999999999999",
    "None",
    "*args, **kw",
];

#[test]
fn whatever_a_corpus_is_changed_to_is_compiled_or_refused() {
    let seed = std::env::var("SPRAG_FUZZ_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let corpus = corpus();
    assert!(corpus.len() > 20, "the corpus is gone");
    let mut random = Rng::with_seed(seed);
    let (start, mut tried) = (Instant::now(), 0);
    let current = folder().join("current.py");
    while start.elapsed() < BOUND {
        let text = mutated(&mut random, &corpus);
        fs::write(&current, &text).unwrap();
        on_the_daemons_stack(|| {
            parse(&text);
            compile(&text);
        });
        tried += 1;
    }
    fs::remove_file(current).unwrap();
    println!("{tried} texts");
}

#[test]
fn the_corpus_itself_is_compiled_or_refused() {
    for text in corpus() {
        on_the_daemons_stack(|| compile(&text));
    }
}

#[test]
fn what_longer_runs_begin_with_is_compiled_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (folder, work) in [("parse", parse as fn(&str)), ("lower", compile)] {
        let mut tried = 0;
        for entry in fs::read_dir(corpus.join(folder)).unwrap() {
            // What is no text never gets so far.
            if let Ok(text) = fs::read_to_string(entry.unwrap().path()) {
                on_the_daemons_stack(|| work(&text));
                tried += 1;
            }
        }
        assert!(tried > 20, "the corpus of {folder} is gone");
    }
}

/// Where the text being tried lies.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("fuzz");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The texts kept for this, and parts of those that the conformance tests run.
fn corpus() -> Vec<String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts = Vec::new();
    for folder in [tests.join("fuzz/corpus"), tests.join("conformance/cases")] {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "py")) {
            let text = fs::read_to_string(path).unwrap();
            let pieces: Vec<&str> = text.split("\n\n\n").collect();
            texts.extend(pieces.chunks(4).map(|pieces| pieces.join("\n\n\n")));
        }
    }
    texts
}

fn mutated(random: &mut Rng, corpus: &[String]) -> String {
    let mut text = chosen(random, corpus).clone();
    cut(&mut text, LONGEST);
    for _ in 0..random.usize(1..6) {
        let (start, end) = (boundary(random, &text), boundary(random, &text));
        let (start, end) = (start.min(end), start.max(end));
        match random.u8(..7) {
            0 => text.insert_str(start, PIECES[random.usize(..PIECES.len())]),
            1 => text.replace_range(start..floor(&text, end.min(start + 10)), ""),
            2 => text.replace_range(start..end, &text[start..end].repeat(2)),
            3 => {
                let other = chosen(random, corpus);
                let (from, to) = (boundary(random, other), boundary(random, other));
                let (from, to) = (from.min(to), from.max(to));
                text.insert_str(start, &other[from..to]);
            }
            4 => text = swapped_lines(random, &text),
            5 => {
                let line = text[start..].find('\n').map_or(text.len(), |length| start + length);
                text.replace_range(start..line, "");
            }
            _ => {
                let piece = PIECES[random.usize(..PIECES.len())];
                text.insert_str(start, &piece.repeat(random.usize(1..300)));
            }
        }
        cut(&mut text, 4 * LONGEST);
    }
    text
}

fn chosen<'a>(random: &mut Rng, corpus: &'a [String]) -> &'a String {
    &corpus[random.usize(..corpus.len())]
}

fn swapped_lines(random: &mut Rng, text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if !lines.is_empty() {
        let (one, two) = (random.usize(..lines.len()), random.usize(..lines.len()));
        lines.swap(one, two);
    }
    lines.concat()
}

fn boundary(random: &mut Rng, text: &str) -> usize {
    floor(text, random.usize(..=text.len()))
}

fn cut(text: &mut String, longest: usize) {
    let end = floor(text, longest.min(text.len()));
    text.truncate(end);
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
