use std::path::{Path, PathBuf};

/// A folder that goes away with all that is in it.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    ///
    /// # Panics
    /// The system's folder for temporary files takes none.
    #[allow(clippy::new_without_default, reason = "it makes a folder: nothing that should happen by itself")]
    pub fn new() -> Self {
        let name = format!("ilive-test-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
