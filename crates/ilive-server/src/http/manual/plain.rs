//! A page of each code where the manual was not built, so that the link in every error leads somewhere.

use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use ilive_protocol::codes::SubReason;
use ilive_protocol::{Code, Lang};

use super::{Number, code_of};
use crate::refusal::Refusal;

const STYLE: &str = include_str!("../../../assets/manual.css");

pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/docs", get(unbuilt))
        .route("/docs/", get(unbuilt))
        .route("/docs/en/", get(unbuilt))
        .route("/docs/zh/", get(unbuilt))
        .route("/docs/codes", get(index))
        .route("/docs/codes/{code}", get(page))
        .route("/docs/manual.css", get(style))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "max-age=3600")], STYLE)
}

async fn unbuilt() -> Html<String> {
    html(
        "The manual",
        "<h1>The manual is not in this program</h1><p>It was built without it. Build it with Node 20 or newer, then the \
         program again:</p><pre>cargo xtask docs\ncargo build --release -p ilive-cli</pre>\
         <p>What is here all the same: <a href=\"/docs/codes\">the 58 codes</a>.</p>",
    )
}

async fn index() -> Html<String> {
    let row = |code: Code| {
        let (number, text) = (code.number(), escaped(code.text(Lang::En)));
        let zh = escaped(code.text(Lang::Zh));
        format!(
            "<tr><td>{}</td><td><a href=\"/docs/codes/{number}\">{number}</a></td><td>{text}<br>\
             <span lang=\"zh\" class=\"soft\">{zh}</span></td></tr>",
            code.module()
        )
    };
    let rows: String = Code::ALL.into_iter().map(row).collect();
    html("The 58 codes", &format!("<h1>The 58 codes · 58 个错误码</h1><table>{rows}</table>"))
}

async fn page(number: Number) -> Result<Html<String>, Refusal> {
    let found = code_of(number)?;
    let title = format!("{} {}", found.number(), found.name());
    let body = format!(
        "<p><a href=\"/docs/codes\">58</a></p><h1>{}</h1><p class=\"soft\">{} {}</p>{}{}",
        found.name(),
        found.module(),
        found.number(),
        half(found, Lang::En, "en", ["Why", "What to do", "In detail"]),
        half(found, Lang::Zh, "zh", ["原因", "怎么办", "细分原因"]),
    );
    Ok(html(&title, &body))
}

/// The page in one language.
fn half(code: Code, lang: Lang, tag: &str, [why, fix, detail]: [&str; 3]) -> String {
    let reason = |reason: &SubReason| {
        format!("<dt>{}</dt><dd>{}</dd>", escaped(reason.word), escaped(reason.meaning.get(lang)))
    };
    let reasons: String = code.row().sub_reasons.iter().map(reason).collect();
    let reasons = match reasons.as_str() {
        "" => String::new(),
        list => format!("<h2>{detail}</h2><dl>{list}</dl>"),
    };
    format!(
        "<section lang=\"{tag}\"><p>{}</p><h2>{why}</h2><p>{}</p><h2>{fix}</h2><p>{}</p>{reasons}</section>",
        escaped(code.text(lang)),
        escaped(code.cause(lang)),
        escaped(code.fix(lang)),
    )
}

fn html(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title} · iLive</title>\
         <link rel=\"stylesheet\" href=\"/docs/manual.css\"></head><body>{body}</body></html>"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use axum::extract::Path;

    use super::*;

    #[tokio::test]
    async fn every_code_has_its_page_in_both_languages() {
        for code in Code::ALL {
            let Html(page) = page(Ok(Path(code.number().to_string()))).await.expect("a page");
            for lang in [Lang::En, Lang::Zh] {
                assert!(page.contains(&escaped(code.fix(lang))), "{code} {lang:?}");
            }
        }
        assert!(page(Ok(Path("9".to_owned()))).await.is_err());
        assert!(page(Ok(Path("<script>".to_owned()))).await.is_err());
    }
}
