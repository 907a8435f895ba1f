//! An app's roles: configured, fetched as the original's clients do, and met at entry.

use ilive_protocol::wire::{self, RoleType};
use ilive_server::config::{Config, RoleConfig, RoleKind, RoleVideo};

use crate::common::entry::{create, join};
use crate::common::{Draft, Fault, Running, Shape};

fn address(app: u32, platform: &str) -> String {
    format!("/index.php?sdk_appid={app}&interface=Voice_Conf_Download&platform={platform}")
}

fn role(name: &str, kind: RoleKind, default: bool) -> RoleConfig {
    let video = RoleVideo { width: 960, height: 540, fps: 15, min_kbps: 600, max_kbps: 1_200 };
    RoleConfig { name: name.to_owned(), r#type: kind, default, video, ..RoleConfig::default() }
}

fn with_roles(strict: bool) -> impl FnOnce(&mut Config) {
    move |config| {
        for app in config.apps.values_mut() {
            app.roles = vec![role("anchor", RoleKind::Host, false), role("fan", RoleKind::Audience, true)];
            app.strict_roles = strict;
        }
    }
}

async fn offer() -> wire::Offer {
    Draft::new(&Shape::plays(1, 1)).await.offer()
}

#[tokio::test]
async fn the_roles_are_at_the_documented_address_in_the_documented_form() {
    let server = Running::start().await;

    let answer = server.get(&address(server.open.id, "1")).await;

    assert_eq!((answer.status, answer.header("access-control-allow-origin").as_str()), (200, "*"));
    let all = answer.json();
    assert_eq!((&all["retcode"], &all["errmsg"]), (&0.into(), &"success.".into()));
    assert_eq!((&all["data"]["biz_id"], &all["data"]["platform"]), (&server.open.id.into(), &1.into()));
    let roles = all["data"]["conf"].as_array().expect("roles");
    let names: Vec<_> =
        roles.iter().map(|role| (&role["role"], &role["type"], &role["is_default"])).collect();
    let expected = [("user", 0, 1), ("LiveMaster", 1, 0), ("LiveGuest", 3, 0), ("Guest", 2, 0)];
    for ((name, kind, default), (role, of_type, is_default)) in names.iter().zip(expected) {
        assert_eq!((*name, *kind, *default), (&role.into(), &of_type.into(), &is_default.into()));
    }
    assert_eq!(
        roles[1],
        serde_json::json!({
            "role": "LiveMaster", "type": 1, "is_default": 0,
            "audio": {
                "aec": 1, "agc": 0, "ans": 1, "anti_dropout": 0, "au_scheme": 1, "channel": 2, "codec_prof": 4106,
                "frame": 40, "kbps": 24, "max_antishake_max": 1000, "max_antishake_min": 400, "min_antishake": 120,
                "sample_rate": 48000, "silence_detect": 0
            },
            "net": { "rc_anti_dropout": 1, "rc_init_delay": 100, "rc_max_delay": 500 },
            "video": {
                "anti_dropout": 0, "codec_prof": 5, "format": -2, "format_fix_width": 1280,
                "format_fix_height": 720, "format_max_width": -1, "format_max_height": -1, "fps": 30,
                "fqueue_time": -1, "live_adapt": 0, "minkbps": 2000, "maxkbps": 3000, "minqp": -1, "maxqp": -1,
                "qclear": 1, "small_video_upload": 0
            }
        })
    );
}

#[tokio::test]
async fn other_roles_have_another_sequence_and_the_same_ones_the_same() {
    let (scene, own) = (Running::start().await, Running::with(with_roles(false)).await);

    let first = scene.get(&address(scene.open.id, "0")).await.json();
    let again = scene.get(&address(scene.open.id, "2")).await.json();
    let other = own.get(&address(own.open.id, "0")).await.json();

    assert_eq!(first["data"]["sequence"], again["data"]["sequence"]);
    assert_ne!(first["data"]["sequence"], other["data"]["sequence"]);
    let roles = other["data"]["conf"].as_array().expect("roles");
    let defaults: Vec<_> = roles.iter().map(|role| (&role["role"], &role["is_default"])).collect();
    assert_eq!(defaults, [(&"anchor".into(), &0.into()), (&"fan".into(), &1.into())]);
    assert_eq!(
        (&roles[0]["video"]["format_fix_width"], &roles[0]["video"]["maxkbps"]),
        (&960.into(), &1200.into())
    );
}

#[tokio::test]
async fn what_is_not_asked_well_is_refused() {
    let server = Running::start().await;
    for (path, status, code, word) in [
        (address(77_777, "0"), 401, 10_003, "app_unknown"),
        (address(0, "0"), 400, 10_002, "bad_id"),
        (address(server.open.id, "3"), 400, 10_002, "platform"),
        (format!("/index.php?sdk_appid={}&platform=0", server.open.id), 400, 10_002, "interface"),
        ("/index.php".to_owned(), 400, 10_002, "interface"),
    ] {
        let answer = server.get(&path).await;
        assert_eq!((answer.status, answer.fault()), (status, Fault::new(code, word)), "{path}");
    }
}

#[tokio::test]
async fn a_role_of_the_list_has_its_own_type_and_another_is_the_default_one_or_refused() {
    for strict in [false, true] {
        let server = Running::with(with_roles(strict)).await;
        let mut ann = server.user("ann").await;
        let enter = |role: &str, offer| wire::RoomEnter { role: role.to_owned(), ..create(1, offer) };
        let entered = ann.enter(enter("anchor", offer().await)).await.expect("a role of the list");
        assert_eq!(entered.rights, 0xFF);
        let state = ann.state().await;
        assert_eq!(
            (state.members[0].role.as_str(), state.members[0].role_type()),
            ("anchor", RoleType::Host)
        );

        let mut bob = server.user("bob").await;
        let entry = wire::RoomEnter { role: "LiveMaster".into(), ..join(1, offer().await) };
        match (strict, bob.enter(entry).await) {
            (false, entered) => assert_eq!(entered.expect("the default role").rights, 0xAA),
            (true, refused) => assert_eq!(refused.err(), Some(Fault::new(10_002, "unknown_role"))),
        }
    }
}

#[tokio::test]
async fn a_role_that_a_restart_has_taken_away_is_refused_to_one_who_still_has_it() {
    let server = Running::with(with_roles(true)).await;
    let mut ann = server.user("ann").await;
    ann.enter(wire::RoomEnter { role: "anchor".into(), ..create(1, offer().await) }).await.expect("a room");
    ann.cut();

    let folder = server.stopped().await;
    let server = Running::in_folder(folder, |config| {
        with_roles(true)(config);
        config.apps.values_mut().for_each(|app| app.roles.retain(|role| role.name != "anchor"));
    })
    .await;
    let mut ann = server.user("ann").await;

    let refused = ann.enter(wire::RoomEnter { role: "anchor".into(), ..join(1, offer().await) }).await;
    assert_eq!(refused.err(), Some(Fault::new(10_002, "unknown_role")));
}
