//! V5: bytes that no client and no daemon sends. Whatever arrives on the socket is a message or an
//! error, costs no more memory than it is long, and never a panic.
//!
//! Frames changed at random, and those that `cargo xtask fuzz` begins with (`daemon/fuzz/corpus/`). A seed
//! that a failure printed is repeated with `SPRAG_FUZZ_SEED`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "fuzz/decode.rs"]
mod decode;

use daemon::protocol::{BuildRequest, Hello, Reply, Request, write_frame};
use decode::decode;
use fastrand::Rng;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long.
const BOUND: Duration = Duration::from_secs(2);

/// Frames as they should be.
fn frames() -> Vec<Vec<u8>> {
    let request = BuildRequest {
        kind: queries::artifact::BuildKind::Full,
        output: "/project/dist".into(),
        app: Some("app:app".to_owned()),
        python: "/usr/bin/python3".into(),
        environment: BTreeMap::from([("LANG".to_owned(), "dé_DE.UTF-8".to_owned())]),
        publish: true,
        prerender: true,
        umask: 0o022,
    };
    let mut frames = vec![Vec::new(); 4];
    let hello = Hello { sprag: 1, build_id: "0123456789abcdef".into(), version: "1.0.0".into() };
    write_frame(&mut frames[0], &hello).unwrap();
    write_frame(&mut frames[1], &Request::Build(Box::new(request))).unwrap();
    write_frame(&mut frames[2], &Request::Stop { reason: "sprag daemon stop".into() }).unwrap();
    write_frame(&mut frames[3], &Reply::Failed { message: "a\n\"b\"".into() }).unwrap();
    frames
}

fn mutated(random: &mut Rng, frames: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = frames[random.usize(..frames.len())].clone();
    for _ in 0..random.usize(1..5) {
        let at = random.usize(..=bytes.len());
        match random.u8(..6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.u8(..)),
            2 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.u8(..)),
            3 => bytes.splice(at..at, b"[{\"a\":".repeat(random.usize(1..2000))).for_each(drop),
            4 => bytes.extend_from_slice(&frames[random.usize(..frames.len())]),
            _ => {
                let length = u32::try_from(bytes.len().saturating_sub(4)).unwrap();
                bytes.splice(..bytes.len().min(4), length.to_le_bytes()).for_each(drop);
            }
        }
    }
    bytes
}

#[test]
fn v5_whatever_arrives_is_a_message_or_an_error() {
    let seed = std::env::var("SPRAG_FUZZ_SEED").ok().and_then(|text| text.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    println!("seed {seed}");
    let (mut random, frames) = (Rng::with_seed(seed), frames());
    let (start, mut tried) = (Instant::now(), 0);
    while start.elapsed() < BOUND {
        decode(&mutated(&mut random, &frames));
        tried += 1;
    }
    println!("{tried} frames");
    assert!(tried > 100);
}

#[test]
fn v5_what_longer_runs_begin_with_is_a_message_or_an_error() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/protocol");
    let mut tried = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        decode(&std::fs::read(entry.unwrap().path()).unwrap());
        tried += 1;
    }
    assert!(tried > 20, "the corpus is gone");
}
