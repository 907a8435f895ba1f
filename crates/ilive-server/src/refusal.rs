//! A refusal by the contract, and how HTTP says it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ilive_core::chat::ChatError;
use ilive_core::{Fault, call, room};
use ilive_protocol::{Code, Module, wire};
use ilive_ticket::TicketError;
use serde::Serialize;

use crate::store::StoreError;
use crate::sync::lock;

/// Longest text of a refusal, in characters: it may quote what a client sent.
const TEXT_MAX: usize = 200;

/// Why something was not done: always a code of the contract and a stable word.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    error: wire::Error,
    /// The HTTP status when the code alone does not decide it.
    status: Option<StatusCode>,
}

impl Refusal {
    pub(crate) fn new(fault: Fault, message: impl Into<String>) -> Self {
        fault.to_wire(one_line(&message.into())).into()
    }

    /// One of the 58.
    pub(crate) fn of(code: Code, sub_reason: &'static str, message: impl Into<String>) -> Self {
        Self::new(Fault::of(code, sub_reason), message)
    }

    /// A value that cannot be: 10002.
    pub(crate) fn bad(sub_reason: &'static str, message: impl Into<String>) -> Self {
        Self::of(Code::ServerInvalidArgument, sub_reason, message)
    }

    /// No permission: 10003.
    pub(crate) fn denied(sub_reason: &'static str, message: impl Into<String>) -> Self {
        Self::of(Code::ServerNoPermission, sub_reason, message)
    }

    /// No room left: 10005.
    pub(crate) fn full(sub_reason: &'static str, message: impl Into<String>) -> Self {
        Self::of(Code::ServerAllocResourceFailed, sub_reason, message)
    }

    /// 10007 for what is switched off: `apps.ID.features.FEATURE`.
    pub(crate) fn unless_on(on: bool, feature: &'static str) -> Result<(), Self> {
        match on {
            true => Ok(()),
            false => Err(Self::of(
                Code::ServerNotImplement,
                "feature_off",
                format!("features.{feature} is switched off for this app"),
            )),
        }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status: Some(status), ..self }
    }

    pub(crate) fn retry_after(mut self, wait: Duration) -> Self {
        self.error.retry_after_ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX);
        self
    }

    /// For a reply; in the log from here on.
    pub(crate) fn into_wire(mut self) -> wire::Error {
        trace(&mut self.error);
        self.error
    }

    /// The HTTP status that goes with the code: 401 for who you are, 403 for what you may, 503 for what passes.
    pub(crate) fn status(&self) -> StatusCode {
        if let Some(status) = self.status {
            return status;
        }
        let module = Module::from_word(&self.error.module);
        let Some(code) = module.and_then(|module| Code::find(module, self.error.code)) else {
            return StatusCode::SERVICE_UNAVAILABLE;
        };
        match (code, self.error.sub_reason.as_str()) {
            (Code::Expire, _) => StatusCode::UNAUTHORIZED,
            (Code::ServerNoPermission, "no_ticket" | "app_unknown") => StatusCode::UNAUTHORIZED,
            (Code::ServerNoPermission, _) => StatusCode::FORBIDDEN,
            (Code::ServerIdNotInRoom | Code::ServerRoomNotExist | Code::ServerEndpointNotExist, _) => {
                StatusCode::NOT_FOUND
            }
            (
                Code::AvExclusiveOperation
                | Code::AvResourceIsOccupied
                | Code::ServerRepeatedOperation
                | Code::ServerInvalidAbility,
                _,
            ) => StatusCode::CONFLICT,
            (Code::ServerInvalidArgument, _) => StatusCode::BAD_REQUEST,
            (Code::ServerAllocResourceFailed, "throttled") => StatusCode::TOO_MANY_REQUESTS,
            (Code::ServerNotImplement, _) => StatusCode::NOT_IMPLEMENTED,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// How often each (module, code) has gone out since the process started.
static COUNTS: Mutex<BTreeMap<(String, u32), u64>> = Mutex::new(BTreeMap::new());

/// For metrics: each module and code with how often it has gone out.
pub(crate) fn counts() -> BTreeMap<(String, u32), u64> {
    lock(&COUNTS).clone()
}

/// Gives an error that goes out its trace id, counts it, and writes the log line that it finds; once.
pub(crate) fn trace(error: &mut wire::Error) {
    if !error.trace_id.is_empty() {
        return;
    }
    error.trace_id = format!("{:016x}", rand::random::<u64>());
    *lock(&COUNTS).entry((error.module.clone(), error.code)).or_default() += 1;
    error.message = one_line(&error.message);
    tracing::info!(
        trace_id = %error.trace_id,
        module = %error.module,
        code = error.code,
        sub_reason = %error.sub_reason,
        "refused"
    );
    // The text may quote what somebody sent.
    tracing::debug!(trace_id = %error.trace_id, text = %error.message, "refused because");
}

/// A text as one line of bounded length: what a client sent neither fills the log nor forges a line of it.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => text[..end].chars().map(plain).chain(std::iter::once('…')).collect(),
        None => text.chars().map(plain).collect(),
    }
}

