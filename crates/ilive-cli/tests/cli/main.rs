//! The built command, run as people and scripts run it.

mod bench;
mod codes;
mod config;
mod doctor;
mod full_disk;
mod harness;
mod help;
mod log;
mod serve;
mod serving;
mod sig;
mod talk;
