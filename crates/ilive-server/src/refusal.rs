//! A refusal by the contract, and how HTTP says it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ilive_core::chat::ChatError;
use ilive_core::{Fault, room};
use ilive_protocol::{Code, Module, wire};
use ilive_ticket::TicketError;
use serde::Serialize;

use crate::hub::lock;
use crate::store::StoreError;

/// Why something was not done: always a code of the contract and a stable word.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    error: wire::Error,
    /// The HTTP status when the code alone does not decide it.
    status: Option<StatusCode>,
}

impl Refusal {
    pub(crate) fn new(fault: Fault, message: impl Into<String>) -> Self {
        fault.to_wire(message.into()).into()
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
        match (self.error.code, self.error.sub_reason.as_str()) {
            (8051, _) => StatusCode::UNAUTHORIZED,
            (10_003, word) if NO_TICKET.contains(&word) => StatusCode::UNAUTHORIZED,
            (10_003, _) => StatusCode::FORBIDDEN,
            (10_006 | 10_009 | 10_010, _) => StatusCode::NOT_FOUND,
            (1002 | 1008 | 10_008 | 10_011, _) => StatusCode::CONFLICT,
            (10_002, _) => StatusCode::BAD_REQUEST,
            (10_005, "throttled") => StatusCode::TOO_MANY_REQUESTS,
            (10_007, _) => StatusCode::NOT_IMPLEMENTED,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Sub-reasons of 10003 that mean: this is no ticket of ours. The others mean: it is, but not for this.
const NO_TICKET: [&str; 14] = [
    "no_ticket",
    "empty",
    "too_long",
    "bad_base64",
    "bad_deflate",
    "inflated_too_long",
    "bad_json",
    "duplicate_member",
    "missing_field",
    "bad_field",
    "bad_signature",
    "wrong_algorithm",
    "bad_userbuf",
    "app_unknown",
];

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
    tracing::info!(
        trace_id = %error.trace_id,
        module = %error.module,
        code = error.code,
        sub_reason = %error.sub_reason,
        text = %error.message,
        "refused"
    );
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

impl From<ChatError> for Refusal {
    fn from(error: ChatError) -> Self {
        error.to_wire().into()
    }
}

impl From<TicketError> for Refusal {
    fn from(error: TicketError) -> Self {
        Self::of(error.code(), error.sub_reason(), error.to_string())
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
