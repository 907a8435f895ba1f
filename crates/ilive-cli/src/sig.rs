//! `ilive sig`: tickets for trying things out, made as an app's own server would make them.

mod rights;

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use clap::{ArgGroup, Args};
use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_server::config::Config;
use ilive_server::{Secrets, app_id};
use ilive_ticket::{Claims, Grant, Link, Secret, mint_link_key_v2, mint_room_key_v2, mint_user_sig_v2};
use serde::Serialize;

use crate::args::{AppArg, AppParser, Place};
use crate::exit::UsageError;
use crate::{output, settings};

/// Make a ticket: a userSig, or with --room a room key (privateMapKey) or a key to link that room with another
#[derive(Args)]
#[command(group = ArgGroup::new("key").args(["rights", "link_room"]))]
pub(crate) struct SigArgs {
    /// User id: 1 to 64 of A-Z a-z 0-9 _ . @ -
    user: UserId,
    /// Seconds until the ticket runs out
    #[arg(long, value_name = "S", default_value_t = 86_400, value_parser = clap::value_parser!(u32).range(1..))]
    expire: u32,
    /// Make a key for this room: a number, or a name (s:NAME for a name that is all digits)
    #[arg(long, requires = "key", value_parser = RoomId::from_path)]
    room: Option<RoomId>,
    /// What the room key allows: host, cohost, audience, or authority bits (255, 0xff, 0b10101010)
    #[arg(long, requires = "room", value_parser = rights::parse)]
    rights: Option<Rights>,
    /// Make a link key: from --room, USER may link with this room
    #[arg(long, value_name = "ROOM", requires_all = ["room", "link_user"], value_parser = RoomId::from_path)]
    link_room: Option<RoomId>,
    /// The member of the other room who is asked for the link
    #[arg(long, value_name = "USER", requires = "link_room")]
    link_user: Option<UserId>,
    /// Sign for this app instead of the server's own: the generated one where it is served, else the one configured
    #[arg(long, value_name = "ID=SECRET", value_parser = AppParser)]
    app: Option<AppArg>,
    #[command(flatten)]
    place: Place,
    /// Print a JSON object: sdk_app_id, user_id, expires_at; and user_sig, or room_key, room, rights, or link_key, room, link_room, link_user
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Made {
    sdk_app_id: u32,
    user_id: UserId,
    #[serde(flatten)]
    ticket: Ticket,
    /// Unix seconds; the last one it is valid in.
    expires_at: u32,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Ticket {
    User { user_sig: String },
    Room { room_key: String, room: String, rights: u8 },
    Link { link_key: String, room: String, link_room: String, link_user: UserId },
}

/// Prints the ticket and a newline, nothing else.
pub(crate) fn run(args: &SigArgs) -> anyhow::Result<()> {
    let now_s =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs();
    let app = app(args.app.as_ref(), &args.place)?;
    let made = make(args, &app, now_s)?;
    if args.json {
        return output::print_json(&made);
    }
    let (Ticket::User { user_sig: text }
    | Ticket::Room { room_key: text, .. }
    | Ticket::Link { link_key: text, .. }) = made.ticket;
    output::print(&(text + "\n"))
}

/// The app to sign for: the one that is named, else the server's own.
pub(crate) fn app(named: Option<&AppArg>, place: &Place) -> anyhow::Result<AppArg> {
    if let Some(app) = named {
        return Ok(app.clone());
    }
    let config = settings::layers(place)?.finish();
    let data = &config.server.data;
    if config.serves_generated_app()
        && let Some(secrets) = Secrets::load(data)?
    {
        return Ok(AppArg { id: AppId::new(secrets.app_id)?, secret: secrets.app_secret });
    }
    let mut configured = configured(&config)?;
    match (configured.pop(), configured.is_empty()) {
        (Some(app), true) => Ok(app),
        (Some(_), false) => bail!("several apps are configured: name one with --app ID=SECRET"),
        (None, _) if config.serves_generated_app() => bail!(
            "no secrets in {}: run `ilive serve` there once, or name an app with --app ID=SECRET",
            data.display()
        ),
        (None, _) => bail!("no configured app has a secret to sign with: name one with --app ID=SECRET"),
    }
}

/// The configured apps that this command can sign for.
fn configured(config: &Config) -> anyhow::Result<Vec<AppArg>> {
    let mut apps = Vec::new();
    for (id, app) in &config.apps {
        if let Some(secret) = app.secret_text().with_context(|| format!("apps.{id}"))? {
            apps.push(AppArg { id: app_id(id)?, secret });
        }
    }
    Ok(apps)
}

fn make(args: &SigArgs, app: &AppArg, now_s: u64) -> anyhow::Result<Made> {
    let expires_at = u32::try_from(now_s + u64::from(args.expire)).map_err(|_| {
        UsageError(format!(
            "--expire {}: a ticket cannot outlive the year 2106, give fewer seconds",
            args.expire
        ))
    })?;
    let secret = Secret::new(app.secret.as_str())?;
    let claims = Claims { app: app.id, user: &args.user, issued_at: now_s, valid_s: args.expire.into() };
    let ticket = match (&args.room, args.rights, &args.link_room, &args.link_user) {
        (Some(room), Some(rights), ..) => Ticket::Room {
            room_key: mint_room_key_v2(&secret, &claims, &Grant { room, rights, expires_at }),
            room: room.to_string(),
            rights: rights.0,
        },
        (Some(from), None, Some(to), Some(member)) => Ticket::Link {
            link_key: mint_link_key_v2(&secret, &claims, &Link { from, to: (to, member), expires_at }),
            room: from.to_string(),
            link_room: to.to_string(),
            link_user: member.clone(),
        },
        _ => Ticket::User { user_sig: mint_user_sig_v2(&secret, &claims) },
    };
    Ok(Made { sdk_app_id: app.id.get(), user_id: args.user.clone(), ticket, expires_at })
}