impl From<wire::Error> for Refusal {
    fn from(error: wire::Error) -> Self {
        Self { error, status: None }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::of(Code::ServerFailed, error.sub_reason(), error.to_string())
    }
}

impl From<room::Refusal> for Refusal {
    fn from(refusal: room::Refusal) -> Self {
        refusal.to_wire().into()
    }
}

impl From<call::Refusal> for Refusal {
    fn from(refusal: call::Refusal) -> Self {
        refusal.to_wire().into()
    }
}

impl From<ChatError> for Refusal {
    fn from(error: ChatError) -> Self {
        error.to_wire().into()
    }
}

impl From<TicketError> for Refusal {
    fn from(error: TicketError) -> Self {
        let unreadable = error.is_unreadable();
        let refusal = Self::of(error.code(), error.sub_reason(), error.to_string());
        if unreadable { refusal.with_status(StatusCode::UNAUTHORIZED) } else { refusal }
    }
}

impl From<ilive_protocol::BadId> for Refusal {
    fn from(error: ilive_protocol::BadId) -> Self {
        Self::bad("bad_id", error.to_string())
    }
}

/// The contract's constant, or the word of a number outside of it.
fn title(error: &wire::Error) -> String {
    let code = Module::from_word(&error.module).and_then(|module| Code::find(module, error.code));
    code.map_or_else(|| error.sub_reason.clone(), |code| code.name().to_owned())
}

/// `application/problem+json` (RFC 9457) with the contract's fields.
#[derive(Serialize)]
struct Problem {
    r#type: String,
    title: String,
    status: u16,
    detail: String,
    module: String,
    code: u32,
    sub_reason: String,
    trace_id: String,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = self.status();
        let error = self.into_wire();
        let problem = Problem {
            r#type: format!("/docs/codes/{}", error.code),
            title: title(&error),
            status: status.as_u16(),
            detail: error.message,
            module: error.module,
            code: error.code,
            sub_reason: error.sub_reason,
            trace_id: error.trace_id,
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if error.retry_after_ms > 0 {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(error.retry_after_ms.div_ceil(1000)));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            lock(&self.0).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(level: tracing::Level, work: impl FnOnce()) -> String {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, work);
        let bytes = lock(&log.0).clone();
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn what_somebody_sent_is_in_no_log_that_is_on_by_itself_and_forges_no_line_of_any() {
        let refuse = || drop(Refusal::bad("bad_id", "user \"eJwSECRET\nINFO all is well").into_wire());

        let info = logged(tracing::Level::INFO, refuse);
        let debug = logged(tracing::Level::DEBUG, refuse);

        assert!(info.contains("bad_id") && info.contains("10002"), "{info}");
        assert!(!info.contains("SECRET"), "{info}");
        assert_eq!((info.lines().count(), debug.lines().count()), (1, 2), "{debug}");
    }

    #[test]
    fn a_text_is_one_line_of_bounded_length() {
        assert_eq!(one_line("a\r\nb\u{7}"), "a  b ");
        assert_eq!(one_line(&"安".repeat(300)).chars().count(), TEXT_MAX + 1);
    }

    #[test]
    fn the_status_goes_with_the_code_and_its_module() {
        for (code, word, status) in [
            (Code::Expire, "sig_expired", 401),
            (Code::ServerNoPermission, "app_unknown", 401),
            (Code::ServerNoPermission, "lack_join", 403),
            (Code::ServerRoomNotExist, "room_not_exist", 404),
            (Code::AvResourceIsOccupied, "aux_taken", 409),
            (Code::ServerInvalidArgument, "bad_id", 400),
            (Code::ServerAllocResourceFailed, "throttled", 429),
            (Code::ServerAllocResourceFailed, "room_full", 503),
            (Code::ServerNotImplement, "named_room", 501),
            (Code::ServerFailed, "store_busy", 503),
        ] {
            assert_eq!(Refusal::of(code, word, "").status(), status, "{code} {word}");
        }
        let im = Refusal::new(Fault::im(10_010, "group_not_exist"), "");
        assert_eq!(im.status(), 503, "another module's number is not one of the 58");
        assert_eq!(Refusal::from(TicketError::BadSignature).status(), 401);
        assert_eq!(Refusal::from(TicketError::KeyExpired { expired_at: 1, now: 2 }).status(), 403);
    }
}
