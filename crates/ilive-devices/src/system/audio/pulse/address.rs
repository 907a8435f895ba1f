//! Where the server listens.

use std::path::{Path, PathBuf};

/// The socket that these settings name, whether it is there or not; the first that is set counts, as for all other clients.
///
/// None where `PULSE_SERVER` names a server on another machine.
pub(super) fn socket_path(setting: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(server) = setting("PULSE_SERVER") {
        // Several servers may be named, and each for one machine only.
        let mut named = server.split_whitespace().map(without_machine);
        return named.find_map(|server| {
            let path = server.strip_prefix("unix:").unwrap_or(server);
            path.starts_with('/').then(|| path.into())
        });
    }
    let at = |folder: String, rest: &str| Path::new(&folder).join(rest);
    let runtime = setting("PULSE_RUNTIME_PATH").map(|folder| at(folder, "native"));
    let user = || setting("XDG_RUNTIME_DIR").map(|folder| at(folder, "pulse/native"));
    // The server of a whole machine, as small devices have it.
    runtime.or_else(user).or_else(|| Some("/run/pulse/native".into()))
}

/// `{id of a machine}server`.
fn without_machine(server: &str) -> &str {
    match server.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        Some((_, server)) => server,
        None => server,
    }
}

/// Where the secret is that a server asks for; it needs none of whoever runs as its own user.
pub(super) fn cookie_paths(setting: impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let home = setting("HOME").map(PathBuf::from);
    let named = setting("PULSE_COOKIE").map(PathBuf::from);
    let config =
        setting("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| Some(home.as_ref()?.join(".config")));
    let usual = config.map(|config| config.join("pulse/cookie"));
    let old = home.map(|home| home.join(".pulse-cookie"));
    named.into_iter().chain(usual).chain(old).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_where_the_settings_say() {
        let all = [("PULSE_RUNTIME_PATH", "/p"), ("XDG_RUNTIME_DIR", "/x")];
        for (case, settings, path) in [
            ("of the user", &all[1..], Some("/x/pulse/native")),
            ("of PulseAudio", &all, Some("/p/native")),
            ("of the machine", &[], Some("/run/pulse/native")),
            ("named", &[("PULSE_SERVER", "unix:/s"), all[1]], Some("/s")),
            ("a path alone", &[("PULSE_SERVER", "/s")], Some("/s")),
            ("of one machine", &[("PULSE_SERVER", "{4a2c}unix:/s")], Some("/s")),
            ("the second of two", &[("PULSE_SERVER", "tcp:host unix:/s")], Some("/s")),
            ("on another machine", &[("PULSE_SERVER", "tcp:host:4713"), all[1]], None),
        ] {
            let setting = |name: &str| {
                settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(socket_path(setting), path.map(PathBuf::from), "{case}");
        }
    }
}
