//! Pictures: what cameras, screens, files and the app's own capture give, before an encoder.

mod convert;
mod cut_out;
mod external;
mod fit;
mod picture;
mod rotate;
mod size;
mod watermark;

pub use convert::i420_from_bgr;
#[cfg(all(feature = "system-screen", target_os = "linux"))]
pub(crate) use convert::i420_from_pixels;
#[cfg(all(feature = "system-screen", target_os = "linux"))]
pub(crate) use cut_out::Part;
pub use cut_out::cut_out;
pub use external::ExternalFrame;
pub use fit::fit;
pub use picture::{Picture, Plane, VideoFrame};
pub use rotate::{Rotation, rotate};
pub use size::{SIDE_MAX, Size};
pub use watermark::{Watermark, WatermarkKind};
