//! Little-endian numbers at fixed places of a buffer whose length the caller has made sure of.

/// The 16-bit number at `at`.
pub fn u16_at(raw: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([raw[at], raw[at + 1]])
}

/// The 32-bit number at `at`.
pub fn u32_at(raw: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([raw[at], raw[at + 1], raw[at + 2], raw[at + 3]])
}

/// The 64-bit number at `at`.
pub fn u64_at(raw: &[u8], at: usize) -> u64 {
    u64::from(u32_at(raw, at)) | (u64::from(u32_at(raw, at + 4)) << 32)
}
