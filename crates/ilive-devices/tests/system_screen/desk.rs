//! An X server for one claim, and a program that draws on it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ilive_devices::device::VideoSource;
use ilive_devices::video::{Picture, Plane, Size, i420_from_bgr};
use x11rb::connection::Connection;
use x11rb::protocol::randr::{ConnectionExt as _, MonitorInfo};
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ConfigureWindowAux, ConnectionExt as _, CreateGCAux,
    CreateWindowAux, PropMode, Rectangle, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// In the environment of the process that makes the claim: the number of the server's process.
const SERVER: &str = "ILIVE_TEST_X_SERVER";

pub(crate) const RED: u32 = 0x00ff_0000;
pub(crate) const GREEN: u32 = 0x0000_ff00;
pub(crate) const BLUE: u32 = 0x0000_00ff;
pub(crate) const WHITE: u32 = 0x00ff_ffff;

/// The X server, as the claim knows it.
pub(crate) struct Server(String);

/// The X server, as who has started it.
struct Xvfb(Child);

/// A place in a window: from left and top, so wide and high.
pub(crate) type Place = (i16, i16, u16, u16);

/// A program with windows.
pub(crate) struct Desk {
    connection: RustConnection,
    root: Window,
}

/// Makes the claim of this test in a process whose display is a new one.
pub(crate) fn on_a_screen(test: &str, screen: &str, claim: impl FnOnce(&Server)) {
    if let Ok(server) = std::env::var(SERVER) {
        return claim(&Server(server));
    }
    let (xvfb, display) = Xvfb::start(screen);
    let claimed = Command::new(std::env::current_exe().expect("this program"))
        .args([test, "--exact", "--nocapture"])
        .env("DISPLAY", display)
        .env(SERVER, xvfb.0.id().to_string())
        .output()
        .expect("this program starts");
    let said =
        format!("{}{}", String::from_utf8_lossy(&claimed.stdout), String::from_utf8_lossy(&claimed.stderr));
    assert!(claimed.status.success() && said.contains("1 passed"), "{said}");
}

impl Xvfb {
    /// Of a number that nobody else takes, also once it has ended: a claim may be that nothing is there then.
    fn start(screen: &str) -> (Self, String) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = 1000 + std::process::id() % 5000 * 10 + COUNT.fetch_add(1, Ordering::Relaxed);
        let display = format!(":{number}");
        let mut child = Command::new("Xvfb")
            .args([&display, "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", screen])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        // It tells its number once it takes connections.
        let mut told = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut told).expect("it starts");
        assert_eq!(told.trim(), number.to_string());
        (Self(child), display)
    }
}

impl Drop for Xvfb {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    pub(crate) fn kill(&self) {
        let killed = Command::new("kill").args(["-KILL", &self.0]).status().expect("there is a kill");
        assert!(killed.success());
    }
}

impl Desk {
    pub(crate) fn sit() -> Self {
        let (connection, screen) = x11rb::connect(None).expect("a display");
        let root = connection.setup().roots[screen].root;
        Self { connection, root }
    }

    pub(crate) fn root(&self) -> Window {
        self.root
    }

    /// The server has done all that it was asked.
    fn done(&self) {
        self.connection.sync().expect("a server");
    }

    pub(crate) fn fill(&self, window: Window, (x, y, width, height): Place, colour: u32) {
        let gc = self.connection.generate_id().expect("an id");
        self.connection.create_gc(gc, window, &CreateGCAux::new().foreground(colour)).expect("a server");
        let rectangle = Rectangle { x, y, width, height };
        self.connection.poly_fill_rectangle(window, gc, &[rectangle]).expect("a server");
        self.connection.free_gc(gc).expect("a server");
        self.done();
    }

