//! The web application, from the binary.

use axum::Router;
use memory_serve::CacheControl;

/// Whether this program carries the built application.
pub(crate) const BUILT: bool = matches!(env!("ILIVE_WEB_BUILT").as_bytes(), b"true");

/// Files by their names, and the application for every other address: its routes live in the browser.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(axum::http::StatusCode::OK)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .into_router()
}
