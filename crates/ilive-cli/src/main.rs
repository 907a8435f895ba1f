//! The `ilive` command.
fn main() {}
