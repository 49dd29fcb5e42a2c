//! Name patterns as shells know them: `*`, `?`, `[a-z]`, `[!a]`, `\` to take the next byte as it is.
//! A pattern with a slash is held against the whole path, any other against the last name.

/// A pattern.
pub struct Glob {
    pattern: Vec<u8>,
    ignore_case: bool,
    whole_path: bool,
}

impl Glob {
    /// Takes a pattern; every byte string is one.
    pub fn new(pattern: &[u8], ignore_case: bool) -> Self {
        let whole_path = pattern.contains(&b'/');
        let mut pattern = pattern.to_vec();
        if whole_path && pattern.first() != Some(&b'/') {
            pattern.insert(0, b'/');
        }
        if ignore_case {
            pattern.make_ascii_lowercase();
        }
        Glob { pattern, ignore_case, whole_path }
    }

    /// Whether a path fits.
    pub fn fits(&self, path: &[u8]) -> bool {
        let name = if self.whole_path { path } else { path.rsplit(|&byte| byte == b'/').next().unwrap_or(path) };
        if self.ignore_case { matches(&self.pattern, &name.to_ascii_lowercase()) } else { matches(&self.pattern, name) }
    }
}

/// Matches by going back to the last `*` only, which keeps the work at pattern times name.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut position) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while position < name.len() {
        if pattern.get(at) == Some(&b'*') {
            at += 1;
            star = Some((at, position));
            continue;
        }
        if let Some(length) = one(&pattern[at..], name[position]) {
            at += length;
            position += 1;
        } else if let Some((after, from)) = star {
            at = after;
            position = from + 1;
            star = Some((after, position));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&byte| byte == b'*')
}

/// If the first element of the pattern takes `byte`: the length of that element.
fn one(pattern: &[u8], byte: u8) -> Option<usize> {
    match pattern {
        [b'?', ..] => Some(1),
        [b'\\', literal, ..] => (*literal == byte).then_some(2),
        [b'[', ..] => match class(&pattern[1..], byte) {
            Some((true, length)) => Some(length + 1),
            Some((false, _)) => None,
            None => (byte == b'[').then_some(1),
        },
        [literal, ..] => (*literal == byte).then_some(1),
        [] => None,
    }
}

/// Whether a class takes `byte`, and its length up to and with `]`; nothing if it is not closed.
fn class(pattern: &[u8], byte: u8) -> Option<(bool, usize)> {
    let negated = matches!(pattern.first(), Some(b'!' | b'^'));
    let mut at = usize::from(negated);
    let first = at;
    let mut taken = false;
    loop {
        let low = *pattern.get(at)?;
        if low == b']' && at > first {
            return Some((taken != negated, at + 1));
        }
        match (pattern.get(at + 1), pattern.get(at + 2)) {
            (Some(b'-'), Some(&high)) if high != b']' => {
                taken |= (low..=high).contains(&byte);
                at += 3;
            }
            _ => {
                taken |= low == byte;
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (pattern, path, expected) in [
            ("*.so*", "/usr/lib/libc.so.6", true),
            ("*.so", "/usr/lib/libc.so.6", false),
            ("lib?.so.[0-9]", "/lib/libc.so.6", true),
            ("lib?.so.[!0-9]", "/lib/libc.so.6", false),
            ("usr/*/libc*", "/usr/lib/libc.so.6", true),
            ("/lib/*", "/usr/lib/libc", false),
            ("a[", "/a[", true),
            ("a\\*", "/a*", true),
            ("a\\*", "/ab", false),
            ("*", "/x/", true),
            ("[]a]b", "/]b", true),
            ("", "/x", false),
        ] {
            assert_eq!(Glob::new(pattern.as_bytes(), false).fits(path.as_bytes()), expected, "{pattern} {path}");
        }
        assert!(Glob::new(b"READ*", true).fits(b"/doc/readme"));
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = b"*a".repeat(500);
        assert!(!Glob::new(&pattern, false).fits(&b"a".repeat(400)));
    }
}
