//! V5: whatever arrives on the socket is a message or an error.

#![no_main]

#[path = "../tests/fuzz/decode.rs"]
mod decode;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| decode::decode(bytes));
