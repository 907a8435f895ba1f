//! Answers in a room's chat: `bot URL APP USER USERSIG ROOM`. What others say is said back; `bye` sends it home.

use ilive::wire::element::Body;
use ilive::wire::{Message, event};
use ilive::{Config, Event, Ilive, IliveError, RoomOption};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, app, user, user_sig, room] = &args[..] else {
        anyhow::bail!("usage: bot URL APP USER USERSIG ROOM")
    };
    // The SDK brings its own threads: any executor will do.
    let answering = answer(Config::new(url, app.parse()?), user, user_sig, room.parse()?);
    Ok(futures_executor::block_on(answering)?)
}

async fn answer(config: Config, user: &str, user_sig: &str, room: u32) -> Result<(), IliveError> {
    let ilive = Ilive::init(config)?;
    let mut events = ilive.events();
    ilive.login(user, user_sig).await?;
    // Nothing is looked at: a bot needs no pictures.
    ilive.join_room(room, RoomOption { auto_views: false, ..RoomOption::audience() }).await?;
    println!("listening in room {room}");
    while let Some(event) = events.next().await {
        match event {
            Event::Server(event::Event::MessageArrived(arrived)) => {
                let Some(message) = arrived.message.filter(|message| message.sender != user) else {
                    continue;
                };
                let said = text(&message);
                println!("{}: {said}", message.sender);
                if said == "bye" {
                    break;
                }
                ilive.send_group_text(&format!("{} said: {said}", message.sender)).await?;
            }
            Event::RoomDisconnected { error, .. } | Event::ForcedOffline(error) => return Err(error),
            _ => {}
        }
    }
    ilive.quit_room().await?;
    ilive.release().await
}

/// All text of a message.
fn text(message: &Message) -> String {
    let texts = message.elements.iter().filter_map(|element| match &element.body {
        Some(Body::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}
