//! Who a bot is: by a ticket that was given, as a guest, or by one made here.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use clap::Args;
use ilive_protocol::text::printable;
use ilive_protocol::{AppId, UserId};
use ilive_ticket::{Claims, Secret, Unverified, mint_user_sig_v2};
use serde::Deserialize;

use crate::args::{self, AppArg, AppParser, Place};
use crate::exit::UsageError;
use crate::{settings, sig};

/// A ticket made here holds for a day.
const VALID_S: u64 = 86_400;

#[derive(Args)]
pub(super) struct TicketArgs {
    /// User id; without it somebody new
    #[arg(long, value_name = "ID", conflicts_with = "guest")]
    user: Option<UserId>,
    /// What others see beside the user id, from now on
    #[arg(long, value_name = "NAME", value_parser = args::nick)]
    pub(super) nick: Option<String>,
    /// A userSig of that user
    #[arg(long, value_name = "SIG", requires = "user", conflicts_with_all = ["guest", "app"], env = "ILIVE_TICKET", hide_env_values = true)]
    ticket: Option<String>,
    /// Ask the server for a guest's ticket
    #[arg(long, conflicts_with = "app")]
    guest: bool,
    /// Sign for this app instead of the server's own
    #[arg(long, value_name = "ID=SECRET", value_parser = AppParser)]
    app: Option<AppArg>,
    #[command(flatten)]
    place: Place,
}

/// What a login needs.
pub(super) struct Ticket {
    pub(super) sdk_app_id: u32,
    pub(super) user_id: String,
    pub(super) user_sig: String,
}

/// What the server answers to who asks for a guest's ticket.
#[derive(Deserialize)]
struct Guest {
    sdk_app_id: u32,
    user_id: String,
    user_sig: String,
}

impl TicketArgs {
    /// The ticket for the server at `url`.
    pub(super) async fn ticket(&self, url: &str) -> anyhow::Result<Ticket> {
        match (&self.ticket, &self.user) {
            (Some(user_sig), Some(user)) => given(user_sig, user),
            _ if self.guest => {
                guest(url, self.nick.as_deref().unwrap_or("bot")).await.context("asking for a guest's ticket")
            }
            (_, user) => self.made(user.clone().map_or_else(somebody, Ok)?),
        }
    }

    /// Where the server's own certificate may lie, should it be on this machine.
    pub(super) fn certificate(&self) -> anyhow::Result<PathBuf> {
        Ok(settings::layers(&self.place)?.finish().server.data.join("lan-cert.pem"))
    }

    fn made(&self, user: UserId) -> anyhow::Result<Ticket> {
        let app = sig::app(self.app.as_ref(), &self.place)
            .context("making a ticket (give --ticket with --user, or --guest, for a server elsewhere)")?;
        let issued_at =
            SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?;
        let claims = Claims { app: app.id, user: &user, issued_at: issued_at.as_secs(), valid_s: VALID_S };
        let user_sig = mint_user_sig_v2(&Secret::new(app.secret.as_str())?, &claims);
        Ok(Ticket { sdk_app_id: app.id.get(), user_id: user.to_string(), user_sig })
    }
}

/// The app is in the ticket. Whether it is good is the server's to say.
fn given(user_sig: &str, user: &UserId) -> anyhow::Result<Ticket> {
    let app: AppId = match Unverified::parse(user_sig.trim()) {
        Ok(ticket) => ticket.app_id(),
        Err(why) => return Err(UsageError(format!("--ticket: {why}")).into()),
    };
    Ok(Ticket { sdk_app_id: app.get(), user_id: user.to_string(), user_sig: user_sig.trim().to_owned() })
}

async fn guest(url: &str, nick: &str) -> anyhow::Result<Ticket> {
    // Another part of the program may have installed it already.
    _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("{}/api/v1/guest", url.trim_end_matches('/'));
    let response = client.post(&url).json(&serde_json::json!({ "nick": nick })).send().await?;
    if !response.status().is_success() {
        let problem: serde_json::Value = response.json().await.context("the answer is not the server's")?;
        let text = |name: &str| printable(problem[name].as_str().unwrap_or_default()).into_owned();
        bail!("{} {} {}: {}", text("module"), problem["code"], text("sub_reason"), text("detail"));
    }
    let Guest { sdk_app_id, user_id, user_sig } =
        response.json().await.context("the answer is not the server's")?;
    Ok(Ticket { sdk_app_id, user_id, user_sig })
}

fn somebody() -> anyhow::Result<UserId> {
    format!("bot-{:010x}", rand::random::<u64>() & 0xff_ffff_ffff).parse().context("a new user id")
}
