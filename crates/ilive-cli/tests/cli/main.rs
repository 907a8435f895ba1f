//! The built command, run as people and scripts run it.

mod bench;
mod bots;
mod codes;
mod config;
mod doctor;
#[path = "../../../ilive-devices/tests/recording/ffmpeg.rs"]
mod ffmpeg;
mod full_disk;
mod harness;
#[path = "../../../ilive-devices/tests/recording/hearing.rs"]
mod hearing;
mod help;
mod log;
mod process;
mod running;
mod serve;
mod serving;
mod sig;
mod talk;
