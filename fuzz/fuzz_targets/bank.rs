#![no_main]

#[path = "../../tests/it/fed.rs"]
mod fed;
#[allow(dead_code, reason = "a target needs only a part of the scripted world")]
#[path = "../../tests/it/world.rs"]
mod world;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fed::bank(bytes);
});
