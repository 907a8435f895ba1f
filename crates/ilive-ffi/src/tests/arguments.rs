//! Arguments that are missing, or bad.

use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

use super::ears::{NO_BYTES, client, last, no_config, release, room, text, user};
use crate::av::context::ilive_av_enter_room;
use crate::av::invitation::ilive_av_invite;
use crate::config::{ilive_config, ilive_init};
use crate::facade::chat::{ilive_send_c2c, ilive_send_c2c_text};
use crate::facade::devices::{ilive_fill_frame, ilive_open_device};
use crate::facade::login::ilive_login;
use crate::facade::rooms::ilive_show;
use crate::frame::ilive_frame;
use crate::numbers::ILIVE_DEVICE_EXTERNAL_MAIN;
use crate::text::{ilive_bytes, ilive_text};
use ilive_testing::blocking::Running;

/// One byte is there, and it says that there are so many that reading them would end the process.
const ENDLESS: ilive_text = ilive_text { data: c"x".as_ptr(), len: usize::MAX };
const LATIN: ilive_text = ilive_text { data: c"\xe4\xf6".as_ptr(), len: 2 };

#[test]
fn a_text_that_is_none_is_refused_by_the_layer_that_was_called() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let client = ears.client.get();

    for (case, bad, facade, av) in [
        ("NULL", ilive_text::NONE, 8005, 8005),
        ("oversized", ENDLESS, 8021, 1004),
        ("not UTF-8", LATIN, 8021, 1004),
    ] {
        let sent = ilive_send_c2c_text(client, text("bob"), bad, None, null_mut(), None);
        assert_eq!((sent, last().0), (facade, facade), "{case}");
        assert_eq!(ilive_av_invite(client, bad, room(1), None, null_mut(), None), av, "{case}");
    }
    release(&ears);
}

#[test]
fn at_the_av_layer_a_context_that_does_not_run_comes_before_a_bad_text() {
    let server = Running::start();
    let ears = client(&server);

    for bad in [ilive_text::NONE, ENDLESS, LATIN] {
        assert_eq!(ilive_av_invite(ears.client.get(), bad, room(1), None, null_mut(), None), 1101);
    }
    release(&ears);
}

#[test]
fn what_is_refused_at_the_border_has_a_trace_like_all_that_is_refused() {
    let server = Running::start();
    let ears = client(&server);

    assert_eq!(crate::lookup::ilive_get_state(ears.client.get(), None), 8005);

    let error = crate::list::read(crate::border::ilive_last_error(), 1)[0];
    assert!(!error.trace_id.read().expect("a text").is_empty());
    assert_eq!(error.message.read().as_deref(), Ok("state is NULL"));
    release(&ears);
}

#[test]
fn what_is_needed_and_missing_is_8005() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let client = ears.client.get();
    let none = ilive_text::NONE;

    for (case, code) in [
        ("login", ilive_login(client, none, text("sig"), None, null_mut(), None)),
        ("elements", ilive_send_c2c(client, text("bob"), null(), 1, None, null_mut(), None)),
        ("enter", ilive_av_enter_room(client, None, None, null_mut(), None)),
        ("pictures", ilive_show(client, null(), 2, None, null_mut(), None)),
        ("no pictures", ilive_show(client, null(), 0, None, null_mut(), None)),
        ("frame", ilive_fill_frame(client, ILIVE_DEVICE_EXTERNAL_MAIN, None)),
        ("state", crate::lookup::ilive_get_state(client, None)),
        ("descriptor", crate::poll::ilive_descriptor(client, None)),
    ] {
        assert_eq!((code, last().0), (8005, 8005), "{case}");
    }
    release(&ears);
}

#[test]
fn numbers_that_name_nothing_are_bad_values() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let client = ears.client.get();
    let two_names = crate::room::ilive_room { number: 1, name: text("one") };

    assert_eq!(ilive_open_device(client, 8, None, None, null_mut(), None), 8021);
    assert_eq!(ilive_av_invite(client, text("bob"), two_names, None, null_mut(), None), 1004);
    release(&ears);
}

#[test]
fn a_frame_that_says_more_than_it_has_is_not_read() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let pixel = [0_u8];
    let frame = |data| ilive_frame { format: 0, width: 176, height: 144, rotation: 0, data };

    let fill = |frame: &_| ilive_fill_frame(ears.client.get(), ILIVE_DEVICE_EXTERNAL_MAIN, Some(frame));
    let endless = ilive_bytes { data: pixel.as_ptr(), len: usize::MAX };
    // Of such a size, with four bytes a pixel, that is its length.
    let vast = ilive_frame { format: 10, width: u32::MAX, height: u32::MAX, ..frame(endless) };
    let (endless, vast) = (fill(&frame(endless)), fill(&vast));
    let nothing = fill(&frame(NO_BYTES));
    let unknown = fill(&ilive_frame { format: 2, ..frame(NO_BYTES) });

    assert_eq!((endless, vast, nothing, unknown), (1004, 8023, 8005, 8021));
    release(&ears);
}

#[test]
fn a_client_is_made_with_a_server_and_an_app() {
    let good = ilive_config { url: text("http://127.0.0.1:1"), sdk_app_id: 1, ..no_config() };
    let mut client = MaybeUninit::uninit();

    for (case, config, word) in [
        ("no url", ilive_config { url: ilive_text::NONE, ..good }, (8005, "")),
        ("a bad url", ilive_config { url: text("here"), ..good }, (8021, "bad_url")),
        ("no app", ilive_config { sdk_app_id: 0, ..good }, (8021, "bad_sdk_app_id")),
        ("roots that are not there", ilive_config { root_count: 1, ..good }, (8005, "")),
        ("no switch", ilive_config { noise_suppression: 3, ..good }, (8021, "")),
    ] {
        let code = ilive_init(Some(&config), Some(&mut client));
        let (_, _, sub_reason) = last();
        assert_eq!((code, sub_reason.as_str()), word, "{case}");
    }
    assert_eq!(ilive_init(None, Some(&mut client)), 8005);
    assert_eq!(ilive_init(Some(&good), None), 8005);
}
