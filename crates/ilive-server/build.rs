//! Takes the built web application into the binary, or a page that says how to build it.

use std::path::Path;

const BUILT: &str = "../../web/app/dist";
const UNBUILT: &str = "assets/unbuilt";

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = root.join(BUILT).join("index.html").is_file();
    println!("cargo::rerun-if-changed={BUILT}");
    println!("cargo::rerun-if-changed={UNBUILT}");
    println!("cargo::rustc-env=ILIVE_WEB_BUILT={built}");
    memory_serve::load_directory(if built { BUILT } else { UNBUILT });
}
