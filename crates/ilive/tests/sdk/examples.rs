//! The examples, as their readers run them: each a process of its own, against a real server.

use std::path::PathBuf;
use std::process::Stdio;

use ilive::wire::element::Body;
use ilive::wire::event;
use ilive::{Event, RoomOption};
use ilive_devices::file::y4m_header;
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::{TestPattern, read_counter};
use ilive_devices::video::Size;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::ffmpeg;
use crate::world::{APP, World, done, heard, sig, within};

const ROOM: u32 = 1001;

/// An example that runs.
struct Example {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    input: ChildStdin,
}

impl Example {
    fn start(world: &World, name: &str, user: &str, more: &[&str]) -> Self {
        let mut command = Command::new(program(name));
        command.args([&world.url(), &APP.to_string(), user, &sig(user), &ROOM.to_string()]).args(more);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("the example starts");
        let said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let input = child.stdin.take().expect("a pipe");
        Self { child, said, input }
    }

    async fn says(&mut self, expected: &str) {
        let line = within(expected, self.said.next_line()).await.expect("UTF-8");
        assert_eq!(line.as_deref(), Some(expected));
    }

    /// Waits for its end, which must be a good one.
    async fn ends(mut self) {
        drop(self.input);
        let status = within("the end of the example", self.child.wait()).await.expect("it ran");
        assert!(status.success(), "{status}");
    }
}

/// Beside the tests' own programs. Where all targets are tested, cargo has built it.
fn program(example: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("a program");
    let profile = tests.ancestors().nth(2).expect("a folder of the profile");
    let program = profile.join("examples").join(example);
    assert!(
        program.exists(),
        "{} is not there: build it with `cargo build -p ilive --examples`",
        program.display()
    );
    program
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_writes_what_a_host_sends() {
    let world = World::start().await;
    let mut host = Example::start(&world, "host", "ann", &[]);
    host.says("live in room 1001; the end of the input (Ctrl-D) ends it").await;
    let film = world.file("film.mp4");

    let mut viewer = Example::start(&world, "viewer", "bob", &[&film.display().to_string(), "2"]);
    viewer.says("watching room 1001").await;
    viewer.ends().await;

    assert_eq!(ffmpeg::streams(&film)[0], "h264,video,640,480");
    let pictures = ffmpeg::pictures(&film, Size::new(640, 480));
    let numbers: Vec<u16> = pictures.iter().map(|picture| read_counter(picture).expect("a number")).collect();
    assert!(numbers.len() > 10 && numbers.is_sorted_by(|before, after| before < after), "{numbers:?}");
    host.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_ends_in_its_time_where_nobody_sends() {
    let world = World::start().await;
    let ann = world.user("ann").await;
    done("a room", ann.create_room(ROOM, RoomOption::host())).await.expect("a room");
    let film = world.file("nothing.mp4").display().to_string();

    let mut viewer = Example::start(&world, "viewer", "bob", &[&film, "1"]);

    viewer.says("watching room 1001").await;
    viewer.says(&format!("0 pictures in {film}")).await;
    viewer.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_sends_a_film() {
    let world = World::start().await;
    let (source, film) = (world.file("film.y4m"), world.file("seen.mp4"));
    std::fs::write(&source, y4m(Size::new(320, 240), 15)).expect("a film");

    let mut host = Example::start(&world, "host", "ann", &[&source.display().to_string()]);
    host.says("live in room 1001; the end of the input (Ctrl-D) ends it").await;
    let mut viewer = Example::start(&world, "viewer", "bob", &[&film.display().to_string(), "1"]);
    viewer.says("watching room 1001").await;
    viewer.ends().await;

    assert_eq!(ffmpeg::streams(&film)[0], "h264,video,320,240");
    let pictures = ffmpeg::pictures(&film, Size::new(320, 240));
    assert!(pictures.iter().all(|picture| read_counter(picture).is_some_and(|number| number < 15)));
    host.ends().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_answers_in_chat() {
    let world = World::start().await;
    let ann = world.user("ann").await;
    done("a room", ann.create_room(ROOM, RoomOption::host())).await.expect("a room");
    let mut events = ann.events();
    let mut bot = Example::start(&world, "bot", "bob", &[]);
    bot.says("listening in room 1001").await;

    done("a text", ann.send_group_text("hello")).await.expect("said");
    let answer = heard(&mut events, "an answer", |event| match event {
        Event::Server(event::Event::MessageArrived(arrived)) => arrived.message.clone(),
        _ => None,
    })
    .await;

    assert_eq!(answer.sender, "bob");
    assert_eq!(answer.elements[0].body, Some(Body::Text("ann said: hello".to_owned())));
    done("a text", ann.send_group_text("bye")).await.expect("said");
    bot.says("ann: hello").await;
    bot.says("ann: bye").await;
    bot.ends().await;
}

/// So many pictures, each with its number.
fn y4m(size: Size, count: u64) -> Vec<u8> {
    let pattern = TestPattern::new(size, FrameRate::whole(15).expect("a rate")).expect("a size");
    let mut film = y4m_header(size, 15, 1);
    for number in 0..count {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(pattern.picture(number).data());
    }
    film
}
