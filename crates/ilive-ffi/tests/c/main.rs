//! Programs in C, compiled as an app's developer compiles them, against the library and a real server.

mod compile;
mod driver;
mod room;
