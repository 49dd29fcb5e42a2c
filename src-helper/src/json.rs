//! The small writing half of JSON that answers need; requests are read with serde_json.
//!
//! Names inside images are bytes in no particular encoding. On the wire they are *byte strings*:
//! every character U+0000 to U+00FF stands for one byte, in both directions.

use crate::failure::{Outcome, wrong_request};
use std::io::Write as _;

/// Appends a byte string, quotes included.
pub fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'"');
    for &byte in bytes {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0x20..=0x7f => out.push(byte),
            0x80..=0xff => out.extend_from_slice(&[0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)]),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push(b'"');
}

/// Appends a string of ordinary text, quotes included.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0..=0x1f => {
                let _ = write!(out, "\\u{byte:04x}");
            }
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

/// Appends a whole number in decimal; faster than formatting, which a long listing notices.
pub fn push_number(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends bytes as lower-case hexadecimal, quotes included.
pub fn push_hex(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    for &byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
    out.push(b'"');
}

/// Turns a byte string of a request back into bytes.
pub fn bytes_of(text: &str) -> Outcome<Vec<u8>> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).map_err(|_| wrong_request("a path holds a character above U+00FF")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_strings_come_back() {
        let all: Vec<u8> = (0..=255).collect();
        let mut out = Vec::new();
        push_bytes(&mut out, &all);
        let text: String = serde_json::from_slice(&out).unwrap();
        assert_eq!(bytes_of(&text).unwrap(), all);
    }

    #[test]
    fn numbers_and_text() {
        let mut out = Vec::new();
        push_number(&mut out, 0);
        push_number(&mut out, u64::MAX);
        push_text(&mut out, "a\"\u{1}é");
        push_hex(&mut out, &[0, 255]);
        assert_eq!(String::from_utf8(out).unwrap(), "018446744073709551615\"a\\\"\\u0001é\"\"00ff\"");
    }
}
