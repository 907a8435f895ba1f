//! How others reach a room.

use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use ilive_core::room::{self, Config, Cross, Listing, Room, Stored};
use ilive_protocol::wire::RoleType;
use ilive_protocol::{AppId, PeerId, RoomId, TinyId};
use ilive_sfu::Event;
use tokio::sync::mpsc;

use super::{INBOX, Message, Task};
use crate::apps::App;
use crate::clock::now;
use crate::config::{StagePolicy, ms};
use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::sync::lock;
use crate::words::random_word;

/// A picture of what is on in a room, from its host's page.
#[derive(Clone)]
pub(crate) struct Cover {
    pub(crate) jpeg: Bytes,
    /// Names it, in Unix ms.
    pub(crate) at_ms: u64,
    /// When it came.
    pub(crate) at: Instant,
}

/// A page puts one every 10 s: an older one shows what is no longer on.
const COVER_FRESH: Duration = Duration::from_secs(30);

/// A handle to a room's task; clones share it.
#[derive(Clone)]
pub(crate) struct RoomHandle(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) app: AppId,
    pub(crate) id: RoomId,
    /// Who asked for it first; nobody, where the store kept it.
    pub(crate) opened_by: Option<TinyId>,
    inbox: mpsc::Sender<Message>,
    listing: Mutex<Option<Listing>>,
    cover: Mutex<Option<Cover>>,
    /// Lets the host's page put a cover.
    cover_token: Mutex<String>,
}

impl Deref for RoomHandle {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl RoomHandle {
    /// The room of that name; its task is started when there is none. What is in no store is vacant: it is made by the
    /// first entry that may make it.
    ///
    /// # Errors
    /// 10004 while the server stops, 10005 `server_full`, 10005 `too_many_rooms` for one who has opened so many.
    pub(crate) fn open(shared: &Shared, app: AppId, id: &RoomId, by: TinyId) -> Result<Self, Refusal> {
        if shared.draining.is_cancelled() {
            return Err(room::Refusal::Draining.into());
        }
        if let Some(room) = shared.hub.open_room(app, id) {
            return Ok(room);
        }
        let limits = &shared.config.limits;
        if shared.hub.room_count() >= limits.rooms {
            return Err(Refusal::full("server_full", "the server has all the rooms that it takes")
                .retry_after(Duration::from_secs(5)));
        }
        if shared.hub.rooms_opened_by(by) >= limits.rooms_per_user {
            return Err(Refusal::full("too_many_rooms", "this user has opened all the rooms that one may")
                .retry_after(ms(shared.config.timers.room_empty)));
        }
        let rules = shared.apps.get(app)?;
        let make = || Self::start(shared, rules, id, Some(by), |config| Room::new(id.clone(), config));
        Ok(shared.hub.room(app, id, make))
    }

    /// A room that the store kept.
    pub(crate) fn restore(shared: &Shared, app: AppId, id: &RoomId, stored: Stored) -> Result<Self, Refusal> {
        let rules = shared.apps.get(app)?;
        Ok(shared.hub.room(app, id, || {
            Self::start(shared, rules, id, None, |config| Room::restore(now(), id.clone(), config, stored))
        }))
    }

    fn start(
        shared: &Shared,
        app: &App,
        id: &RoomId,
        opened_by: Option<TinyId>,
        make: impl FnOnce(Config) -> Room,
    ) -> Self {
        let limits = &shared.config.limits;
        let bounded = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        let config = Config {
            timers: shared.timers,
            stage: match app.stage {
                StagePolicy::Ask => room::StagePolicy::Ask,
                StagePolicy::Open => room::StagePolicy::Open,
            },
            people_max: bounded(limits.room_people),
            rates: limits.room.core(),
            cohost: app.roles.first(RoleType::Cohost),
            audience: app.roles.first(RoleType::Audience),
        };
        let (inbox, messages) = mpsc::channel(INBOX);
        let room = make(config);
        let handle = Self(Arc::new(Inner {
            app: app.id,
            id: id.clone(),
            opened_by,
            inbox,
            listing: Mutex::new(room.listing()),
            cover: Mutex::default(),
            cover_token: Mutex::new(random_word()),
        }));
        shared.tasks.spawn(Task::new(shared, handle.clone(), room).run(messages));
        handle
    }

    /// Whether both are the same opening of a room.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.inbox.is_closed()
    }

    /// # Errors
    /// 10005 `room_busy` when too much waits, 10009 when the room has just ended.
    pub(crate) fn tell(&self, message: Message) -> Result<(), Refusal> {
        self.inbox.try_send(message).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                Refusal::full("room_busy", "too much waits for this room").retry_after(Duration::from_secs(1))
            }
            mpsc::error::TrySendError::Closed(_) => room::Refusal::RoomNotExist.into(),
        })
    }

    /// Something that the room must not miss. Its inbox holds thousands; a room that is further behind than that is told
    /// as soon as it can hear again. What waits for that ends with the room's task, at the latest.
    pub(crate) fn must_hear(&self, message: Message) {
        if let Err(mpsc::error::TrySendError::Full(message)) = self.inbox.try_send(message) {
            let inbox = self.inbox.clone();
            tokio::spawn(async move { inbox.send(message).await });
        }
    }

    /// Another room says something.
    pub(super) fn crossed(&self, from: &RoomId, cross: Cross) {
        self.must_hear(Message::Core(Box::new(room::Input::Cross(from.clone(), cross))));
    }

    /// From a thread that may wait. A room that has closed meanwhile needs no word.
    pub(super) fn tell_blocking(&self, message: Message) {
        let _ = self.inbox.blocking_send(message);
    }

    /// The media plane's word on a peer. That one is gone must be heard, for a seat hangs on it; of the rest there is
    /// more to come.
    pub(crate) fn media_says(&self, peer: PeerId, event: Event) {
        let must =
            matches!(event, Event::PeerLost { .. } | Event::PeerFailed { .. } | Event::PeerClosed { .. });
        let message = Message::Media(peer, event);
        if must {
            self.must_hear(message);
        } else if self.tell(message).is_err() {
            tracing::warn!(room = %self.id, "a room does not keep up with its media events");
        }
    }

    /// What a room list shows; none while the room is vacant.
    pub(crate) fn listing(&self) -> Option<Listing> {
        lock(&self.listing).clone()
    }

    /// A room that is vacant again keeps nothing for whoever makes the next of its name.
    pub(super) fn show(&self, listing: Option<Listing>) {
        let vacant = listing.is_none();
        let before = std::mem::replace(&mut *lock(&self.listing), listing);
        if vacant && before.is_some() {
            *lock(&self.cover_token) = random_word();
            *lock(&self.cover) = None;
        }
    }

    pub(crate) fn cover_token(&self) -> String {
        lock(&self.cover_token).clone()
    }

    pub(crate) fn cover(&self) -> Option<Cover> {
        lock(&self.cover).clone().filter(|cover| cover.at.elapsed() < COVER_FRESH)
    }

    pub(crate) fn put_cover(&self, cover: Cover) {
        *lock(&self.cover) = Some(cover);
    }
}
