//! Builds anew when a shipped bank changes.

fn main() {
    println!("cargo::rerun-if-changed=question_banks");
}
