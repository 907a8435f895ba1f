//! PulseAudio for one test, and the test again, where it finds that.

use std::fs;
use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{Shutdown, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// In the environment of the process in which the test itself runs.
const INSIDE: &str = "ILIVE_TEST_INSIDE";

/// Runs `test` with a server that has these modules.
pub(crate) fn with_server(name: &str, modules: &[&str], test: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return test();
    }
    let server = Server::start(folder(name), modules);
    let done = inside(name, &server.folder).status().expect("the test runs itself");
    assert!(done.success(), "see above");
}

/// The same, where that server is to be reached by TCP.
pub(crate) fn with_server_elsewhere(name: &str, modules: &[&str], test: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return test();
    }
    let server = Server::start(folder(name), modules);
    let address = forward(server.folder.join("pulse/native"));
    let done = inside(name, &server.folder).env("PULSE_SERVER", address).status();
    assert!(done.expect("the test runs itself").success(), "see above");
}

/// Runs `test` where there is none, whatever `address` says, and nothing may be printed as an error.
pub(crate) fn without_server(name: &str, address: Option<&str>, test: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return test();
    }
    let folder = folder(name);
    let mut inside = inside(name, &folder);
    inside.envs(address.map(|address| ("PULSE_SERVER", address)));
    let done = inside.output().expect("the test runs itself");
    // A server that came and went has taken it along.
    let _ = fs::remove_dir_all(&folder);
    let printed = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success() && printed.is_empty(),
        "{printed}\n{}",
        String::from_utf8_lossy(&done.stdout)
    );
}

/// Tells the server something; gives what it says.
pub(crate) fn pactl(arguments: &[&str]) -> String {
    let done = Command::new("pactl").args(arguments).output().expect("pactl is installed");
    assert!(done.status.success(), "pactl {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

/// Takes away the module that was loaded with these words.
pub(crate) fn unload(module: &str) {
    let (name, argument) = module.split_once(' ').expect("its name and what it was told");
    let modules = pactl(&["list", "short", "modules"]);
    let known = |line: &&str| line.contains(name) && line.contains(argument);
    let index = modules.lines().find(known).and_then(|line| line.split_whitespace().next());
    pactl(&["unload-module", index.expect("it is loaded")]);
}

/// A server for whoever is inside already, from now until it is dropped.
pub(crate) fn server_comes(modules: &[&str]) -> Server {
    let folder = std::env::var_os("XDG_RUNTIME_DIR").expect("the test is inside");
    Server::start(folder.into(), modules)
}

pub(crate) struct Server {
    folder: PathBuf,
    process: Child,
}

impl Server {
    fn start(folder: PathBuf, modules: &[&str]) -> Self {
        let mut command = Command::new("pulseaudio");
        command.args(["--daemonize=no", "--exit-idle-time=-1", "-n", "--realtime=no", "--high-priority=no"]);
        command.args(["--use-pid-file=no", "--disable-shm=yes", "--log-target=stderr", "--log-level=info"]);
        for module in modules.iter().chain(&["module-native-protocol-unix"]) {
            command.args(["-L", module]);
        }
        let process = at_home(&mut command, &folder).stderr(Stdio::piped()).spawn();
        let mut server = Self { folder, process: process.expect("PulseAudio is installed") };
        server.wait_until_ready();
        server
    }

    /// Until it says so itself; what it says later is read and forgotten, since it would stop when nobody did.
    fn wait_until_ready(&mut self) {
        let stderr = self.process.stderr.take().expect("it is piped");
        let mut lines = BufReader::new(stderr).lines();
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.contains("Daemon startup complete")) {
            match lines.next() {
                Some(line) => said.push(line.expect("text")),
                None => panic!("PulseAudio has ended:\n{}", said.join("\n")),
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
    }
}

impl Server {
    /// Stops it in the middle of whatever it does, or lets it go on.
    pub(crate) fn signal(&self, signal: &str) {
        let process = self.process.id().to_string();
        let done = Command::new("kill").args(["-s", signal, &process]).status().expect("each system has it");
        assert!(done.success(), "kill -s {signal}");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that a test has ended is not there any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// This test, alone in its process.
fn inside(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("it runs"));
    command.args(["--exact", name, "--nocapture", "--quiet"]).env(INSIDE, "1");
    at_home(&mut command, folder);
    std::io::stdout().flush().expect("it is open");
    command
}

/// Nothing of whoever runs the tests is read or changed.
fn at_home<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    for name in ["PULSE_SERVER", "PULSE_RUNTIME_PATH", "PULSE_COOKIE", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"]
    {
        command.env_remove(name);
    }
    command.env("XDG_RUNTIME_DIR", folder).env("HOME", folder).env("XDG_CONFIG_HOME", folder)
}

fn folder(name: &str) -> PathBuf {
    // Short: the path of a socket has 108 bytes at most.
    let folder = std::env::temp_dir().join(format!("ilive-{}-{:.24}", std::process::id(), name));
    fs::create_dir_all(&folder).expect("a folder for temporary files");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("it is ours");
    folder
}

/// Listens for that server and gives its address. PulseAudio itself takes no port 0, and one that is looked for and let go
/// may be another's by the time that it listens.
fn forward(socket: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    std::thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let server = UnixStream::connect(&socket).expect("the server listens");
            client.set_nodelay(true).expect("it is open");
            let (asks, answers) = (client.try_clone(), server.try_clone());
            let (mut asks, mut answers) = (asks.expect("it is open"), answers.expect("it is open"));
            let (mut client, mut server) = (client, server);
            // Either end may hang up, and the other one is told.
            std::thread::spawn(move || {
                let _ = io::copy(&mut asks, &mut server);
                server.shutdown(Shutdown::Both)
            });
            std::thread::spawn(move || {
                let _ = io::copy(&mut answers, &mut client);
                client.shutdown(Shutdown::Both)
            });
        }
    });
    format!("tcp:{address}")
}
