//! The roles of an app at the address and in the form that the original's clients fetch them (SPEAR, E.3).

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use ilive_protocol::AppId;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::config::RoleConfig;
use crate::refusal::Refusal;
use crate::request::Query;
use crate::shared::Shared;

/// What is asked: `/index.php?sdk_appid=…&interface=Voice_Conf_Download&platform=…`.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sdk_appid: String,
    #[serde(default)]
    interface: String,
    #[serde(default)]
    platform: String,
}

const INTERFACE: &str = "Voice_Conf_Download";
/// PC and web, iOS, Android, macOS.
const PLATFORMS: [u32; 4] = [0, 1, 2, 4];

/// No ticket is asked for, as it never was: what a role is set to is in every stream. Readable from every origin.
pub(super) async fn roles(
    State(shared): State<Shared>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Refusal> {
    if asked.interface != INTERFACE {
        return Err(Refusal::bad("interface", format!("interface: {INTERFACE} is served here")));
    }
    let id = asked.sdk_appid.parse().ok().and_then(|id| AppId::new(id).ok());
    let id = id.ok_or_else(|| Refusal::bad("bad_id", "sdk_appid: an app's number is missing"))?;
    let platform = asked.platform.parse().ok().filter(|platform| PLATFORMS.contains(platform));
    let platform = platform.ok_or_else(|| Refusal::bad("platform", "platform: say 0, 1, 2 or 4"))?;
    let conf: Vec<Value> =
        shared.apps.get(id)?.roles.all().map(|(role, default)| one(role, default)).collect();
    let answer = json!({
        "retcode": 0,
        "errmsg": "success.",
        "data": {
            "biz_id": id.get(),
            "platform": platform,
            "scheme": 1,
            "sequence": sequence(&conf),
            "conf": conf,
        },
    });
    Ok(([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "no-store")], Json(answer)))
}

/// Another number for other roles, the same for the same: a client that has them cached can tell.
fn sequence(conf: &[Value]) -> u32 {
    let digest = Sha256::digest(json!(conf).to_string());
    let [a, b, c, d, ..] = <[u8; 32]>::from(digest);
    // Positive for those who read it as a signed number.
    u32::from_be_bytes([a, b, c, d]) >> 1
}

/// What the server does not set is as in the original's example; -1 is "no limit", format -2 "the fixed size".
fn one(role: &RoleConfig, default: bool) -> Value {
    let RoleConfig { name, r#type, video, audio, net, .. } = role;
    let kind = ilive_protocol::wire::RoleType::from(*r#type);
    json!({
        "role": name,
        "type": i32::from(kind),
        "is_default": i32::from(default),
        "audio": {
            "aec": i32::from(audio.echo_cancellation),
            "agc": i32::from(audio.gain_control),
            "ans": i32::from(audio.noise_suppression),
            "anti_dropout": 0,
            "au_scheme": 1,
            "channel": audio.channels,
            "codec_prof": 4106,
            "frame": audio.frame_ms,
            "kbps": audio.kbps,
            "max_antishake_max": 1000,
            "max_antishake_min": 400,
            "min_antishake": 120,
            "sample_rate": audio.sample_rate,
            "silence_detect": 0,
        },
        "net": {
            "rc_anti_dropout": 1,
            "rc_init_delay": net.init_delay_ms,
            "rc_max_delay": net.max_delay_ms,
        },
        "video": {
            "anti_dropout": 0,
            "codec_prof": 5,
            "format": -2,
            "format_fix_width": video.width,
            "format_fix_height": video.height,
            "format_max_width": -1,
            "format_max_height": -1,
            "fps": video.fps,
            "fqueue_time": -1,
            "live_adapt": 0,
            "minkbps": video.min_kbps,
            "maxkbps": video.max_kbps,
            "minqp": -1,
            "maxqp": -1,
            "qclear": 1,
            "small_video_upload": 0,
        },
    })
}
