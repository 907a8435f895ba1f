//! The bench's clients.

use std::sync::Arc;

use ilive::{Config, Ilive, MediaSink, RoomOption};

use super::senses::{PLAY, Senses};
use crate::bench::server::{APP, Server, user_sig};

/// The room that is published into.
pub(super) const ROOM: u32 = 1001;

/// A client that is logged in.
pub(super) async fn login(
    server: &Server,
    user: &str,
    sink: Option<Arc<dyn MediaSink>>,
) -> anyhow::Result<Ilive> {
    let config = Config { sink, ..Config::new(format!("http://{}", server.address()), APP) };
    let ilive = Ilive::init(config)?;
    ilive.login(user, &user_sig(user)?).await?;
    Ok(ilive)
}

/// One who sends the test pattern and the tone.
pub(super) async fn publish(server: &Server) -> anyhow::Result<Ilive> {
    let ilive = login(server, "host", None).await?;
    ilive.create_room(ROOM, RoomOption::host()).await?;
    ilive.open_camera(Some("virtual:pattern")).await?;
    ilive.open_mic(Some("virtual:tone")).await?;
    Ok(ilive)
}

/// One who sees and hears it.
pub(super) async fn watch(server: &Server, user: &str, senses: Arc<Senses>) -> anyhow::Result<Ilive> {
    let ilive = login(server, user, Some(senses)).await?;
    ilive.join_room(ROOM, RoomOption::audience()).await?;
    ilive.tap_audio(PLAY, true)?;
    Ok(ilive)
}
