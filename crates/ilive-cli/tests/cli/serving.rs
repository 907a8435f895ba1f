//! `ilive serve` while it runs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::ChildStdout;

use rustix::process::Signal;

use crate::harness::Folder;
use crate::process::Process;

/// A server that serves.
pub(crate) struct Serving {
    pub(crate) process: Process,
    /// Held open: who writes to a pipe that nobody has ends by a signal.
    _out: BufReader<ChildStdout>,
    pub(crate) banner: String,
}

impl Serving {
    /// Starts it and reads the banner up to its line `ready URL`.
    pub(crate) fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut command = folder.ilive(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(args);
        let mut process = Process::start(command);
        let (mut out, mut banner) = (BufReader::new(process.out()), String::new());
        while !banner.lines().any(|line| line.starts_with("ready ")) {
            if out.read_line(&mut banner).expect("UTF-8") == 0 {
                panic!("it ended before it was ready: {:?}", process.end());
            }
        }
        Self { process, _out: out, banner }
    }

    pub(crate) fn url(&self) -> &str {
        self.banner.lines().find_map(|line| line.strip_prefix("ready ")).expect("a line with the URL")
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        let port = self.url().rsplit(':').next().expect("a port").parse().expect("a number");
        SocketAddr::from((Ipv4Addr::LOCALHOST, port))
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address()).expect("it listens")
    }

    /// A request that the server works on until its body comes, which it never does.
    pub(crate) fn begin_a_request(&self) -> TcpStream {
        let stream = self.connect();
        let head = "POST /api/v1/guest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                    Content-Length: 12\r\nExpect: 100-continue\r\n\r\n";
        (&stream).write_all(head.as_bytes()).expect("sent");
        let mut go_on = String::new();
        BufReader::new(&stream).read_line(&mut go_on).expect("an answer");
        assert!(go_on.starts_with("HTTP/1.1 100 "), "{go_on}");
        stream
    }

    /// The body of a plain GET.
    pub(crate) fn get(&self, path: &str) -> String {
        let (head, body) = self.answer(path);
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        body
    }

    /// The problem that a plain GET is refused with.
    pub(crate) fn refused(&self, path: &str) -> serde_json::Value {
        let (head, body) = self.answer(path);
        assert!(head.contains("application/problem+json"), "{head}");
        serde_json::from_str(&body).expect("JSON")
    }

    fn answer(&self, path: &str) -> (String, String) {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.to_owned(), body.to_owned())
    }

    pub(crate) fn signal(&self, signal: Signal) {
        self.process.signal(signal);
    }

    /// Sends `signal` and waits for the end: exit code and standard error.
    pub(crate) fn stop(self, signal: Signal) -> (Option<i32>, String) {
        self.signal(signal);
        let output = self.process.end();
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }
}
