//! The web application, from the binary.

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use memory_serve::CacheControl;

/// Whether this program carries the built application.
pub(crate) const BUILT: bool = matches!(env!("ILIVE_WEB_BUILT").as_bytes(), b"true");

/// Addresses of the server: what is not there is not one of the application's routes.
const SERVER: [&str; 5] = ["/api/", "/docs/", "/ws/", "/whip/", "/whep/"];

/// Files by their names, and the application for every other address: its routes live in the browser.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    memory_serve::load!("app")
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(axum::http::StatusCode::OK)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .into_router()
        .layer(from_fn(pages_only))
}

/// A page is read; and a mistyped address of the server gets the server's word, not a page.
async fn pages_only(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return super::no_such_method().await.into_response();
    }
    if SERVER.iter().any(|prefix| request.uri().path().starts_with(prefix)) {
        return super::no_such_resource().await.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_program_without_the_application_says_how_to_get_it() {
        let page = include_str!("../../assets/unbuilt/index.html");

        assert!(page.contains("cargo xtask web") && page.contains("Node 20"), "{page}");
    }
}
