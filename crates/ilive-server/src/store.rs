//! What must survive: users, conversations, rooms. One writer with group commit, a pool of readers.

mod body;
mod read;
mod rooms;
mod write;

use std::path::Path;

use ilive_core::chat::Appended;
use ilive_core::room::Keep;
use ilive_protocol::wire::{self, Element};
use ilive_protocol::{AppId, RoomId, TinyId, UserId};
use prost::Message as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use read::Range;
use write::{Write, Writer, Written};

/// Writes that wait; past it the answer is 10001 `store_busy`.
const QUEUE: usize = 4_096;
const READERS: u32 = 4;

/// The store could not do it; the caller's answer is 10001.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database said no: disk full, file damaged, locked by another program.
    #[error("the store failed: {0}")]
    Database(String),
    /// More writes wait than the queue holds.
    #[error("the store is busy: {QUEUE} writes wait")]
    Busy,
    /// The server is stopping.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// The stable word for it.
    pub(crate) fn sub_reason(&self) -> &'static str {
        match self {
            Self::Busy => "store_busy",
            Self::Database(_) | Self::Closed => "store_unavailable",
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}

/// A user as the store knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) tiny: TinyId,
    pub(crate) id: UserId,
    pub(crate) nick: String,
}

/// A message to append.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage {
    pub(crate) app: AppId,
    /// The conversation's name: `room:1001`, `c2c:ann:bob`.
    pub(crate) conversation: String,
    pub(crate) sender: TinyId,
    pub(crate) client_id: String,
    pub(crate) time_ms: u64,
    /// Encoded elements.
    pub(crate) body: Vec<u8>,
}

/// A message as it stands in the log.
#[derive(Debug, Clone)]
pub(crate) struct StoredMessage {
    pub(crate) seq: u64,
    pub(crate) sender: UserId,
    pub(crate) sender_nick: String,
    pub(crate) client_id: String,
    pub(crate) time_ms: u64,
    /// None when the author has been erased.
    pub(crate) elements: Vec<Element>,
}

/// Where a conversation's log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LogEnd {
    pub(crate) epoch: u32,
    pub(crate) last_seq: u64,
}

/// A handle to the store; clones share it.
#[derive(Clone)]
pub(crate) struct Store {
    writes: mpsc::Sender<(Write, oneshot::Sender<Result<Written, StoreError>>)>,
    readers: SqlitePool,
}

impl Store {
    /// Opens `ilive.db` in the data folder, made and migrated as needed, and starts its writer.
    ///
    /// # Errors
    /// The file cannot be opened or its schema is newer than this program.
    pub(crate) async fn open(
        data: &Path,
        tasks: &TaskTracker,
        stop: CancellationToken,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(data.join("ilive.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(std::time::Duration::from_secs(5));
        let mut writer = options.connect().await?;
        sqlx::migrate!("migrations/sqlite")
            .run(&mut writer)
            .await
            .map_err(|error| StoreError::Database(error.to_string()))?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.clone()).await?;

        let (writes, queue) = mpsc::channel(QUEUE);
        tasks.spawn(write::run(Writer::new(options, writer), queue, stop));
        Ok(Self { writes, readers })
    }

    /// The user's row, made when it is new. A nick that is not empty replaces the stored one.
    pub(crate) async fn user(
        &self,
        app: AppId,
        user: &UserId,
        nick: &str,
        now_ms: u64,
    ) -> Result<User, StoreError> {
        let write = Write::User { app, user: user.clone(), nick: nick.to_owned(), now_ms };
        match self.write(write).await? {
            Written::User(user) => Ok(user),
            other => unreachable!("a user write answers a user, not {other:?}"),
        }
    }

    /// Appends a message; returns when it is on disk.
    pub(crate) async fn append(&self, message: NewMessage) -> Result<Appended, StoreError> {
        self.queue(message)?.await
    }

    /// Puts a message into the writer's queue now: messages get their places in the order of these calls.
    pub(crate) fn queue(
        &self,
        message: NewMessage,
    ) -> Result<impl Future<Output = Result<Appended, StoreError>> + Send + use<>, StoreError> {
        let answered = self.push(Write::Append(message))?;
        Ok(async move {
            match answered.await.map_err(|_| StoreError::Closed)?? {
                Written::Appended(appended) => Ok(appended),
                other => unreachable!("an append answers a place, not {other:?}"),
            }
        })
    }

    /// Keeps what a room says of itself, all or nothing; returns when it is on disk.
    pub(crate) async fn keep(&self, app: AppId, room: &RoomId, keeps: Vec<Keep>) -> Result<(), StoreError> {
        self.write(Write::Room { app, room: room.clone(), keeps }).await.map(drop)
    }

    async fn write(&self, write: Write) -> Result<Written, StoreError> {
        self.push(write)?.await.map_err(|_| StoreError::Closed)?
    }

    fn push(&self, write: Write) -> Result<oneshot::Receiver<Result<Written, StoreError>>, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.writes.try_send((write, answer)).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => StoreError::Busy,
            mpsc::error::TrySendError::Closed(_) => StoreError::Closed,
        })?;
        Ok(answered)
    }
}

/// The elements of a message as a body of the log.
pub(crate) fn encode_elements(elements: &[Element]) -> Vec<u8> {
    let message = wire::Message { elements: elements.to_vec(), ..wire::Message::default() };
    message.encode_to_vec()
}

fn decode_elements(body: &[u8]) -> Result<Vec<Element>, StoreError> {
    wire::Message::decode(body)
        .map(|message| message.elements)
        .map_err(|error| StoreError::Database(format!("a message body is damaged: {error}")))
}

#[cfg(test)]
mod tests;
