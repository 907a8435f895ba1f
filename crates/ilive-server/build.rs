//! Takes the built web application and the built manual into the binary, or a page that says how to build it.

use std::path::{Path, PathBuf};

const APP: &str = "../../web/app/dist";
const MANUAL: &str = "../../web/manual/dist";
const UNBUILT: &str = "assets/unbuilt";

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let app = built(root, "ILIVE_WEB_BUILT", APP, "index.html");
    let manual = built(root, "ILIVE_MANUAL_BUILT", MANUAL, "en/index.html");
    println!("cargo::rerun-if-changed={UNBUILT}");
    let mut folders = vec![("app", app.unwrap_or_else(|| root.join(UNBUILT)))];
    folders.extend(manual.map(|folder| ("manual", folder)));
    memory_serve::load_names_directories(folders, !cfg!(debug_assertions));
}

/// The folder when it holds `page`; `variable` tells the crate.
fn built(root: &Path, variable: &str, folder: &str, page: &str) -> Option<PathBuf> {
    let built = root.join(folder).join(page).is_file();
    println!("cargo::rerun-if-changed={folder}");
    println!("cargo::rustc-env={variable}={built}");
    built.then(|| root.join(folder))
}
