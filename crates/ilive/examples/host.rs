//! Opens a room and sends into it: `host URL APP USER USERSIG ROOM [FILM]`. Without a film it is a test pattern; the
//! sound is a tone. It ends when its standard input does: Ctrl-D on a terminal, at once with `< /dev/null`; in the
//! background, `sleep infinity | host …` keeps it up.

use std::path::PathBuf;

use ilive::{Config, Ilive, IliveError, RoomOption};
use ilive_devices::device::{DeviceInfo, DeviceKind};
use ilive_devices::virtual_devices::Virtual;

fn main() -> anyhow::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let film = (args.len() == 6).then(|| args.remove(5));
    let [url, app, user, user_sig, room] = &args[..] else {
        anyhow::bail!("usage: host URL APP USER USERSIG ROOM [FILM]")
    };
    let mut config = Config::new(url, app.parse()?);
    if let Some(film) = film {
        // A file that stands for a camera is plugged in like any other device.
        let camera = DeviceInfo { kind: DeviceKind::Camera, id: "film".parse()?, name: "Film".to_owned() };
        config.media.devices.push((camera, Virtual::File { path: PathBuf::from(film), looped: true }));
    }
    let camera = config.media.devices.first().map_or("virtual:pattern", |_| "film");
    // The SDK brings its own threads: any executor will do.
    Ok(futures_executor::block_on(host(config.clone(), camera, user, user_sig, room.parse()?))?)
}

async fn host(config: Config, camera: &str, user: &str, user_sig: &str, room: u32) -> Result<(), IliveError> {
    let ilive = Ilive::init(config)?;
    ilive.login(user, user_sig).await?;
    ilive.create_room(room, RoomOption::host()).await?;
    ilive.open_camera(Some(camera)).await?;
    ilive.open_mic(Some("virtual:tone")).await?;
    println!("live in room {room}; the end of the input (Ctrl-D) ends it");
    // Whatever ends the input ends the show; an input that cannot be read does as well.
    let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    ilive.quit_room().await?;
    ilive.release().await
}
