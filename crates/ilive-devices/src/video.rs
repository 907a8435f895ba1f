//! Pictures: what cameras, screens, files and the app's own capture give, before an encoder.

mod convert;
mod external;
mod fit;
mod format;
mod picture;
mod rotate;
mod size;
mod watermark;

pub use convert::i420_from_bgr;
pub use external::{ExternalCapture, ExternalFrame};
pub use fit::fit;
pub use format::ColorFormat;
pub use picture::{Picture, Plane, VideoFrame};
pub use rotate::{Rotation, rotate};
pub use size::{EXTERNAL_SIZES, SIDE_MAX, Size};
pub use watermark::{Watermark, WatermarkKind};
