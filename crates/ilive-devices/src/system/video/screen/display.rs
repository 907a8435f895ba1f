//! An X server: its monitors, its windows, and the pixels of both.

mod fault;

use x11rb::connection::Connection;
use x11rb::protocol::composite::{ConnectionExt as _, Redirect};
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xfixes::ConnectionExt as _;
use x11rb::protocol::xproto::{
    AtomEnum, ConnectionExt as _, GetImageReply, ImageFormat, ImageOrder, MapState, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;

pub(super) use fault::Fault;

use super::pixels::{Cursor, Pixels};
use crate::video::Size;

/// In the server that draws X programs' windows for Wayland: it has those windows, but no screen to be seen.
const XWAYLAND: &str = "XWAYLAND";
/// How much of a list of windows or of a title is read, in units of four bytes.
const PROPERTY_MAX: u32 = 1024;
/// Where red is in a pixel, with eight bits for each colour; then blue is in its lowest byte.
const RED: u32 = 0x00ff_0000;

/// A connection to the X server that `DISPLAY` names.
pub(super) struct Display {
    connection: RustConnection,
    root: Window,
}

/// A screen, as a part of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Monitor {
    pub(super) name: String,
    pub(super) left: i16,
    pub(super) top: i16,
    pub(super) size: Size,
}

impl Display {
    pub(super) fn connect() -> Result<Self, Fault> {
        let (connection, screen) = x11rb::connect(None).map_err(|_| Fault::Gone)?;
        let root = connection.setup().roots.get(screen).ok_or(Fault::Gone)?.root;
        // Both extensions answer only those who have said which version they know.
        connection.xfixes_query_version(4, 0)?.reply()?;
        connection.composite_query_version(0, 2)?.reply()?;
        Ok(Self { connection, root })
    }

    pub(super) fn root(&self) -> Window {
        self.root
    }

    /// The screens, the main one first.
    pub(super) fn monitors(&self) -> Result<Vec<Monitor>, Fault> {
        if self.connection.query_extension(XWAYLAND.as_bytes())?.reply()?.present {
            return Ok(Vec::new());
        }
        let mut found = self.connection.randr_get_monitors(self.root, true)?.reply()?.monitors;
        found.sort_by_key(|monitor| !monitor.primary);
        let monitors = found.into_iter().map(|monitor| {
            let name = self.connection.get_atom_name(monitor.name)?.reply()?.name;
            Ok(Monitor {
                name: String::from_utf8_lossy(&name).into_owned(),
                left: monitor.x,
                top: monitor.y,
                size: Size::new(monitor.width.into(), monitor.height.into()),
            })
        });
        monitors.collect()
    }

    /// The programs' windows that are shown, the topmost first, with their titles.
    pub(super) fn windows(&self) -> Result<Vec<(Window, String)>, Fault> {
        let mut windows = self.property(self.root, "_NET_CLIENT_LIST_STACKING")?;
        if windows.is_empty() {
            // Nobody manages windows here.
            windows = self.connection.query_tree(self.root)?.reply()?.children;
        }
        // One that closes meanwhile is none.
        let shown = windows.into_iter().rev().filter(|window| self.is_a_program(*window).unwrap_or(false));
        Ok(shown.map(|window| (window, self.title(window).unwrap_or_default())).collect())
    }

    fn is_a_program(&self, window: Window) -> Result<bool, Fault> {
        let attributes = self.connection.get_window_attributes(window)?.reply()?;
        Ok(attributes.map_state == MapState::VIEWABLE
            && attributes.class == WindowClass::INPUT_OUTPUT
            && !attributes.override_redirect)
    }

    /// The size of a window; none while it is not shown.
    pub(super) fn shown(&self, window: Window) -> Result<Option<Size>, Fault> {
        let attributes = self.connection.get_window_attributes(window)?;
        let geometry = self.connection.get_geometry(window)?;
        let shown = attributes.reply()?.map_state == MapState::VIEWABLE;
        let geometry = geometry.reply()?;
        Ok(shown.then(|| Size::new(geometry.width.into(), geometry.height.into())))
    }

    /// From now on the window is drawn whole, also where another one covers it, until this connection ends.
    pub(super) fn keep_whole(&self, window: Window) -> Result<(), Fault> {
        Ok(self.connection.composite_redirect_window(window, Redirect::AUTOMATIC)?.check()?)
    }

    /// What is shown there now.
    pub(super) fn pixels(&self, window: Window, corner: (i16, i16), size: Size) -> Result<Pixels, Fault> {
        let (width, height) = (short(size.width), short(size.height));
        let planes = u32::MAX;
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, window, corner.0, corner.1, width, height, planes)?
            .reply()?;
        if !self.is_read(&image) {
            return Err(Fault::Failed(format!("pixels of {} bits in this order are not read", image.depth)));
        }
        Pixels::new(size, image.data)
            .ok_or_else(|| Fault::Failed("it gave another number of pixels".to_owned()))
    }

    /// Whether its pixels are blue, green, red and one that says nothing.
    fn is_read(&self, image: &GetImageReply) -> bool {
        let setup = self.connection.setup();
        let wide = setup.pixmap_formats.iter().any(|it| it.depth == image.depth && it.bits_per_pixel == 32);
        let visuals =
            setup.roots.iter().flat_map(|root| &root.allowed_depths).flat_map(|depth| &depth.visuals);
        let red = visuals.into_iter().find(|visual| visual.visual_id == image.visual).map(|it| it.red_mask);
        wide && setup.image_byte_order == ImageOrder::LSB_FIRST && red == Some(RED)
    }

    /// What the mouse shows, and where its upper left corner is in `window`.
    pub(super) fn cursor(&self, window: Window) -> Result<(Cursor, (i32, i32)), Fault> {
        let image = self.connection.xfixes_get_cursor_image()?;
        let origin = self.connection.translate_coordinates(window, self.root, 0, 0)?;
        let (image, origin) = (image.reply()?, origin.reply()?);
        let at = |at: i16, hot: u16, origin: i16| i32::from(at) - i32::from(hot) - i32::from(origin);
        let corner = (at(image.x, image.xhot, origin.dst_x), at(image.y, image.yhot, origin.dst_y));
        let size = Size::new(image.width.into(), image.height.into());
        Ok((Cursor { size, argb: image.cursor_image }, corner))
    }

    fn title(&self, window: Window) -> Result<String, Fault> {
        let utf8 = self.text(window, self.atom("_NET_WM_NAME")?)?;
        if utf8.is_empty() { self.text(window, AtomEnum::WM_NAME.into()) } else { Ok(utf8) }
    }

    fn text(&self, window: Window, property: u32) -> Result<String, Fault> {
        let reply =
            self.connection.get_property(false, window, property, AtomEnum::ANY, 0, PROPERTY_MAX)?.reply()?;
        Ok(String::from_utf8_lossy(&reply.value).into_owned())
    }

    /// A list of windows; empty where there is no such property.
    fn property(&self, window: Window, name: &str) -> Result<Vec<Window>, Fault> {
        let (property, kind) = (self.atom(name)?, AtomEnum::WINDOW);
        let reply = self.connection.get_property(false, window, property, kind, 0, PROPERTY_MAX)?.reply()?;
        Ok(reply.value32().map(Iterator::collect).unwrap_or_default())
    }

    fn atom(&self, name: &str) -> Result<u32, Fault> {
        Ok(self.connection.intern_atom(false, name.as_bytes())?.reply()?.atom)
    }
}

/// Sizes come from the server, where they have 16 bits.
fn short(side: u32) -> u16 {
    u16::try_from(side).unwrap_or(u16::MAX)
}
