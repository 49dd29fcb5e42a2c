#![no_main]
//! Any bytes as an image: opened, walked, read.
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = sif_helper::scrutiny::image(data.to_vec());
});
