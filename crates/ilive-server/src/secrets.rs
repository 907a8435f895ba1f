//! Secrets that the server makes for itself at its first start and keeps in the data folder, readable by its owner only.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use ilive_protocol::AppId;
use serde::{Deserialize, Serialize};

/// The id of the generated app, or the first above it that no configured app has.
const GENERATED_APP: u32 = 1_400_000_001;
const FILE: &str = "secrets.toml";

/// The generated app.
#[derive(Serialize, Deserialize)]
pub struct Secrets {
    /// Its `sdkAppId`.
    pub app_id: u32,
    /// The text of its userSig v2 secret.
    pub app_secret: String,
}

impl Secrets {
    /// Reads the secrets of `data`, or makes them. The generated app has a number that is not among `taken`: should an
    /// app of that number have been configured since, it gets another.
    ///
    /// # Errors
    /// The folder cannot be written, the file is damaged, or others may read it.
    pub fn load_or_make(data: &Path, taken: &BTreeSet<u32>) -> anyhow::Result<Self> {
        make_private_folder(data)?;
        let known = Self::load(data)?;
        if let Some(known) = &known
            && !taken.contains(&known.app_id)
        {
            return Ok(Self { app_id: known.app_id, app_secret: known.app_secret.clone() });
        }
        let secrets = Self {
            app_id: (GENERATED_APP..).find(|id| !taken.contains(id)).context("every app id is taken")?,
            app_secret: known.map_or_else(random_secret, |known| known.app_secret),
        };
        write_private(&data.join(FILE), toml::to_string(&secrets)?.as_bytes())?;
        Ok(secrets)
    }

    /// Reads the secrets of `data`; `None` before a first start.
    ///
    /// # Errors
    /// The file is damaged, or others may read it.
    pub fn load(data: &Path) -> anyhow::Result<Option<Self>> {
        let path = data.join(FILE);
        let Some(text) = read_private(&path)? else { return Ok(None) };
        let secrets: Self = toml::from_str(&text)
            .with_context(|| format!("{}: not the secrets file that this program wrote", path.display()))?;
        AppId::new(secrets.app_id).with_context(|| format!("{}: app_id", path.display()))?;
        Ok(Some(secrets))
    }
}

fn random_secret() -> String {
    let bytes: [u8; 32] = rand::random();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The data folder, for its owner alone where it is made here: the store holds what people write.
pub(crate) fn make_private_folder(data: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.with_context(|| format!("making the data folder {}", data.display()))
}

/// The text of a file that only its owner may read; `None` when there is none.
pub(crate) fn read_private(path: &Path) -> anyhow::Result<Option<String>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
    };
    let mode =
        fs::metadata(path).with_context(|| format!("reading {}", path.display()))?.permissions().mode();
    if mode & 0o077 != 0 {
        bail!("{} can be read by others (mode {:o}): chmod 600 {0}", path.display(), mode & 0o777);
    }
    Ok(Some(text))
}

/// The text of a key file of the operator's. Where others can read it, the log says so: orchestrators mount secrets that
/// way.
pub(crate) fn read_key(path: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mode = fs::metadata(path).map(|file| file.permissions().mode()).unwrap_or_default();
    if mode & 0o004 != 0 {
        tracing::warn!(file = %path.display(), "everybody on this machine can read this key: chmod 600");
    }
    Ok(text)
}

/// Writes a file that only its owner may read: whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = PathBuf::from(format!("{}.new", path.display()));
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn secrets_are_made_once_and_kept_from_others() {
        let folder = Folder::new();

        let none = BTreeSet::new();
        let made = Secrets::load_or_make(folder.path(), &none).expect("made");
        let again = Secrets::load_or_make(folder.path(), &none).expect("read");

        assert_eq!(made.app_secret, again.app_secret);
        assert_eq!(made.app_secret.len(), 64);
        let mode = fs::metadata(folder.path().join(FILE)).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn the_generated_app_makes_way_for_a_configured_one() {
        let folder = Folder::new();
        let taken =
            |ids: &[u32]| Secrets::load_or_make(folder.path(), &ids.iter().copied().collect()).expect("some");

        let first = taken(&[GENERATED_APP]);
        let later = taken(&[GENERATED_APP, GENERATED_APP + 1]);
        let kept = taken(&[]);

        assert_eq!((first.app_id, later.app_id, kept.app_id), (1_400_000_002, 1_400_000_003, 1_400_000_003));
        assert_eq!(first.app_secret, kept.app_secret, "its tickets are still good for it");
    }

    #[test]
    fn a_folder_that_is_made_is_its_owners_alone() {
        let folder = Folder::new();
        let data = folder.path().join("a/data");

        Secrets::load_or_make(&data, &BTreeSet::new()).expect("made");

        assert_eq!(fs::metadata(&data).expect("a folder").permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn secrets_that_others_can_read_are_refused_with_the_mend() {
        let folder = Folder::new();
        Secrets::load_or_make(folder.path(), &BTreeSet::new()).expect("made");
        let path = folder.path().join(FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("opened up");

        let error = Secrets::load(folder.path()).err().expect("refused").to_string();

        assert!(error.contains("chmod 600"), "{error}");
    }
}
