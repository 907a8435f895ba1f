//! Reads; they run beside the writer.

use ilive_protocol::{AppId, TinyId, UserId};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

use super::body::{self, Sealer};
use super::{LogEnd, Store, StoreError, StoredMessage, User};

/// What part of a conversation to read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    /// Only messages with a seq above this.
    pub(crate) after: u64,
    /// Only messages with a seq below this; 0: no bound.
    pub(crate) before: u64,
    /// The newest so many.
    pub(crate) limit: u32,
}

impl Store {
    /// Fails when the database cannot be read.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.readers).await?;
        Ok(())
    }

    /// Users of `app` by id or tiny id; unknown ones are left out.
    pub(crate) async fn users(
        &self,
        app: AppId,
        ids: &[UserId],
        tinies: &[TinyId],
    ) -> Result<Vec<User>, StoreError> {
        if ids.is_empty() && tinies.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<Sqlite>::new("SELECT tiny_id, user_id, nick FROM users WHERE app = ");
        query.push_bind(i64::from(app.get())).push(" AND (user_id IN (");
        let mut list = query.separated(", ");
        ids.iter().for_each(|id| {
            list.push_bind(id.as_str().to_owned());
        });
        query.push(") OR tiny_id IN (");
        let mut list = query.separated(", ");
        tinies.iter().for_each(|tiny| {
            list.push_bind(tiny.0.cast_signed());
        });
        query.push(")) ORDER BY tiny_id");
        let rows = query.build().fetch_all(&self.readers).await?;
        rows.iter().map(user).collect()
    }

    /// Of these conversations of `app`, those in which something was said.
    pub(crate) async fn begun(&self, app: AppId, names: &[&str]) -> Result<Vec<String>, StoreError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<Sqlite>::new("SELECT name FROM conversations WHERE app = ");
        query.push_bind(i64::from(app.get())).push(" AND name IN (");
        let mut list = query.separated(", ");
        names.iter().for_each(|name| {
            list.push_bind((*name).to_owned());
        });
        query.push(")");
        Ok(query.build_query_scalar().fetch_all(&self.readers).await?)
    }

    /// Where the log of a conversation stands; an unknown one is at its beginning.
    pub(crate) async fn log_end(&self, app: AppId, name: &str) -> Result<LogEnd, StoreError> {
        let row = sqlx::query("SELECT epoch, last_seq FROM conversations WHERE app = $1 AND name = $2")
            .bind(i64::from(app.get()))
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        let Some(row) = row else { return Ok(LogEnd { epoch: 1, last_seq: 0 }) };
        let epoch = u32::try_from(row.try_get::<i64, _>(0)?).unwrap_or(u32::MAX);
        Ok(LogEnd { epoch, last_seq: row.try_get::<i64, _>(1)?.cast_unsigned() })
    }

    /// Messages of a conversation, oldest first.
    pub(crate) async fn messages(
        &self,
        app: AppId,
        name: &str,
        range: Range,
    ) -> Result<Vec<StoredMessage>, StoreError> {
        let before = if range.before == 0 { i64::MAX } else { range.before.cast_signed() };
        let mut rows = sqlx::query(
            "SELECT m.seq, m.sender, m.client_id, m.time_ms, m.body, u.user_id, u.nick, u.body_key
             FROM messages m
             JOIN conversations c ON c.id = m.conversation
             LEFT JOIN users u ON u.tiny_id = m.sender
             WHERE c.app = $1 AND c.name = $2 AND m.seq > $3 AND m.seq < $4
             ORDER BY m.seq DESC LIMIT $5",
        )
        .bind(i64::from(app.get()))
        .bind(name)
        .bind(range.after.cast_signed())
        .bind(before)
        .bind(i64::from(range.limit))
        .fetch_all(&self.readers)
        .await?;
        rows.reverse();
        rows.iter().map(message).collect()
    }
}

/// A user erased since they wrote.
const ERASED: &str = "erased";

fn user(row: &SqliteRow) -> Result<User, StoreError> {
    let id: &str = row.try_get(1)?;
    let id =
        id.parse().map_err(|error| StoreError::Database(format!("a row of `users` is damaged: {error}")))?;
    Ok(User { tiny: TinyId(row.try_get::<i64, _>(0)?.cast_unsigned()), id, nick: row.try_get(2)? })
}

fn message(row: &SqliteRow) -> Result<StoredMessage, StoreError> {
    let sender = row.try_get::<i64, _>(1)?.cast_unsigned();
    let client_id: String = row.try_get(2)?;
    let sealed: &[u8] = row.try_get(4)?;
    let key: Option<&[u8]> = row.try_get(7)?;
    let body =
        key.and_then(Sealer::new).and_then(|sealer| sealer.open(sealed, &body::place(sender, &client_id)));
    let elements = body.as_deref().map(super::decode_elements).transpose()?.unwrap_or_default();
    let id: Option<&str> = row.try_get(5)?;
    Ok(StoredMessage {
        seq: row.try_get::<i64, _>(0)?.cast_unsigned(),
        sender: id.unwrap_or(ERASED).parse().map_err(|error: ilive_protocol::BadId| {
            StoreError::Database(format!("a row of `users` is damaged: {error}"))
        })?,
        sender_nick: row.try_get::<Option<String>, _>(6)?.unwrap_or_default(),
        client_id,
        time_ms: row.try_get::<i64, _>(3)?.cast_unsigned(),
        elements,
    })
}
