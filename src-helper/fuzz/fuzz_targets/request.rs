#![no_main]
//! Any bytes as a request line, a name pattern, a byte string.
use sif_helper::serve::request::Request;
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(request) = Request::parse(data) {
        let _ = (request.number("id"), request.bytes("path"), request.byte_strings("paths"), request.objects("x"));
    }
    let (pattern, name) = data.split_at(data.len() / 2);
    sif_helper::serve::glob::Glob::new(pattern, true).fits(name);
});
