//! The one writer: takes what waits, writes it in one transaction, answers after the commit.

use ilive_core::chat::{Ack, Appended};
use ilive_core::room::Keep;
use ilive_protocol::{AppId, RoomId, TinyId, UserId};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::body::{self, Sealer};
use super::rooms;
use super::{NewMessage, StoreError, User};

/// Writes of one commit at most: one commit costs about 4 ms whatever it holds, and nobody waits for more than two.
const BATCH: usize = 256;

/// Something to write.
#[derive(Debug, Clone)]
pub(crate) enum Write {
    User { app: AppId, user: UserId, nick: String, now_ms: u64 },
    Append(NewMessage),
    Room { app: AppId, room: RoomId, keeps: Vec<Keep> },
}

/// The answer to a [`Write`].
#[derive(Debug, Clone)]
pub(crate) enum Written {
    User(User),
    Appended(Appended),
    Done,
}

type Job = (Write, oneshot::Sender<Result<Written, StoreError>>);

/// The connection that writes. One on which something failed is given up: where its transaction stands is not certain, and
/// a commit inside one that is still open would be none.
pub(crate) struct Writer {
    options: SqliteConnectOptions,
    db: Option<SqliteConnection>,
}

impl Writer {
    pub(crate) fn new(options: SqliteConnectOptions, db: SqliteConnection) -> Self {
        Self { options, db: Some(db) }
    }

    /// One transaction for all of `writes`.
    async fn attempt<'a>(
        &mut self,
        writes: impl Iterator<Item = &'a Write>,
    ) -> Result<Vec<Written>, StoreError> {
        let mut db = match self.db.take() {
            Some(db) => db,
            None => self.options.connect().await?,
        };
        let answers = transaction(&mut db, writes).await?;
        self.db = Some(db);
        Ok(answers)
    }
}

/// Writes until `stop` and the queue is empty, or nobody can send any more.
pub(crate) async fn run(mut writer: Writer, mut queue: mpsc::Receiver<Job>, stop: CancellationToken) {
    let mut jobs = Vec::with_capacity(BATCH);
    loop {
        let taken = tokio::select! {
            biased;
            taken = queue.recv_many(&mut jobs, BATCH) => taken,
            () = stop.cancelled() => 0,
        };
        if taken == 0 {
            break;
        }
        commit(&mut writer, &mut jobs).await;
    }
    if let Some(db) = writer.db
        && let Err(error) = db.close().await
    {
        tracing::warn!(%error, "the store did not close cleanly");
    }
}

/// One transaction for all of `jobs`. Should it fail as a whole, each is tried alone, so that one bad write does not
/// take others with it.
async fn commit(writer: &mut Writer, jobs: &mut Vec<Job>) {
    match writer.attempt(jobs.iter().map(|(write, _)| write)).await {
        Ok(answers) => {
            for ((_, to), answer) in jobs.drain(..).zip(answers) {
                // Whoever asked may have gone away; what it asked is done all the same.
                let _ = to.send(Ok(answer));
            }
        }
        Err(error) if jobs.len() == 1 => {
            tracing::error!(%error, "write failed");
            for (_, to) in jobs.drain(..) {
                let _ = to.send(Err(error.clone()));
            }
        }
        Err(_) => {
            for job in std::mem::take(jobs) {
                let mut single = vec![job];
                Box::pin(commit(writer, &mut single)).await;
            }
        }
    }
}

async fn transaction<'a>(
    db: &mut SqliteConnection,
    writes: impl Iterator<Item = &'a Write>,
) -> Result<Vec<Written>, StoreError> {
    let mut transaction = db.begin().await?;
    let mut answers = Vec::new();
    for write in writes {
        answers.push(one(&mut transaction, write).await?);
    }
    transaction.commit().await?;
    Ok(answers)
}

async fn one(db: &mut SqliteConnection, write: &Write) -> Result<Written, StoreError> {
    match write {
        Write::User { app, user, nick, now_ms } => user_row(db, *app, user, nick, *now_ms).await,
        Write::Append(message) => append(db, message).await,
        Write::Room { app, room, keeps } => {
            rooms::keep(db, *app, room, keeps).await?;
            Ok(Written::Done)
        }
    }
}

async fn user_row(
    db: &mut SqliteConnection,
    app: AppId,
    user: &UserId,
    nick: &str,
    now_ms: u64,
) -> Result<Written, StoreError> {
    let key: [u8; Sealer::KEY_LEN] = rand::random();
    let row = sqlx::query(
        "INSERT INTO users (tiny_id, app, user_id, nick, created_ms, body_key)
         VALUES ((SELECT COALESCE(MAX(tiny_id), 0) + 1 FROM users), $1, $2, $3, $4, $5)
         ON CONFLICT (app, user_id) DO UPDATE
         SET nick = CASE WHEN excluded.nick = '' THEN users.nick ELSE excluded.nick END
         RETURNING tiny_id, nick",
    )
    .bind(i64::from(app.get()))
    .bind(user.as_str())
    .bind(nick)
    .bind(now_ms.cast_signed())
    .bind(key.as_slice())
    .fetch_one(db)
    .await?;
    let tiny = TinyId(row.try_get::<i64, _>(0)?.cast_unsigned());
    Ok(Written::User(User { tiny, id: user.clone(), nick: row.try_get(1)? }))
}

async fn append(db: &mut SqliteConnection, message: &NewMessage) -> Result<Written, StoreError> {
    let sender = message.sender.0.cast_signed();
    let first = sqlx::query("SELECT seq, time_ms FROM messages WHERE sender = $1 AND client_id = $2")
        .bind(sender)
        .bind(&message.client_id)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(first) = first {
        return Ok(Written::Appended(Appended::Repeated(Ack {
            seq: first.try_get::<i64, _>(0)?.cast_unsigned(),
            time_ms: first.try_get::<i64, _>(1)?.cast_unsigned(),
        })));
    }

    let log = sqlx::query(
        "INSERT INTO conversations (id, app, name, epoch, last_seq)
         VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM conversations), $1, $2, 1, 1)
         ON CONFLICT (app, name) DO UPDATE SET last_seq = conversations.last_seq + 1
         RETURNING id, last_seq",
    )
    .bind(i64::from(message.app.get()))
    .bind(&message.conversation)
    .fetch_one(&mut *db)
    .await?;
    let seq: i64 = log.try_get(1)?;

    sqlx::query(
        "INSERT INTO messages (conversation, seq, sender, client_id, time_ms, body) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(log.try_get::<i64, _>(0)?)
    .bind(seq)
    .bind(sender)
    .bind(&message.client_id)
    .bind(message.time_ms.cast_signed())
    .bind(sealed(db, message).await?)
    .execute(db)
    .await?;
    Ok(Written::Appended(Appended::New(Ack { seq: seq.cast_unsigned(), time_ms: message.time_ms })))
}

async fn sealed(db: &mut SqliteConnection, message: &NewMessage) -> Result<Vec<u8>, StoreError> {
    let key: Vec<u8> = sqlx::query_scalar("SELECT body_key FROM users WHERE tiny_id = $1")
        .bind(message.sender.0.cast_signed())
        .fetch_one(db)
        .await?;
    let place = body::place(message.sender.0, &message.client_id);
    Sealer::new(&key)
        .and_then(|sealer| sealer.seal(&message.body, &place))
        .ok_or_else(|| StoreError::Database(format!("the key of user {} is damaged", message.sender)))
}
