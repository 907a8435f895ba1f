//! The façade's own methods: login, rooms, links, parameters. Each is the guards of R1 in their order, then one of the layers
//! below.

mod devices;
mod links;
mod login;
mod rooms;
