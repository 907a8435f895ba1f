//! What rooms keep of themselves.

use ilive_core::chat::Conversation;
use ilive_core::room::{Keep, Stored};
use ilive_protocol::{AppId, RoomId};
use sqlx::{Row, SqliteConnection};

use super::{Store, StoreError};

/// Does what a room said, in order.
pub(super) async fn keep(
    db: &mut SqliteConnection,
    app: AppId,
    room: &RoomId,
    keeps: &[Keep],
) -> Result<(), StoreError> {
    for keep in keeps {
        match keep {
            Keep::State(state) => {
                sqlx::query(
                    "INSERT INTO rooms (app, room, state) VALUES ($1, $2, $3)
                     ON CONFLICT (app, room) DO UPDATE SET state = excluded.state",
                )
                .bind(i64::from(app.get()))
                .bind(room.to_string())
                .bind(state.encode())
                .execute(&mut *db)
                .await?;
            }
            Keep::Gone => gone(db, app, room).await?,
        }
    }
    Ok(())
}

/// The room goes, and its chat group with its history.
async fn gone(db: &mut SqliteConnection, app: AppId, room: &RoomId) -> Result<(), StoreError> {
    let app = i64::from(app.get());
    sqlx::query("DELETE FROM rooms WHERE app = $1 AND room = $2")
        .bind(app)
        .bind(room.to_string())
        .execute(&mut *db)
        .await?;
    let log: Option<i64> = sqlx::query_scalar(
        "UPDATE conversations SET epoch = epoch + 1, last_seq = 0 WHERE app = $1 AND name = $2 RETURNING id",
    )
    .bind(app)
    .bind(Conversation::Group(room.clone()).key())
    .fetch_optional(&mut *db)
    .await?;
    if let Some(log) = log {
        sqlx::query("DELETE FROM messages WHERE conversation = $1").bind(log).execute(db).await?;
    }
    Ok(())
}

impl Store {
    /// Every kept room, as it was when the server stopped.
    pub(crate) async fn rooms(&self) -> Result<Vec<(AppId, RoomId, Stored)>, StoreError> {
        let damaged = || StoreError::Database("a row of `rooms` is damaged".to_owned());
        let rows = sqlx::query("SELECT app, room, state FROM rooms ORDER BY app, room")
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                let app = u32::try_from(row.try_get::<i64, _>(0)?).map_err(|_| damaged())?;
                let app = AppId::new(app).map_err(|_| damaged())?;
                let room = RoomId::from_path(row.try_get(1)?).map_err(|_| damaged())?;
                let stored = Stored::decode(row.try_get(2)?).map_err(|_| damaged())?;
                Ok((app, room, stored))
            })
            .collect()
    }
}
