#![no_main]

#[path = "../../tests/it/fed.rs"]
mod fed;
#[path = "../../tests/it/world.rs"]
mod world;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    fed::bank(bytes);
});
