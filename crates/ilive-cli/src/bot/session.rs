//! A bot from its login to its goodbye.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use ilive::{Config, Ilive, IliveError, LogFile, MediaSink, Pending, RoomArg, RoomId, RoomOption, Setup};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};

use super::failed::{Failed, Step};
use super::news::{News, Told};
use super::turn::{End, Turn, Turns};
use super::{BotArgs, rates};

/// A goodbye that takes longer is not waited for: the server finds out by itself.
const GOODBYE: Duration = Duration::from_secs(5);

/// What a bot is made with besides who it is.
#[derive(Default)]
pub(crate) struct Equipment {
    pub(crate) media: Option<Setup>,
    /// How pictures are encoded, in the place of what the server says of roles: `video` of E.3.
    pub(crate) video: Option<Value>,
    pub(crate) sink: Option<Arc<dyn MediaSink>>,
}

/// A client that is logged in.
pub(crate) struct Bot {
    pub(crate) ilive: Ilive,
    pub(crate) news: News,
    pub(crate) user_id: String,
    turns: Turns,
}

/// Runs a bot on a thread of its own kind: the SDK brings its threads along.
pub(crate) fn run<T>(args: &BotArgs, bot: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.context("starting the runtime")?.block_on(bot);
    done.map_err(|mut error| {
        if let Some(failed) = error.downcast_mut::<Failed>() {
            failed.logged(args.log.as_deref());
        }
        error
    })
}

impl Bot {
    /// Logs in.
    pub(crate) async fn login(args: &BotArgs, equipment: Equipment) -> anyhow::Result<Self> {
        let news = News::new();
        let ticket = args.ticket.ticket(&args.url).await?;
        let mut config = Config::new(&args.url, ticket.sdk_app_id);
        config.nick = args.ticket.nick.clone().unwrap_or_default();
        config.roots = own_certificate(args)?;
        config.log = args.log.as_ref().map(LogFile::new);
        config.sink = equipment.sink;
        // Who sends nothing touches nothing of the machine.
        config.media = equipment.media.unwrap_or_else(Setup::virtual_only);
        if let Some(video) = equipment.video {
            (config.spear.fetch, config.spear.default) = (false, Some(roles(ticket.sdk_app_id, &video)));
        }
        let ilive = Ilive::init(config).doing(format!("connecting to {}", args.url))?;
        let turns = Turns::new(ilive.events())?;
        let mut bot = Self { ilive, news, user_id: ticket.user_id, turns };
        bot.news.begin(&format!("logging in at {}", args.url));
        let login = bot.ilive.login(&bot.user_id, &ticket.user_sig);
        bot.unless_stopped(login, format!("logging in at {} as {}", args.url, bot.user_id)).await?;
        bot.news.tell(&Told::LoggedIn { user_id: bot.user_id.clone(), server: args.url.clone() })?;
        Ok(bot)
    }

    /// Enters a room, for this long; the time runs once it is in.
    pub(crate) async fn enter(
        &mut self,
        room: &RoomId,
        option: RoomOption,
        stay: Option<Duration>,
    ) -> anyhow::Result<()> {
        self.news.begin(&format!("entering room {room}"));
        let entering = self.ilive.join_room(RoomArg::from(room), option);
        let rights = self.unless_stopped(entering, format!("entering room {room}")).await?;
        self.turns.stay(stay);
        self.news.begin(&format!("in room {room}"));
        self.news.tell(&Told::Entered { room: room.to_string(), rights: rights.0 })
    }

    /// Waits for what was begun; a signal gives it up.
    pub(crate) async fn unless_stopped<T>(
        &mut self,
        pending: Pending<T>,
        doing: impl Into<String>,
    ) -> Result<T, Failed> {
        let doing = doing.into();
        let mut pending = std::pin::pin!(pending);
        let done: Result<T, IliveError> = tokio::select! {
            done = &mut pending => done,
            () = self.turns.stopped() => {
                pending.cancel();
                pending.await
            }
        };
        done.doing(doing)
    }

    /// The next thing to do. What events say is told before.
    pub(crate) async fn turn(&mut self) -> anyhow::Result<Turn> {
        let turn = self.turns.next().await;
        if let Turn::Event(event) = &turn
            && let Some(told) = Told::of(event)
        {
            self.news.tell(&told)?;
        }
        Ok(turn)
    }

    /// Tells the rates of now.
    pub(crate) fn tell_rates(&mut self) -> anyhow::Result<()> {
        let rates = rates::Rates::of(&self.ilive.quality());
        self.news.rates(&rates)
    }

    /// Tells all that was measured.
    pub(crate) fn tell_quality(&mut self) -> anyhow::Result<()> {
        let rates = rates::Rates::of(&self.ilive.quality());
        self.news.quality(&rates)
    }

    /// Has raw sound of a source handed to the sink (B.4).
    pub(crate) fn listen(&self, source: u32) -> Result<(), Failed> {
        self.ilive.tap_audio(source, true).doing("listening to the room")
    }

    /// Leaves the room and the server, so that its seat is free at once; gives what failed before.
    pub(crate) async fn leave(self, end: anyhow::Result<End>) -> anyhow::Result<()> {
        let goodbye = async {
            // What cannot be said any more need not be.
            _ = self.ilive.quit_room_now().await;
            _ = self.ilive.release().await;
        };
        _ = tokio::time::timeout(GOODBYE, goodbye).await;
        self.news.tell(&Told::Ended { why: end.as_ref().map_or("failed", End::word) })?;
        self.news.end();
        match end? {
            End::PutOut(error) => Err(Failed::new("in the room", error).into()),
            End::Done | End::Stopped | End::Time | End::RoomEnded => Ok(()),
        }
    }
}

impl End {
    /// For scripts.
    fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Time => "time",
            Self::RoomEnded => "room_ended",
            Self::PutOut(_) => "put_out",
        }
    }
}

/// The usual roles, in the form of E.3.
fn roles(app: u32, video: &Value) -> String {
    let conf = [("host", 1), ("cohost", 3), ("audience", 2)].map(
        |(role, kind)| json!({ "role": role, "type": kind, "is_default": u8::from(kind == 1), "video": video }),
    );
    json!({ "retcode": 0, "errmsg": "", "data": { "biz_id": app, "conf": conf } }).to_string()
}

/// A server on this machine has its certificate in its data folder.
fn own_certificate(args: &BotArgs) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let path = args.ticket.certificate()?;
    if !args.url.starts_with("https://") || !path.exists() {
        return Ok(Vec::new());
    }
    let certificate = CertificateDer::from_pem_file(&path);
    Ok(vec![certificate.with_context(|| format!("reading {}", path.display()))?])
}
