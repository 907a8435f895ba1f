//! The JSON of roles (E.3). Fields that say nothing (-1, or not there) leave what is built in.

use ilive_devices::audio::{Channels, VoiceProcessing};
use ilive_devices::codec::BITRATE_BPS;
use ilive_devices::pace::FrameRate;
use ilive_devices::video::Size;
use ilive_protocol::wire::RoleType;
use serde::Deserialize;

use crate::engine::{Encoding, VideoEncoding};

/// More roles than any app has.
const ROLES_MAX: usize = 64;
/// A picture's format that names its size itself.
const FIXED: i64 = -2;
/// Largest picture that is encoded.
const SIZE_MAX: (i64, i64) = (1920, 1088);
/// Of an Opus voice, in kbit/s.
const VOICE_KBPS: std::ops::RangeInclusive<i64> = 6..=510;

/// A role, and what it sends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SpearRole {
    pub(crate) name: String,
    pub(crate) role_type: RoleType,
    pub(crate) is_default: bool,
    pub(crate) encoding: Encoding,
}

#[derive(Deserialize)]
struct Answer {
    retcode: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    biz_id: u32,
    conf: Vec<Conf>,
}

#[derive(Deserialize)]
struct Conf {
    role: String,
    #[serde(rename = "type")]
    role_type: i32,
    #[serde(default)]
    is_default: u8,
    #[serde(default)]
    audio: Audio,
    #[serde(default)]
    video: Video,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Audio {
    kbps: Option<i64>,
    channel: Option<i64>,
    aec: Option<i64>,
    agc: Option<i64>,
    ans: Option<i64>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Video {
    format: Option<i64>,
    format_fix_width: Option<i64>,
    format_fix_height: Option<i64>,
    fps: Option<i64>,
    maxkbps: Option<i64>,
}

/// # Errors
/// Says what is wrong with the text.
pub(crate) fn parse(text: &str, app: u32) -> Result<Vec<SpearRole>, String> {
    let answer: Answer = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if answer.retcode != 0 {
        return Err(format!("retcode {}", answer.retcode));
    }
    let Data { biz_id, conf } = answer.data;
    if biz_id != app {
        return Err(format!("roles of app {biz_id}, not of {app}"));
    }
    if conf.is_empty() || conf.len() > ROLES_MAX {
        return Err(format!("{} roles: 1 to {ROLES_MAX}", conf.len()));
    }
    conf.into_iter().map(role).collect()
}

fn role(conf: Conf) -> Result<SpearRole, String> {
    let Conf { role: name, role_type, is_default, audio, video } = conf;
    let kind =
        RoleType::try_from(role_type).map_err(|_| format!("role {name:?} has the type {role_type}"))?;
    if name.is_empty() {
        return Err("a role without a name".to_owned());
    }
    let (main, sound, voice) = (picture(&video), sound(&audio), voice(&audio));
    let encoding = Encoding { main, sound, voice, ..Encoding::default() };
    Ok(SpearRole { name, role_type: kind, is_default: is_default == 1, encoding })
}

fn picture(video: &Video) -> VideoEncoding {
    let mut main = Encoding::default().main;
    if let (Some(FIXED), Some(width), Some(height)) =
        (video.format, video.format_fix_width, video.format_fix_height)
        && let Some(size) = size(width, height)
    {
        main.size = size;
    }
    let rate = video.fps.and_then(|fps| u32::try_from(fps).ok()).and_then(FrameRate::whole);
    main.settings.rate = rate.unwrap_or(main.settings.rate);
    let bitrate = video.maxkbps.and_then(|kbps| u32::try_from(kbps.checked_mul(1000)?).ok());
    if let Some(bitrate_bps) = bitrate.filter(|bps| *bps > 0) {
        main.settings.bitrate_bps = bitrate_bps.clamp(*BITRATE_BPS.start(), *BITRATE_BPS.end());
    }
    main
}

/// Sides that are even and not too long; the encoder takes no others.
fn size(width: i64, height: i64) -> Option<Size> {
    let good = |side: i64, most: i64| (16..=most).contains(&side) && side % 2 == 0;
    let fits = good(width, SIZE_MAX.0) && good(height, SIZE_MAX.1);
    fits.then(|| Size::new(width as u32, height as u32))
}

fn sound(audio: &Audio) -> ilive_devices::codec::OpusSettings {
    let mut sound = Encoding::default().sound;
    if let Some(kbps) = audio.kbps.filter(|kbps| VOICE_KBPS.contains(kbps)) {
        sound.bitrate_bps = kbps as u32 * 1000;
    }
    if audio.channel == Some(2) {
        sound.channels = Channels::Stereo;
    }
    sound
}

fn voice(audio: &Audio) -> VoiceProcessing {
    let mut voice = Encoding::default().voice;
    for (on, says) in [
        (&mut voice.echo_cancellation, audio.aec),
        (&mut voice.gain_control, audio.agc),
        (&mut voice.noise_suppression, audio.ans),
    ] {
        *on = match says {
            Some(0) => false,
            Some(1) => true,
            _ => *on,
        };
    }
    voice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(conf: &str) -> String {
        format!(
            r#"{{"retcode":0,"errmsg":"success.","data":{{"biz_id":7,"platform":0,"scheme":1,"sequence":20,"conf":[{conf}]}}}}"#
        )
    }

    #[test]
    fn a_role_says_what_is_sent() {
        let text = answer(
            r#"{"role":"LiveMaster","type":1,"is_default":1,"audio":{"kbps":30,"channel":2,"aec":1,"agc":0,"ans":-1},
                "video":{"format":-2,"format_fix_width":1280,"format_fix_height":720,"fps":30,"minkbps":2000,"maxkbps":3000}}"#,
        );

        let roles = parse(&text, 7).expect("good");

        let SpearRole { name, role_type, is_default, encoding } = &roles[0];
        assert_eq!((name.as_str(), *role_type, *is_default), ("LiveMaster", RoleType::Host, true));
        assert_eq!(encoding.main.size, Size::new(1280, 720));
        assert_eq!((encoding.main.settings.rate.hz(), encoding.main.settings.bitrate_bps), (30.0, 3_000_000));
        assert_eq!((encoding.sound.bitrate_bps, encoding.sound.channels), (30_000, Channels::Stereo));
        assert_eq!(encoding.voice, VoiceProcessing { gain_control: false, ..VoiceProcessing::default() });
    }

    #[test]
    fn what_a_role_leaves_open_is_as_built_in() {
        for open in [
            r#"{"role":"user","type":0}"#,
            r#"{"role":"user","type":0,"audio":{"kbps":-1},"video":{"format":-1,"fps":-1,"maxkbps":-1}}"#,
            r#"{"role":"user","type":0,"video":{"format":-2,"format_fix_width":641,"format_fix_height":480}}"#,
            r#"{"role":"user","type":0,"video":{"format":-2,"format_fix_width":9999998,"format_fix_height":480}}"#,
        ] {
            let roles = parse(&answer(open), 7).expect(open);
            assert_eq!(roles[0].encoding, Encoding::default(), "{open}");
        }
    }

    #[test]
    fn what_is_no_list_of_roles_is_refused() {
        for bad in [
            String::new(),
            "<html>".to_owned(),
            answer(""),
            answer(r#"{"role":"","type":0}"#),
            answer(r#"{"role":"x","type":9}"#),
            answer(r#"{"role":"x","type":0}"#).replace("\"biz_id\":7", "\"biz_id\":8"),
            answer(r#"{"role":"x","type":0}"#).replace("\"retcode\":0", "\"retcode\":1"),
        ] {
            assert!(parse(&bad, 7).is_err(), "{bad}");
        }
    }
}
