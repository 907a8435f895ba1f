//! Every function that takes a client, with nothing in the place of everything else.

use std::ptr::{null, null_mut};

use super::ears::NO_BYTES;
use crate::args::Level;
use crate::client::ilive_client;
use crate::made::{ilive_plug_device, ilive_set_watermark, ilive_unplug_device};
use crate::message::ilive_conversation;
use crate::quality::ilive_get_quality;
use crate::room::ilive_room;
use crate::text::ilive_text;

use crate::av::context::*;
use crate::av::device_test::*;
use crate::av::devices::*;
use crate::av::invitation::*;
use crate::av::room::*;
use crate::config::{ilive_cancel, ilive_release};
use crate::facade::chat::*;
use crate::facade::device_test::*;
use crate::facade::devices::*;
use crate::facade::handlers::{ilive_add_event_handler, ilive_remove_event_handler};
use crate::facade::login::{ilive_login, ilive_logout, ilive_renew_ticket};
use crate::facade::phone::*;
use crate::facade::rooms::*;
use crate::facade::stage::*;
use crate::im::*;
use crate::lookup::{ilive_get_call_state, ilive_get_state};
use crate::poll::{ilive_descriptor, ilive_missed, ilive_poll};

const NONE: ilive_text = ilive_text::NONE;
const NO_ROOM: ilive_room = ilive_room::NONE;
const NOBODY: ilive_conversation = ilive_conversation { user_id: NONE, room: NO_ROOM };

