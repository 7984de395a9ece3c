//! What has to hold of any bytes.

#![allow(clippy::unwrap_used, reason = "a test, which fails by ending")]

use daemon::protocol::{Greeting, Hello, LONGEST_REQUEST, Reply, Request, read_frame, write_frame};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::ErrorKind;

/// Reads the bytes as each kind of message.
pub(crate) fn decode(bytes: &[u8]) {
    decode_as::<Hello>(bytes);
    decode_as::<Request>(bytes);
    decode_as::<Greeting>(bytes);
    decode_as::<Reply>(bytes);
}

/// They are such a message, which survives the way, or an error of a known kind.
fn decode_as<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let message = match read_frame::<T>(&mut &*bytes, LONGEST_REQUEST) {
        Ok(message) => message,
        Err(error) => {
            let known = [ErrorKind::InvalidData, ErrorKind::UnexpectedEof, ErrorKind::InvalidInput];
            assert!(known.contains(&error.kind()), "{error:?}");
            return;
        }
    };
    let mut wire = Vec::new();
    write_frame(&mut wire, &message).unwrap();
    let again: T = read_frame(&mut &*wire, usize::MAX).unwrap();
    let text = |message: &T| serde_json::to_string(message).unwrap();
    assert_eq!(text(&again), text(&message));
}
