//! One server to a data folder: two would each take the other's rooms for lost ones of their own.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, bail};

const FILE: &str = "lock";

/// The folder is this server's for as long as this lives; a process that is killed lets go too.
pub(crate) struct DataLock(#[expect(dead_code, reason = "the lock ends with the file")] File);

impl DataLock {
    /// # Errors
    /// Another server has the folder, or it cannot be written to.
    pub(crate) fn take(data: &Path) -> anyhow::Result<Self> {
        let path = data.join(FILE);
        let opened =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
        let mut file = opened.with_context(|| format!("opening {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                _ = file.read_to_string(&mut owner);
                let owner = if owner.is_empty() { String::new() } else { format!(" (process {owner})") };
                bail!(
                    "the data folder {} is in use by another iLive{owner}: stop that one, or give this one a folder \
                     of its own with --data",
                    data.display()
                );
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("locking {}", path.display()));
            }
        }
        // Whose it is helps people only: a full disk does not keep a server from its folder.
        _ = file.set_len(0).and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
        Ok(Self(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_folder_has_one_owner_at_a_time() {
        let folder = Folder::new();
        let first = DataLock::take(folder.path()).expect("free");

        let refused = DataLock::take(folder.path()).err().expect("taken").to_string();
        assert!(refused.contains(&format!("(process {})", std::process::id())), "{refused}");

        drop(first);
        DataLock::take(folder.path()).expect("free again");
    }
}
