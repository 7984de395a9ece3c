//! Many marks in few bytes: each is written as how it differs from the one before it.

use crate::lower::Mark;
use crate::syntax::ast::NodeId;
use std::fmt;

/// Marks in the order in which they were put in.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Marks(Box<[u8]>);

impl Marks {
    pub fn iter(&self) -> impl Iterator<Item = Mark> + '_ {
        let mut bytes = self.0.iter().copied();
        let mut before = [0; 3];
        std::iter::from_fn(move || {
            let line = number(&mut bytes)?;
            let differences = [line, number(&mut bytes)?, number(&mut bytes)?];
            let is_name = differences[0] & 1 == 1;
            before[0] = moved(before[0], differences[0] >> 1);
            before[1] = moved(before[1], differences[1]);
            before[2] = moved(before[2], differences[2]);
            let [line, column, node] = before;
            Some(Mark { line, column, node: NodeId(node), is_name })
        })
    }

    /// The bytes that it points to.
    pub(crate) fn heap(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<I: IntoIterator<Item = Mark>>(marks: I) -> Self {
        let mut bytes = Vec::new();
        let mut before = [0; 3];
        for Mark { line, column, node, is_name } in marks {
            let now = [line, column, node.0];
            let [lines, columns, nodes] = [0, 1, 2].map(|at| difference(before[at], now[at]));
            put(&mut bytes, lines << 1 | u64::from(is_name));
            put(&mut bytes, columns);
            put(&mut bytes, nodes);
            before = now;
        }
        Self(bytes.into())
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// Small for numbers that are near each other, whichever is the greater.
fn difference(before: u32, now: u32) -> u64 {
    let difference = i64::from(now) - i64::from(before);
    (difference << 1 ^ difference >> 63).cast_unsigned()
}

fn moved(before: u32, difference: u64) -> u32 {
    let half = (difference >> 1).cast_signed();
    (i64::from(before) + if difference & 1 == 0 { half } else { !half }) as u32
}

/// Seven bits a byte, the low ones first; the eighth says that more follow.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let byte = bytes.next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_out_as_they_went_in() {
        let mark = |line, column, node, is_name| Mark { line, column, node: NodeId(node), is_name };
        let marks = [
            mark(0, 0, 0, true),
            mark(0, 9, 3, false),
            mark(1, 2, 1, true),
            mark(700, 0, 90_000, false),
            mark(u32::MAX, u32::MAX, u32::MAX, true),
            mark(0, 0, 0, false),
        ];
        let kept: Marks = marks.into_iter().collect();
        assert_eq!(kept.iter().collect::<Vec<_>>(), marks);
        assert_eq!(Marks::default().iter().next(), None);
    }

    #[test]
    fn marks_of_usual_code_take_three_bytes() {
        let marks = (0..100).map(|at| Mark {
            line: at / 3,
            column: at % 3 * 20,
            node: NodeId(at),
            is_name: at % 2 == 0,
        });
        assert_eq!(marks.collect::<Marks>().heap(), 300);
    }
}