/// A function, the layer that it is of, and a call of it.
pub(super) type Function = (&'static str, Level, fn(ilive_client) -> i32);

/// The façade, and IM.
const FACADE: &[Function] = &[
    ("ilive_release", Level::Facade, |client| ilive_release(client, None, null_mut(), None)),
    ("ilive_cancel", Level::Facade, |client| ilive_cancel(client, 0)),
    ("ilive_send_c2c_text", Level::Facade, |client| {
        ilive_send_c2c_text(client, NONE, NONE, None, null_mut(), None)
    }),
    ("ilive_send_group_text", Level::Facade, |client| {
        ilive_send_group_text(client, NONE, None, null_mut(), None)
    }),
    ("ilive_send_c2c", Level::Facade, |client| {
        ilive_send_c2c(client, NONE, null(), 1, None, null_mut(), None)
    }),
    ("ilive_send_group", Level::Facade, |client| ilive_send_group(client, null(), 1, None, null_mut(), None)),
    ("ilive_start_device_test", Level::Facade, |client| {
        ilive_start_device_test(client, None, null_mut(), None)
    }),
    ("ilive_stop_device_test", Level::Facade, |client| {
        ilive_stop_device_test(client, None, null_mut(), None)
    }),
    ("ilive_open_in_test", Level::Facade, |client| {
        ilive_open_in_test(client, 0, None, None, null_mut(), None)
    }),
    ("ilive_close_in_test", Level::Facade, |client| ilive_close_in_test(client, 0, None, null_mut(), None)),
    ("ilive_open_device", Level::Facade, |client| ilive_open_device(client, 0, None, None, null_mut(), None)),
    ("ilive_close_device", Level::Facade, |client| ilive_close_device(client, 0, None, null_mut(), None)),
    ("ilive_mute_device", Level::Facade, |client| {
        ilive_mute_device(client, 0, false, None, null_mut(), None)
    }),
    ("ilive_set_volume", Level::Facade, |client| ilive_set_volume(client, 0, 0)),
    ("ilive_set_screen_area", Level::Facade, |client| ilive_set_screen_area(client, None)),
    ("ilive_pause_file", Level::Facade, |client| ilive_pause_file(client)),
    ("ilive_resume_file", Level::Facade, |client| ilive_resume_file(client)),
    ("ilive_restart_file", Level::Facade, |client| ilive_restart_file(client)),
    ("ilive_seek_file", Level::Facade, |client| ilive_seek_file(client, 0)),
    ("ilive_tap_audio", Level::Facade, |client| ilive_tap_audio(client, 0, false)),
    ("ilive_list_devices", Level::Facade, |client| ilive_list_devices(client, 0, None, None)),
    ("ilive_list_screens", Level::Facade, |client| ilive_list_screens(client, None, None)),
    ("ilive_list_windows", Level::Facade, |client| ilive_list_windows(client, None, None)),
    ("ilive_fill_frame", Level::Facade, |client| ilive_fill_frame(client, 0, None)),
    ("ilive_add_event_handler", Level::Facade, |client| ilive_add_event_handler(client, None, null_mut())),
    ("ilive_remove_event_handler", Level::Facade, |client| {
        ilive_remove_event_handler(client, None, null_mut())
    }),
    ("ilive_login", Level::Facade, |client| ilive_login(client, NONE, NONE, None, null_mut(), None)),
    ("ilive_logout", Level::Facade, |client| ilive_logout(client, None, null_mut(), None)),
    ("ilive_renew_ticket", Level::Facade, |client| ilive_renew_ticket(client, NONE, None, null_mut(), None)),
    ("ilive_make_call", Level::Facade, |client| {
        ilive_make_call(client, NONE, false, false, None, null_mut(), None)
    }),
    ("ilive_accept_call", Level::Facade, |client| ilive_accept_call(client, 0, None, null_mut(), None)),
    ("ilive_reject_call", Level::Facade, |client| ilive_reject_call(client, 0, None, null_mut(), None)),
    ("ilive_end_call", Level::Facade, |client| ilive_end_call(client, 0, None, null_mut(), None)),
    ("ilive_create_room", Level::Facade, |client| {
        ilive_create_room(client, NO_ROOM, None, None, null_mut(), None)
    }),
    ("ilive_join_room", Level::Facade, |client| {
        ilive_join_room(client, NO_ROOM, None, None, null_mut(), None)
    }),
    ("ilive_switch_room", Level::Facade, |client| {
        ilive_switch_room(client, NO_ROOM, None, None, null_mut(), None)
    }),
    ("ilive_quit_room", Level::Facade, |client| ilive_quit_room(client, false, None, null_mut(), None)),
    ("ilive_change_role", Level::Facade, |client| {
        ilive_change_role(client, NONE, NONE, None, null_mut(), None)
    }),
    ("ilive_link_room", Level::Facade, |client| {
        ilive_link_room(client, NO_ROOM, NONE, NONE, None, null_mut(), None)
    }),
    ("ilive_unlink_room", Level::Facade, |client| ilive_unlink_room(client, None, null_mut(), None)),
    ("ilive_push_stream", Level::Facade, |client| ilive_push_stream(client, false, None, null_mut(), None)),
    ("ilive_record", Level::Facade, |client| ilive_record(client, false, None, null_mut(), None)),
    ("ilive_speed_test", Level::Facade, |client| ilive_speed_test(client, None, null_mut(), None)),
    ("ilive_show", Level::Facade, |client| ilive_show(client, null(), 1, None, null_mut(), None)),
    ("ilive_hide_all", Level::Facade, |client| ilive_hide_all(client, None, null_mut(), None)),
    ("ilive_stage_request", Level::Facade, |client| {
        ilive_stage_request(client, NONE, None, null_mut(), None)
    }),
    ("ilive_stage_cancel", Level::Facade, |client| ilive_stage_cancel(client, None, null_mut(), None)),
    ("ilive_stage_answer", Level::Facade, |client| {
        ilive_stage_answer(client, NONE, false, NONE, None, null_mut(), None)
    }),
    ("ilive_stage_invite", Level::Facade, |client| ilive_stage_invite(client, NONE, None, null_mut(), None)),
    ("ilive_stage_invite_answer", Level::Facade, |client| {
        ilive_stage_invite_answer(client, false, None, null_mut(), None)
    }),
    ("ilive_stage_leave", Level::Facade, |client| ilive_stage_leave(client, NONE, None, null_mut(), None)),
    ("ilive_mute_member", Level::Facade, |client| {
        ilive_mute_member(client, NONE, 0, false, None, null_mut(), None)
    }),
    ("ilive_kick_member", Level::Facade, |client| {
        ilive_kick_member(client, NONE, 0, NONE, None, null_mut(), None)
    }),
    ("ilive_set_room_title", Level::Facade, |client| {
        ilive_set_room_title(client, NONE, None, null_mut(), None)
    }),
    ("ilive_end_room", Level::Facade, |client| ilive_end_room(client, None, null_mut(), None)),
    ("ilive_im_login", Level::Facade, |client| ilive_im_login(client, NONE, NONE, None, null_mut(), None)),
    ("ilive_im_logout", Level::Facade, |client| ilive_im_logout(client, None, null_mut(), None)),
    ("ilive_im_send", Level::Facade, |client| {
        ilive_im_send(client, NOBODY, null(), 1, None, null_mut(), None)
    }),
    ("ilive_im_read", Level::Facade, |client| ilive_im_read(client, NOBODY, 0, 0, 0, None, null_mut(), None)),
    ("ilive_im_members", Level::Facade, |client| {
        ilive_im_members(client, NO_ROOM, 0, 0, None, null_mut(), None)
    }),
    ("ilive_im_resolve", Level::Facade, |client| ilive_im_resolve(client, null(), 1, None, null_mut(), None)),
    ("ilive_im_name", Level::Facade, |client| ilive_im_name(client, null(), 1, None, null_mut(), None)),
    ("ilive_get_quality", Level::Facade, |client| ilive_get_quality(client, None)),
    ("ilive_plug_device", Level::Facade, |client| ilive_plug_device(client, None)),
    ("ilive_unplug_device", Level::Facade, |client| ilive_unplug_device(client, 0, NONE)),
    ("ilive_set_watermark", Level::Facade, |client| ilive_set_watermark(client, None)),
    ("ilive_get_state", Level::Facade, |client| ilive_get_state(client, None)),
    ("ilive_get_call_state", Level::Facade, |client| ilive_get_call_state(client, 0, None)),
    ("ilive_poll", Level::Facade, |client| ilive_poll(client, 0)),
    ("ilive_descriptor", Level::Facade, |client| ilive_descriptor(client, None)),
    ("ilive_missed", Level::Facade, |client| ilive_missed(client, None)),
];

/// The AV layer.
const CONTEXT: &[Function] = &[
    ("ilive_av_create", Level::Context, |client| ilive_av_create(client)),
    ("ilive_av_start", Level::Context, |client| ilive_av_start(client, None, null_mut(), None)),
    ("ilive_av_stop", Level::Context, |client| ilive_av_stop(client, None, null_mut(), None)),
    ("ilive_av_destroy", Level::Context, |client| ilive_av_destroy(client)),
    ("ilive_av_enter_room", Level::Context, |client| {
        ilive_av_enter_room(client, None, None, null_mut(), None)
    }),
    ("ilive_av_exit_room", Level::Context, |client| ilive_av_exit_room(client, None, null_mut(), None)),
    ("ilive_av_switch_room", Level::Context, |client| {
        ilive_av_switch_room(client, None, None, null_mut(), None)
    }),
    ("ilive_av_start_device_test", Level::Context, |client| {
        ilive_av_start_device_test(client, None, null_mut(), None)
    }),
    ("ilive_av_stop_device_test", Level::Context, |client| {
        ilive_av_stop_device_test(client, None, null_mut(), None)
    }),
    ("ilive_av_enable_device", Level::Context, |client| {
        ilive_av_enable_device(client, 0, None, None, null_mut(), None)
    }),
    ("ilive_av_disable_device", Level::Context, |client| {
        ilive_av_disable_device(client, 0, None, null_mut(), None)
    }),
    ("ilive_av_open_device", Level::Context, |client| {
        ilive_av_open_device(client, 0, None, None, null_mut(), None)
    }),
    ("ilive_av_close_device", Level::Context, |client| {
        ilive_av_close_device(client, 0, None, null_mut(), None)
    }),
    ("ilive_av_mute_device", Level::Context, |client| {
        ilive_av_mute_device(client, 0, false, None, null_mut(), None)
    }),
    ("ilive_av_set_volume", Level::Context, |client| ilive_av_set_volume(client, 0, 0)),
    ("ilive_av_set_screen_area", Level::Context, |client| ilive_av_set_screen_area(client, None)),
    ("ilive_av_pause_file", Level::Context, |client| ilive_av_pause_file(client)),
    ("ilive_av_resume_file", Level::Context, |client| ilive_av_resume_file(client)),
    ("ilive_av_restart_file", Level::Context, |client| ilive_av_restart_file(client)),
    ("ilive_av_seek_file", Level::Context, |client| ilive_av_seek_file(client, 0)),
    ("ilive_av_tap_audio", Level::Context, |client| ilive_av_tap_audio(client, 0, false)),
    ("ilive_av_list_devices", Level::Context, |client| ilive_av_list_devices(client, 0, None, None)),
    ("ilive_av_fill_frame", Level::Context, |client| ilive_av_fill_frame(client, 0, None)),
    ("ilive_av_fill_custom_data", Level::Context, |client| ilive_av_fill_custom_data(client, NO_BYTES)),
    ("ilive_av_invite", Level::Context, |client| {
        ilive_av_invite(client, NONE, NO_ROOM, None, null_mut(), None)
    }),
    ("ilive_av_accept_invite", Level::Context, |client| {
        ilive_av_accept_invite(client, 0, None, null_mut(), None)
    }),
    ("ilive_av_refuse_invite", Level::Context, |client| {
        ilive_av_refuse_invite(client, 0, None, null_mut(), None)
    }),
    ("ilive_av_cancel_invite", Level::Context, |client| {
        ilive_av_cancel_invite(client, 0, None, null_mut(), None)
    }),
];

/// The AV layer's room.
const ROOM: &[Function] = &[
    ("ilive_av_request_view_list", Level::Room, |client| {
        ilive_av_request_view_list(client, null(), 1, null(), 1, None, null_mut(), None)
    }),
    ("ilive_av_cancel_all_view", Level::Room, |client| {
        ilive_av_cancel_all_view(client, None, null_mut(), None)
    }),
    ("ilive_av_change_role", Level::Room, |client| {
        ilive_av_change_role(client, NONE, NONE, None, null_mut(), None)
    }),
    ("ilive_av_endpoint", Level::Room, |client| ilive_av_endpoint(client, 0, 0)),
];

pub(super) fn all() -> impl Iterator<Item = &'static Function> {
    FACADE.iter().chain(CONTEXT).chain(ROOM)
}

/// These need no client that exists.
const OTHERS: [&str; 4] = ["ilive_init", "ilive_last_error", "ilive_str", "ilive_version"];

#[test]
fn every_function_of_the_header_is_here() {
    let header = include_str!("../../include/ilive.h");
    let code = header.lines().filter(|line| !line.starts_with([' ', '/', '#']));
    let mut declared: Vec<&str> = code
        .filter_map(|line| line.split_once('(').map(|(before, _)| before))
        .filter_map(|before| before.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("ilive_"))
        .collect();
    declared.sort_unstable();

    let mut known: Vec<&str> = all().map(|(name, _, _)| *name).chain(OTHERS).collect();
    known.sort_unstable();

    assert_eq!(declared, known);
}
