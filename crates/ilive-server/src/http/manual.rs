//! The manual under `/docs`, from the binary; the address in every error leads to the code's page.
//!
//! A program that was built without the manual still has a plain page of each code.

mod language;
mod plain;

use std::sync::OnceLock;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ilive_protocol::Code;
use memory_serve::CacheControl;
use tokio::task::spawn_blocking;
use tower::ServiceExt;

use crate::refusal::Refusal;

/// Whether this program carries the built manual.
const BUILT: bool = matches!(env!("ILIVE_MANUAL_BUILT").as_bytes(), b"true");

/// The built pages, unpacked when one is read for the first time: they take 10 MB then, of which a server has nothing whose
/// manual nobody reads. On a thread that nobody ends: a reader who goes away meanwhile would leave the work, and what it
/// has unpacked, to be done again.
static PAGES: OnceLock<Router> = OnceLock::new();

/// Pages that are the first of their folder: their links count from the folder, so its address ends in a slash.
const FOLDERS: [(&str, &str, &str); 4] = [
    ("/en", "/en/", "/en/index.html"),
    ("/zh", "/zh/", "/zh/index.html"),
    ("/en/codes", "/en/codes/", "/en/codes/index.html"),
    ("/zh/codes", "/zh/codes/", "/zh/codes/index.html"),
];

pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    if BUILT { site() } else { plain::router() }
}

/// The built pages, and the addresses without a language: they lead to the page in the reader's.
fn site<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let home = |headers: HeaderMap| async move { to_language(&headers, "") };
    let codes = |headers: HeaderMap| async move { to_language(&headers, "codes/") };
    Router::new()
        .route("/docs", get(home))
        .route("/docs/", get(home))
        .route("/docs/codes", get(codes))
        .route("/docs/codes/", get(codes))
        .route("/docs/codes/{code}", get(code))
        .nest("/docs", Router::new().fallback(page).layer(from_fn(lost)))
}

async fn page(request: Request) -> Response {
    let pages = match PAGES.get() {
        Some(pages) => pages,
        None => spawn_blocking(|| PAGES.get_or_init(pages)).await.expect("what was built can be unpacked"),
    };
    pages.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
}

fn pages() -> Router {
    let mut pages = memory_serve::load!("manual")
        .index_file(None)
        .fallback(Some("/404.html"))
        .enable_clean_url(true)
        // Every browser reads brotli; a second compressed copy of the manual would only take memory.
        .enable_gzip(false)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long);
    for (_, address, file) in FOLDERS {
        pages = pages.add_alias(address, file);
    }
    let pages = FOLDERS.into_iter().fold(pages.into_router(), |router, (bare, address, _)| {
        router.route(bare, get(move || async move { found(&format!("/docs{address}")) }))
    });
    pages.method_not_allowed_fallback(super::no_such_method)
}

/// Who reads pages gets one that says what is not there and leads back; a program gets the server's word.
async fn lost(request: Request, next: Next) -> Response {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let reads = accepted.is_some_and(|accepted| accepted.contains("text/html"));
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND && !reads {
        return super::no_such_resource().await.into_response();
    }
    response
}

/// `/docs/codes/10003`: what errors name, whoever reads it.
async fn code(number: Number, headers: HeaderMap) -> Result<Response, Refusal> {
    let code = code_of(number)?;
    Ok(to_language(&headers, &format!("codes/{}", code.number())))
}

/// A number as an address has it, or bytes that are no text.
type Number = Result<Path<String>, PathRejection>;

fn code_of(number: Number) -> Result<Code, Refusal> {
    let code = number.ok().and_then(|Path(number)| Code::from_number(number.parse().ok()?));
    code.ok_or_else(|| {
        Refusal::bad("no_such_resource", "there is no such code: /docs/codes lists the 58")
            .with_status(StatusCode::NOT_FOUND)
    })
}

fn to_language(headers: &HeaderMap, page: &str) -> Response {
    let wanted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = found(&format!("/docs/{}/{page}", language::of(wanted)));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

fn found(address: &str) -> Response {
    let address = HeaderValue::from_str(address).expect("our own addresses are ASCII");
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}
