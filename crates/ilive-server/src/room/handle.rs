//! How others reach a room.

use std::ops::Deref;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use ilive_core::room::{self, Config, Listing, Room, Stored};
use ilive_protocol::{AppId, RoomId};
use tokio::sync::mpsc;

use super::{INBOX, Message, Task};
use crate::config::StagePolicy;
use crate::hub::lock;
use crate::link::random_word;
use crate::refusal::Refusal;
use crate::shared::{Shared, now};

/// A picture of what is on in a room, from its host's page.
#[derive(Clone)]
pub(crate) struct Cover {
    pub(crate) jpeg: Bytes,
    pub(crate) at_ms: u64,
}

/// A handle to a room's task; clones share it.
#[derive(Clone)]
pub(crate) struct RoomHandle(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) app: AppId,
    pub(crate) id: RoomId,
    /// Lets the host's page put a cover.
    pub(crate) cover_token: String,
    inbox: mpsc::Sender<Message>,
    listing: Mutex<Option<Listing>>,
    cover: Mutex<Option<Cover>>,
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
    /// 10004 while the server stops, 10005 `server_full`.
    pub(crate) fn open(shared: &Shared, app: AppId, id: &RoomId) -> Result<Self, Refusal> {
        if shared.stopping.is_cancelled() {
            return Err(room::Refusal::Draining.into());
        }
        if shared.hub.room_count() >= shared.config.limits.rooms && shared.hub.open_room(app, id).is_none() {
            return Err(Refusal::full("server_full", "the server has all the rooms that it takes")
                .retry_after(Duration::from_secs(5)));
        }
        let stage = shared.apps.get(app)?.stage;
        Ok(shared
            .hub
            .room(app, id, || Self::start(shared, app, id, |config| Room::new(id.clone(), config), stage)))
    }

    /// A room that the store kept.
    pub(crate) fn restore(shared: &Shared, app: AppId, id: &RoomId, stored: Stored) -> Result<Self, Refusal> {
        let stage = shared.apps.get(app)?.stage;
        Ok(shared.hub.room(app, id, || {
            Self::start(shared, app, id, |config| Room::restore(now(), id.clone(), config, stored), stage)
        }))
    }

    fn start(
        shared: &Shared,
        app: AppId,
        id: &RoomId,
        make: impl FnOnce(Config) -> Room,
        stage: StagePolicy,
    ) -> Self {
        let limits = &shared.config.limits;
        let bounded = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        let config = Config {
            timers: shared.timers,
            stage: match stage {
                StagePolicy::Ask => room::StagePolicy::Ask,
                StagePolicy::Open => room::StagePolicy::Open,
            },
            people_max: bounded(limits.room_people),
            players_per_user: bounded(limits.whep_per_ticket),
            ..Config::default()
        };
        let (inbox, messages) = mpsc::channel(INBOX);
        let room = make(config);
        let handle = Self(Arc::new(Inner {
            app,
            id: id.clone(),
            cover_token: random_word(),
            inbox,
            listing: Mutex::new(room.listing()),
            cover: Mutex::default(),
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
    /// as soon as it can hear again.
    pub(crate) fn must_hear(&self, message: Message) {
        if let Err(mpsc::error::TrySendError::Full(message)) = self.inbox.try_send(message) {
            let inbox = self.inbox.clone();
            tokio::spawn(async move { inbox.send(message).await });
        }
    }

    /// Where the media plane's events for this room go.
    pub(crate) fn inbox(&self) -> mpsc::Sender<Message> {
        self.inbox.clone()
    }

    /// What a room list shows; none while the room is vacant.
    pub(crate) fn listing(&self) -> Option<Listing> {
        lock(&self.listing).clone()
    }

    pub(super) fn show(&self, listing: Option<Listing>) {
        *lock(&self.listing) = listing;
    }

    pub(crate) fn cover(&self) -> Option<Cover> {
        lock(&self.cover).clone()
    }

    pub(crate) fn put_cover(&self, cover: Cover) {
        *lock(&self.cover) = Some(cover);
    }
}
