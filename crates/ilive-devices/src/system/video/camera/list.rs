//! Which video devices the kernel has, as its files say.

use std::fs;
use std::path::{Path, PathBuf};

use ilive_protocol::text::printable;

use crate::device::{DeviceInfo, DeviceKind};

/// A node in `/dev` that may be a camera.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    /// Of `video7`; the order in which they were found.
    number: u32,
    /// Where it is plugged in, the same after it was away; none for one that is made by a program.
    bus: Option<String>,
    /// One device may have several.
    index: u32,
    name: String,
}

/// All of them, as they were found. `sysfs` is `/sys/class/video4linux`.
pub(super) fn nodes(sysfs: &Path) -> Vec<Node> {
    let entries = fs::read_dir(sysfs).into_iter().flatten().filter_map(Result::ok);
    let mut nodes: Vec<Node> = entries.filter_map(|entry| Node::read(&entry.path())).collect();
    nodes.sort();
    nodes
}

impl Node {
    fn read(folder: &Path) -> Option<Self> {
        let number = folder.file_name()?.to_str()?.strip_prefix("video")?.parse().ok()?;
        let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let bus = fs::canonicalize(folder.join("device")).ok();
        Some(Self {
            number,
            bus: bus.and_then(|bus| Some(bus.file_name()?.to_str()?.to_owned())),
            index: text("index").and_then(|index| index.trim().parse().ok()).unwrap_or(0),
            name: text("name").map(|name| name.trim().to_owned()).unwrap_or_default(),
        })
    }

    pub(super) fn path(&self) -> PathBuf {
        PathBuf::from(format!("/dev/video{}", self.number))
    }

    /// By where it is plugged in: numbers are given in the order of plugging.
    pub(super) fn id(&self) -> String {
        match (&self.bus, self.index) {
            (None, _) => format!("camera:video{}", self.number),
            (Some(bus), 0) => format!("camera:{bus}"),
            (Some(bus), index) => format!("camera:{bus}#{index}"),
        }
    }

    /// None where the kernel's name for it is no id.
    pub(super) fn listed(&self) -> Option<DeviceInfo> {
        let (id, name) = (self.id().parse().ok()?, printable(&self.name).into_owned());
        Some(DeviceInfo { kind: DeviceKind::Camera, id, name })
    }

    /// Of those of its device.
    pub(super) fn is_first(&self) -> bool {
        self.index == 0
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A folder as the kernel has it, until the end of the test.
    struct Sysfs(PathBuf);

    impl Sysfs {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("ilive-{name}-{}", std::process::id()));
            fs::create_dir_all(&folder).expect("a folder");
            Self(folder)
        }

        fn plug(&self, node: &str, name: &str, index: u32, bus: Option<&str>) {
            let folder = self.0.join("class").join(node);
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("name"), format!("{name}\n")).expect("a file");
            fs::write(folder.join("index"), format!("{index}\n")).expect("a file");
            if let Some(bus) = bus {
                let device = self.0.join("devices").join(bus);
                fs::create_dir_all(&device).expect("a folder");
                symlink(device, folder.join("device")).expect("a link");
            }
        }

        fn listed(&self) -> Vec<(String, PathBuf, String)> {
            let nodes = nodes(&self.0.join("class"));
            nodes.into_iter().map(|node| (node.id(), node.path(), node.name)).collect()
        }
    }

    impl Drop for Sysfs {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_camera_is_known_by_where_it_is_plugged_in() {
        let sysfs = Sysfs::new("cameras");
        sysfs.plug("video10", "Made by a program", 0, None);
        sysfs.plug("video2", "HD Webcam: HD Webcam", 0, Some("1-1:1.0"));
        sysfs.plug("video3", "HD Webcam: HD Webcam", 1, Some("1-1:1.0"));
        sysfs.plug("v4l-subdev0", "A lens", 0, None);

        let found = sysfs.listed();

        let row = |id: &str, path: &str, name: &str| (id.to_owned(), PathBuf::from(path), name.to_owned());
        assert_eq!(
            found,
            [
                row("camera:1-1:1.0", "/dev/video2", "HD Webcam: HD Webcam"),
                row("camera:1-1:1.0#1", "/dev/video3", "HD Webcam: HD Webcam"),
                row("camera:video10", "/dev/video10", "Made by a program"),
            ]
        );
    }

    #[test]
    fn a_kernel_without_cameras_has_none() {
        assert_eq!(nodes(Path::new("/nowhere/at/all")), []);
        assert!(Sysfs::new("no-cameras").listed().is_empty());
    }
}