    /// A window above all others.
    pub(crate) fn window(&self, (x, y, width, height): Place, colour: u32, title: &str) -> Window {
        let window = self.connection.generate_id().expect("an id");
        let look = CreateWindowAux::new().background_pixel(colour);
        let class = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(0, window, self.root, x, y, width, height, 0, class, 0, &look)
            .expect("a server");
        let (name, utf8) = (self.atom("_NET_WM_NAME"), self.atom("UTF8_STRING"));
        self.connection
            .change_property8(PropMode::REPLACE, window, name, utf8, title.as_bytes())
            .expect("a server");
        self.connection.map_window(window).expect("a server");
        self.done();
        window
    }

    pub(crate) fn resize(&self, window: Window, (width, height): (u32, u32)) {
        let size = ConfigureWindowAux::new().width(width).height(height);
        self.connection.configure_window(window, &size).expect("a server");
        self.done();
    }

    pub(crate) fn hide(&self, window: Window) {
        self.connection.unmap_window(window).expect("a server");
        self.done();
    }

    pub(crate) fn close(&self, window: Window) {
        self.connection.destroy_window(window).expect("a server");
        self.done();
    }

    /// A mouse of one colour, 16x16, with its upper left corner there.
    pub(crate) fn mouse(&self, colour: u32, (x, y): (i16, i16)) {
        let (shape, cursor) =
            (self.connection.generate_id().expect("an id"), self.connection.generate_id().expect("an id"));
        self.connection.create_pixmap(1, shape, self.root, 16, 16).expect("a server");
        self.fill(shape, (0, 0, 16, 16), 1);
        let [_, red, green, blue] = colour.to_be_bytes().map(|value| u16::from(value) * 257);
        self.connection
            .create_cursor(cursor, shape, shape, red, green, blue, 0, 0, 0, 0, 0)
            .expect("a server");
        let look = ChangeWindowAttributesAux::new().cursor(cursor);
        self.connection.change_window_attributes(self.root, &look).expect("a server");
        self.connection.warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, x, y).expect("a server");
        self.done();
    }

    /// A screen that is a part of all.
    pub(crate) fn plug(&self, name: &str, (x, y, width, height): Place) {
        let name = self.atom(name);
        let monitor = MonitorInfo {
            name,
            primary: false,
            automatic: false,
            x,
            y,
            width,
            height,
            width_in_millimeters: 100,
            height_in_millimeters: 100,
            outputs: Vec::new(),
        };
        self.connection
            .randr_set_monitor(self.root, monitor)
            .expect("a server")
            .check()
            .expect("it is taken");
    }

    pub(crate) fn unplug(&self, name: &str) {
        let name = self.atom(name);
        self.connection
            .randr_delete_monitor(self.root, name)
            .expect("a server")
            .check()
            .expect("there is one");
    }

    fn atom(&self, name: &str) -> u32 {
        let reply = self.connection.intern_atom(false, name.as_bytes()).expect("a server").reply();
        let atom = reply.expect("an atom").atom;
        assert_ne!(atom, u32::from(AtomEnum::NONE));
        atom
    }
}

/// The next picture.
pub(crate) fn next(source: &mut dyn VideoSource) -> Picture {
    loop {
        match source.poll(Duration::from_secs(1)).expect("the source goes on") {
            Some(frame) => return frame.picture,
            None => std::thread::yield_now(),
        }
    }
}

/// A picture that was taken after this was called: the next one may have been waiting.
pub(crate) fn fresh(source: &mut dyn VideoSource) -> Picture {
    next(source);
    next(source)
}

/// Whether the four pixels from this corner on are of one colour.
pub(crate) fn has(picture: &Picture, (x, y): (u32, u32), colour: u32) -> bool {
    let size = Size::new(16, 16);
    let bgr = colour.to_le_bytes()[..3].repeat(size.pixels());
    let swatch = i420_from_bgr(size, &bgr).expect("a possible picture");
    let value = |picture: &Picture, plane, x: u32, y: u32| picture.row(plane, y)[x as usize];
    let luma = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)];
    luma.iter().all(|&(x, y)| value(picture, Plane::Y, x, y) == value(&swatch, Plane::Y, 0, 0))
        && [Plane::U, Plane::V]
            .iter()
            .all(|plane| value(picture, *plane, x / 2, y / 2) == value(&swatch, *plane, 0, 0))
}
