#![no_main]
//! Any bytes as one or two archives: merged.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let middle = data.len() / 1024 * 512;
    let _ = sif_helper::scrutiny::layers(&[data]);
    let _ = sif_helper::scrutiny::layers(&[&data[..middle], &data[middle..]]);
});
