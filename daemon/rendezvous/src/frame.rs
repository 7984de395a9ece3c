//! A frame: a length (`u32`, little endian) and that many bytes.

use std::io::{self, Read};

/// The longest message that a client accepts, in bytes: what a first build of 100,000 classes has done takes about a
/// fifth of it. Memory is taken as the message arrives.
pub const LONGEST: usize = 256 << 20;

/// The frame that holds this message.
///
/// # Errors
/// The message is longer than a frame can be.
pub fn frame(body: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(body.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut frame = Vec::with_capacity(4 + body.len());
    frame.extend_from_slice(&length.to_le_bytes());
    frame.extend_from_slice(body);
    Ok(frame)
}

/// Reads a frame and returns the message in it, of at most `longest` bytes.
///
/// # Errors
/// The peer is gone, or it sends too much.
pub fn read(from: &mut impl Read, longest: usize) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > longest {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a frame is too long"));
    }
    let mut body = Vec::new();
    from.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(body)
}
