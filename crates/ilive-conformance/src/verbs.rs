//! The verbs of drivers and what each may be given.

use ilive_session::Timers;

/// Every verb with its keys, in the order of the page that describes them.
const VERBS: &[(&str, &[&str])] = &[
    (
        "init",
        &[
            "app",
            "url",
            "im",
            "strict_roles",
            "raw_codes",
            "auto_busy",
            "strict_threads",
            "frame_pool",
            "outbox",
            "in_flight",
            "roles",
            "deny",
            "backends",
            "camera",
            "microphone",
        ],
    ),
    ("release", &[]),
    ("login", &["user", "sig", "nick"]),
    ("logout", &[]),
    ("renew_ticket", &["sig"]),
    ("add_handler", &["id"]),
    ("remove_handler", &["id"]),
    ("create_room", ENTRY),
    ("join_room", ENTRY),
    ("switch_room", ENTRY),
    ("quit_room", &["cancel_pending"]),
    ("change_role", &["role", "key"]),
    ("link_room", &["room", "user", "key"]),
    ("unlink_room", &[]),
    ("push", &["on"]),
    ("record", &["on"]),
    ("speed_test", &[]),
    ("show", &["user", "source", "height"]),
    ("hide_all", &[]),
    ("send_c2c", &["to", "text", "bytes"]),
    ("send_group", &["text", "bytes"]),
    ("stage_request", &["note"]),
    ("stage_cancel", &[]),
    ("stage_answer", &["user", "accept", "reason"]),
    ("stage_invite", &["user"]),
    ("stage_leave", &["user"]),
    ("mute", &["user", "source", "muted"]),
    ("kick", &["user", "reason"]),
    ("end_room", &[]),
    ("list", &["kind", "backends"]),
    ("open", OPEN),
    ("close", &["kind"]),
    ("volume", &["kind", "value"]),
    ("device_mute", &["kind", "value"]),
    ("fill", FILL),
    ("file", &["do"]),
    ("audio_tap", &["source", "on"]),
    ("custom_data", &["bytes"]),
    ("test_start", &[]),
    ("test_stop", &[]),
    ("test_open", &["kind", "id"]),
    ("call_make", &["user", "video", "end_current"]),
    ("call_accept", &["id"]),
    ("call_reject", &["id"]),
    ("call_end", &["id"]),
    ("cancel", &["of"]),
    ("state", &[]),
    ("av_create", &[]),
    ("av_start", &[]),
    ("av_stop", &[]),
    ("av_destroy", &[]),
    ("av_enter", &["room", "type", "role", "key", "rights", "create", "views"]),
    ("av_exit", &[]),
    ("av_switch", &["room", "type", "role", "key", "rights", "create", "views"]),
    ("av_change_role", &["role", "key"]),
    ("av_views", &["users", "sources"]),
    ("av_cancel_views", &[]),
    ("av_endpoint", &["user", "tiny", "source"]),
    ("av_list", &["kind", "backends"]),
    ("av_open", OPEN),
    ("av_close", &["kind"]),
    ("av_fill", FILL),
    ("av_test_start", &[]),
    ("av_test_stop", &[]),
    ("av_test_open", &["kind", "id"]),
    ("av_invite", &["user", "room"]),
    ("av_accept_invite", &["id"]),
    ("av_refuse_invite", &["id"]),
    ("av_cancel_invite", &["id"]),
    ("im_login", &["user", "sig", "nick"]),
    ("im_logout", &[]),
    ("im_send", &["to", "text", "bytes"]),
    ("im_resolve", &["users"]),
    ("wait_media", &["user", "source", "frames"]),
];

const ENTRY: &[&str] = &["room", "role", "key", "rights", "create", "title", "chat", "views", "option"];
const OPEN: &[&str] = &["kind", "id", "file", "area"];
const FILL: &[&str] = &["kind", "format", "width", "height", "bytes", "count"];

/// `init` takes a client's timers, as `timers.NAME`, in milliseconds.
const TIMER: &str = "timers.";

/// Makes another verb's call from inside the audio data callback; takes that one's keys.
const FROM_CALLBACK: &str = "from_callback";

/// Sees to it that a driver can know the verb and every key.
///
/// # Errors
/// Names what is not known.
pub(crate) fn check<'a>(verb: &str, keys: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let keys: Vec<&str> = keys.collect();
    if verb == FROM_CALLBACK {
        return if keys.contains(&"verb") { Ok(()) } else { Err("from_callback needs verb=".to_owned()) };
    }
    let (_, known) =
        VERBS.iter().find(|(name, _)| *name == verb).ok_or_else(|| format!("unknown verb {verb:?}"))?;
    if let Some(timer) = keys.iter().filter(|_| verb == "init").find_map(|key| unknown_timer(key)) {
        return Err(timer);
    }
    let timer = |key: &str| verb == "init" && key.starts_with(TIMER);
    match keys.into_iter().find(|key| !known.contains(key) && !timer(key)) {
        None => Ok(()),
        Some(key) => Err(format!("{verb} has no key {key:?}, but {}", known.join(", "))),
    }
}

/// A client's timers have the same names everywhere; not every SDK has each.
fn unknown_timer(key: &str) -> Option<String> {
    let name = key.strip_prefix(TIMER)?;
    let known = Timers::default().named().map(|(known, _)| known);
    (!known.contains(&name)).then(|| format!("no timer is called {name:?}, but {}", known.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_driver_knows_is_named() {
        for (verb, keys, said) in [
            ("join_room", vec!["room", "key"], Ok(())),
            ("init", vec!["timers.stale"], Ok(())),
            ("login", vec!["timers.stale"], Err("login has no key \"timers.stale\", but user, sig, nick")),
            ("jion_room", vec![], Err("unknown verb \"jion_room\"")),
            ("from_callback", vec!["room"], Err("from_callback needs verb=")),
            ("from_callback", vec!["verb", "room"], Ok(())),
        ] {
            let checked = check(verb, keys.into_iter());
            assert_eq!(checked.as_ref().copied().map_err(String::as_str), said, "{verb}");
        }
    }
}
