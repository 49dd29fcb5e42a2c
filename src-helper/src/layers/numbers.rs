//! Numbers in tar headers: octal text, base-256, and the decimal of PAX records.

use crate::failure::{Outcome, malformed};

/// A numeric field: octal digits between blanks, or base-256 when the top bit is set.
pub fn field(raw: &[u8]) -> Outcome<i64> {
    let bad = || malformed("an archive header holds a number that is none");
    match raw.first() {
        Some(&first) if first & 0x80 != 0 => {
            let negative = first & 0x40 != 0;
            let mut value: i128 = if negative { -1 } else { 0 };
            for (index, &byte) in raw.iter().enumerate() {
                let byte = if index == 0 && !negative { byte & 0x7f } else { byte };
                value = (value << 8) | i128::from(byte);
            }
            i64::try_from(value).map_err(|_| bad())
        }
        _ => {
            let text = raw.split(|&byte| byte == 0).next().unwrap_or_default().trim_ascii();
            text.iter()
                .try_fold(0i64, |value, &digit| match digit {
                    b'0'..=b'7' => value.checked_mul(8).and_then(|value| value.checked_add(i64::from(digit - b'0'))),
                    _ => None,
                })
                .ok_or_else(bad)
        }
    }
}

/// A field that must not be negative.
pub fn size_field(raw: &[u8]) -> Outcome<u64> {
    u64::try_from(field(raw)?).map_err(|_| malformed("an archive header holds a negative size"))
}

/// A decimal number of a PAX record.
pub fn decimal(raw: &[u8]) -> Outcome<u64> {
    let text = std::str::from_utf8(raw).ok().map(str::trim);
    text.and_then(|text| text.parse().ok()).ok_or_else(|| malformed("a PAX record holds a number that is none"))
}

/// A decimal number of seconds with or without fraction, which is cut off.
pub fn seconds(raw: &[u8]) -> Outcome<i64> {
    let whole = raw.split(|&byte| byte == b'.').next().unwrap_or_default();
    let text = std::str::from_utf8(whole).ok().map(str::trim);
    text.and_then(|text| text.parse().ok()).ok_or_else(|| malformed("a PAX record holds a time that is none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_kinds() {
        assert_eq!(field(b"0000644\0").unwrap(), 0o644);
        assert_eq!(field(b"   644 \0").unwrap(), 0o644);
        assert_eq!(field(b"\0\0\0\0").unwrap(), 0);
        assert_eq!(field(b"\x80\0\0\0\0\0\0\0\x01\0\0\0").unwrap(), 1 << 24);
        assert_eq!(field(&[0xff; 12]).unwrap(), -1);
        assert!(field(b"9\0").is_err());
        assert!(size_field(&[0xff; 12]).is_err());
        assert!(field(b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").is_err());
        assert_eq!(seconds(b"-86400.75").unwrap(), -86400);
        assert_eq!(decimal(b"12").unwrap(), 12);
    }
}
