//! Which of the manual's languages a reader has.

/// The folder of the language that `wanted`, an `Accept-Language`, likes best; English when it knows neither.
pub(super) fn of(wanted: &str) -> &'static str {
    let mut best = ("en", 0.0);
    for one in wanted.split(',') {
        let (tag, weight) = weighed(one);
        let language = match tag.split('-').next().unwrap_or_default().trim() {
            tag if tag.eq_ignore_ascii_case("zh") => "zh",
            tag if tag.eq_ignore_ascii_case("en") => "en",
            _ => continue,
        };
        if weight > best.1 {
            best = (language, weight);
        }
    }
    best.0
}

/// `zh-CN;q=0.8` in its parts; without a weight it is 1.
fn weighed(one: &str) -> (&str, f32) {
    match one.split_once(';') {
        Some((tag, weight)) => {
            let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok());
            (tag, weight.unwrap_or(0.0))
        }
        None => (one, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_speaks_the_language_that_the_reader_likes_best() {
        for (wanted, language) in [
            ("", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
            ("en-US,en;q=0.9,zh;q=0.8", "en"),
            ("fr, zh;q=0.3, en;q=0.2", "zh"),
            ("en;q=0.1, ZH-hant;q=0.2", "zh"),
            ("de, fr", "en"),
            ("zh;q=0", "en"),
            ("zh;q=nonsense, ;;, en", "en"),
        ] {
            assert_eq!(of(wanted), language, "{wanted}");
        }
    }
}
