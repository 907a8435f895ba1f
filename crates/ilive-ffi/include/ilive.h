/*
 * libilive: iLive's SDK for C. Made from crates/ilive-ffi by `cargo xtask gen`; do not edit.
 *
 * A client is a number, and so is a call. Functions return 0 or a code (`ILIVE_ERR_...`, `ILIVE_AV_ERR_...`, or a number of
 * messaging or of calls); what more there is to say of it has ilive_last_error() on the same thread. Where a function takes
 * an `ilive_done`, 0 means that exactly one completion follows, and a code that none does. `user` is handed to the
 * completion as it is, `op` (may be NULL) gets the number that ilive_cancel() takes.
 *
 * Threads. The thread that makes a client owns it: completions and events come inside its ilive_poll(), calls from other
 * threads are 1007. From any thread: ilive_fill_frame(), ilive_av_fill_frame(), ilive_av_fill_custom_data(),
 * ilive_last_error(), ilive_version(). `any_thread` in the config lifts that; completions then come on whatever thread
 * polls. Different clients may have different owners. No lock is held while a function of the app is called: it may call any
 * function of this library.
 *
 * Memory. What is handed in is read while the call lasts. What is handed to a function of the app lives until that function
 * returns; where something is handed out by a call, the call says how long it lives. Nothing is ever freed by the app.
 *
 * Units: ms and Unix ms where a name ends so, pixels, bytes; `*_us` microseconds, `*_bps` bits a second.
 *
 * A client that is 0 is 8005; one that was released, or is none, is 8002 (of the functions ilive_av_* 1101, of those of them
 * that are the room's 1201). What is NULL and needed is 8005, a bad value 8021 (ilive_av_*: 1004). Each function names the
 * codes of its own; a failure inside the library is 8020 `unexpected`. Every code, with what to do about it: docs/codes.
 */


#ifndef ILIVE_H
#define ILIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * It worked.
 */
#define ILIVE_NO_ERR 0

/**
 * Messaging is not loaded.
 */
#define ILIVE_ERR_IM_NOT_READY 8001

/**
 * Audio and video are not ready.
 */
#define ILIVE_ERR_AV_NOT_READY 8002

/**
 * There is no current room.
 */
#define ILIVE_ERR_NO_ROOM 8003

/**
 * It exists already.
 */
#define ILIVE_ERR_ALREADY_EXIST 8004

/**
 * A mandatory object is missing.
 */
#define ILIVE_ERR_NULL_POINTER 8005

/**
 * The audio and video room could not be entered.
 */
#define ILIVE_ERR_ENTER_AV_ROOM_FAIL 8006

/**
 * Cancelled by the user.
 */
#define ILIVE_ERR_USER_CANCEL 8007

/**
 * The call's state does not allow this.
 */
#define ILIVE_ERR_WRONG_STATE 8008

/**
 * Not logged in.
 */
#define ILIVE_ERR_NOT_LOGIN 8009

/**
 * Already in another room.
 */
#define ILIVE_ERR_ALREADY_IN_ROOM 8010

/**
 * The previous request is not finished.
 */
#define ILIVE_ERR_BUSY_HERE 8011

/**
 * The network cannot be reached.
 */
#define ILIVE_ERR_NET_UNDEFINE 8012

/**
 * The SDK could not finish its own work.
 */
#define ILIVE_ERR_SDK_FAILED 8020

/**
 * A parameter is not valid.
 */
#define ILIVE_ERR_INVALID_PARAM 8021

/**
 * What was asked for does not exist.
 */
#define ILIVE_ERR_NOT_FOUND 8022

/**
 * Not possible here.
 */
#define ILIVE_ERR_NOT_SUPPORT 8023

/**
 * It is so already.
 */
#define ILIVE_ERR_ALREADY_STATE 8024

/**
 * Logged out by another login.
 */
#define ILIVE_ERR_KICK_OUT 8050

/**
 * The ticket has run out.
 */
#define ILIVE_ERR_EXPIRE 8051

/**
 * The answer cannot be read.
 */
#define ILIVE_ERR_PARSE_FAIL 8052

/**
 * The client's own budget is used up.
 */
#define ILIVE_ERR_ALLOC_FAIL 8053

/**
 * Audio or video failed.
 */
#define ILIVE_AV_ERR_FAILED 1

/**
 * This operation is already running.
 */
#define ILIVE_AV_ERR_REPEATED_OPERATION 1001

/**
 * Another operation or source is in the way.
 */
#define ILIVE_AV_ERR_EXCLUSIVE_OPERATION 1002

/**
 * The object is already in that state.
 */
#define ILIVE_AV_ERR_HAS_IN_THE_STATE 1003

/**
 * An audio or video argument is wrong.
 */
#define ILIVE_AV_ERR_INVALID_ARGUMENT 1004

/**
 * No answer in time.
 */
#define ILIVE_AV_ERR_TIMEOUT 1005

/**
 * This build does not have it.
 */
#define ILIVE_AV_ERR_NOT_IMPLEMENTED 1006

/**
 * Called on the wrong thread.
 */
#define ILIVE_AV_ERR_NOT_IN_MAIN_THREAD 1007

/**
 * Somebody else is using it.
 */
#define ILIVE_AV_ERR_RESOURCE_IS_OCCUPIED 1008

/**
 * The AV context is not started.
 */
#define ILIVE_AV_ERR_CONTEXT_NOT_EXIST 1101

/**
 * The AV context is not stopped.
 */
#define ILIVE_AV_ERR_CONTEXT_NOT_STOPPED 1102

/**
 * Not in an audio and video room.
 */
#define ILIVE_AV_ERR_ROOM_NOT_EXIST 1201

/**
 * The room has not been left.
 */
#define ILIVE_AV_ERR_ROOM_NOT_EXITED 1202

/**
 * There is no such device.
 */
#define ILIVE_AV_ERR_DEVICE_NOT_EXIST 1301

/**
 * That member sends nothing.
 */
#define ILIVE_AV_ERR_ENDPOINT_NOT_EXIST 1401

/**
 * That member does not send this picture.
 */
#define ILIVE_AV_ERR_ENDPOINT_HAS_NOT_VIDEO 1402

/**
 * A member's name could not be found out.
 */
#define ILIVE_AV_ERR_TINYID_TO_OPENID_FAILED 1501

/**
 * The own user number could not be found out.
 */
#define ILIVE_AV_ERR_OPENID_TO_TINYID_FAILED 1502

/**
 * The device test is not running.
 */
#define ILIVE_AV_ERR_DEVICE_TEST_NOT_EXIST 1601

/**
 * The device test is still running.
 */
#define ILIVE_AV_ERR_DEVICE_TEST_NOT_STOPPED 1602

/**
 * The invitation could not be sent.
 */
#define ILIVE_AV_ERR_INVITE_FAILED 1801

/**
 * The invitation could not be accepted.
 */
#define ILIVE_AV_ERR_ACCEPT_FAILED 1802

/**
 * The invitation could not be refused.
 */
#define ILIVE_AV_ERR_REFUSE_FAILED 1803

/**
 * Messaging answered with an error.
 */
#define ILIVE_AV_ERR_IMSDK_FAIL 6999

/**
 * Messaging did not answer.
 */
#define ILIVE_AV_ERR_IMSDK_TIMEOUT 7000

/**
 * The server failed.
 */
#define ILIVE_AV_ERR_SERVER_FAILED 10001

/**
 * The server refuses a value.
 */
#define ILIVE_AV_ERR_SERVER_INVALID_ARGUMENT 10002

/**
 * Not allowed.
 */
#define ILIVE_AV_ERR_SERVER_NO_PERMISSION 10003

/**
 * The room's address could not be found out.
 */
#define ILIVE_AV_ERR_SERVER_TIMEOUT 10004

/**
 * No connection to the room, or no space in it.
 */
#define ILIVE_AV_ERR_SERVER_ALLOC_RESOURCE_FAILED 10005

/**
 * The server no longer lists you in the room.
 */
#define ILIVE_AV_ERR_SERVER_ID_NOT_IN_ROOM 10006

/**
 * The server does not offer this.
 */
#define ILIVE_AV_ERR_SERVER_NOT_IMPLEMENT 10007

/**
 * It was done already in another way.
 */
#define ILIVE_AV_ERR_SERVER_REPEATED_OPERATION 10008

/**
 * There is no such room.
 */
#define ILIVE_AV_ERR_SERVER_ROOM_NOT_EXIST 10009

/**
 * That member is not in the room.
 */
#define ILIVE_AV_ERR_SERVER_ENDPOINT_NOT_EXIST 10010

/**
 * The room cannot give this ability.
 */
#define ILIVE_AV_ERR_SERVER_INVALID_ABILITY 10011

/**
 * A client; 0 is none. A number that was closed is never given out again.
 */
typedef uint64_t ilive_client;

/**
 * The space of a code's number.
 */
typedef uint32_t ilive_module;

/**
 * Who found a failure.
 */
typedef uint32_t ilive_layer;

/**
 * How a failure reaches the caller.
 */
typedef uint32_t ilive_delivery;

/**
 * What became of the room that a failed switch was from.
 */
typedef uint32_t ilive_old_room;

/**
 * A text in UTF-8: `len` bytes from `data` on.
 *
 * In: read while the call lasts. `data` NULL is no text at all, which is 8005 where one is needed; more than 1 MiB, and what
 * is no UTF-8, is 8021 (`ilive_av_*`: 1004). Out: there is a NUL behind the last byte, so that it can be printed with `%s`;
 * how long it lives is said where it is handed out.
 */
typedef struct ilive_text {
    /**
     * The first byte.
     */
    const char *data;
    /**
     * Bytes, without a NUL.
     */
    size_t len;
} ilive_text;

/**
 * A failure. `module` and `code` belong together: 1 of `ILIVE_MODULE_AV` and 1 of `ILIVE_MODULE_CALL` differ.
 */
typedef struct ilive_error {
    /**
     * The space of the number.
     */
    ilive_module module;
    /**
     * One of the 58, or a number of messaging or of calls; never 0.
     */
    int32_t code;
    /**
     * Who found it.
     */
    ilive_layer raised_by;
    /**
     * How it came here.
     */
    ilive_delivery delivery;
    /**
     * Only of a failed switch: what became of the room that it was from.
     */
    ilive_old_room old_room;
    /**
     * Only of a refusal that passes: when to try again, in ms; 0: nothing was said.
     */
    uint32_t retry_after_ms;
    /**
     * The published constant, such as `ERR_NO_ROOM`; empty for a number outside the 58.
     */
    struct ilive_text name;
    /**
     * A stable word that says which case of the code this is; may be empty.
     */
    struct ilive_text sub_reason;
    /**
     * For people; may change.
     */
    struct ilive_text message;
    /**
     * Finds the line in the log.
     */
    struct ilive_text trace_id;
    /**
     * Why it usually happens; empty for a number outside the 58.
     */
    struct ilive_text why;
    /**
     * What to do about it; empty for a number outside the 58.
     */
    struct ilive_text fix;
    /**
     * The failure below this one; NULL: none.
     */
    const struct ilive_error *cause;
} ilive_error;

/**
 * A user and the number that the AV layer knows it by.
 */
typedef struct ilive_identity {
    /**
     * The app's name for it.
     */
    struct ilive_text user_id;
    /**
     * The number.
     */
    uint64_t tiny_id;
    /**
     * What others see; may be empty.
     */
    struct ilive_text nick;
} ilive_identity;

/**
 * A room: a number from 1 to 4294967294, or a name of 1 to 64 of `A-Za-z0-9_.@-` where `number` is 0. 123 and "123" are
 * different rooms. Both empty: none.
 */
typedef struct ilive_room {
    /**
     * The number; 0: it has a name.
     */
    uint32_t number;
    /**
     * The name; empty: it has a number.
     */
    struct ilive_text name;
} ilive_room;

/**
 * Two users, or the chat group of a room where `user_id` is empty.
 */
typedef struct ilive_conversation {
    /**
     * The other user; empty: a group.
     */
    struct ilive_text user_id;
    /**
     * The group's room.
     */
    struct ilive_room room;
} ilive_conversation;

/**
 * Bytes of any kind: `len` from `data` on.
 */
typedef struct ilive_bytes {
    /**
     * The first one.
     */
    const uint8_t *data;
    /**
     * How many.
     */
    size_t len;
} ilive_bytes;

/**
 * A part of a message: a text, or data of the app's own where `text` is NULL.
 */
typedef struct ilive_element {
    /**
     * A text, not empty; `data` NULL: the element is the app's own.
     */
    struct ilive_text text;
    /**
     * Data of the app's own.
     */
    struct ilive_bytes custom;
    /**
     * What they are, in the app's words.
     */
    struct ilive_text desc;
} ilive_element;

/**
 * A message.
 */
typedef struct ilive_message {
    /**
     * Where.
     */
    struct ilive_conversation conversation;
    /**
     * Its place there, counting up by one from 1; a gap is filled by `ilive_im_read`.
     */
    uint64_t seq;
    /**
     * The server's time, Unix ms.
     */
    uint64_t time_ms;
    /**
     * Who wrote it.
     */
    struct ilive_text sender;
    /**
     * The writer's nick; may be empty.
     */
    struct ilive_text sender_nick;
    /**
     * Its parts.
     */
    const struct ilive_element *elements;
    /**
     * How many.
     */
    size_t element_count;
} ilive_message;

/**
 * A member of a chat group.
 */
typedef struct ilive_group_member {
    /**
     * Who.
     */
    struct ilive_text user_id;
    /**
     * What others see; may be empty.
     */
    struct ilive_text nick;
    /**
     * Whose room it is.
     */
    bool host;
} ilive_group_member;

/**
 * What a speed test has measured; what could not be measured is -1.
 */
typedef struct ilive_speed {
    /**
     * There and back, in microseconds: the median.
     */
    int64_t rtt_us;
    /**
     * The mean of how much one round trip differs from the one before, in microseconds.
     */
    int64_t jitter_us;
    /**
     * Datagrams that did not arrive at the server, of 10,000.
     */
    int64_t up_loss;
    /**
     * Datagrams that did not come back of those that had arrived, of 10,000.
     */
    int64_t down_loss;
    /**
     * Bits a second to the server.
     */
    int64_t up_bps;
    /**
     * Bits a second from the server.
     */
    int64_t down_bps;
} ilive_speed;

/**
 * What a room was, in the end.
 */
typedef struct ilive_summary {
    /**
     * From its making to its end.
     */
    uint64_t duration_ms;
    /**
     * The most people at a time.
     */
    uint32_t peak_people;
    /**
     * All that were ever there.
     */
    uint32_t total_people;
    /**
     * Messages in its group.
     */
    uint64_t messages;
} ilive_summary;

/**
 * What a success brings; the function says which fields it fills, all others are 0 or NULL. It lives until `ilive_done`
 * returns.
 */
typedef struct ilive_answer {
    /**
     * Of an entry: the authority bits in force.
     */
    uint32_t rights;
    /**
     * Of a call or an invitation: its id.
     */
    uint64_t id;
    /**
     * Of a message: its place in the conversation. Of a page of messages: the conversation's newest.
     */
    uint64_t seq;
    /**
     * Of a message: the server's time, Unix ms.
     */
    uint64_t time_ms;
    /**
     * User ids and their numbers.
     */
    const struct ilive_identity *identities;
    /**
     * How many.
     */
    size_t identity_count;
    /**
     * Messages, oldest first.
     */
    const struct ilive_message *messages;
    /**
     * How many.
     */
    size_t message_count;
    /**
     * Of a page of messages: changes only when the log was lost or restored.
     */
    uint32_t epoch;
    /**
     * Of a page of messages: there are older ones; read on with `before` = the first one's `seq`.
     */
    bool more;
    /**
     * Members of a group.
     */
    const struct ilive_group_member *members;
    /**
     * How many are here.
     */
    size_t member_count;
    /**
     * How many there are.
     */
    uint32_t people;
    /**
     * Of a speed test.
     */
    const struct ilive_speed *speed;
    /**
     * Of a room that was ended.
     */
    const struct ilive_summary *summary;
} ilive_answer;

/**
 * The one completion of a call that returned 0, inside `ilive_poll`. May be NULL where nobody wants to know.
 *
 * `code` 0: `error` is NULL, and `answer` has what the function says. Else `answer` is NULL, and `error` has `code` too. Both
 * live until it returns. It may call any function of this library, `ilive_poll` and `ilive_release` too; it must return
 * (no `longjmp`, no exception).
 */
typedef void (*ilive_done)(void *user,
                           int32_t code,
                           const struct ilive_error *error,
                           const struct ilive_answer *answer);

/**
 * A call that returned 0, as `ilive_cancel` takes it; 0 is none. Never used again within a client.
 */
typedef uint64_t ilive_op;

/**
 * Of the two forms that an AV room had.
 */
typedef uint32_t ilive_room_type;

/**
 * What an AV room is entered with.
 */
typedef struct ilive_av_enter {
    /**
     * Its id.
     */
    struct ilive_room room;
    /**
     * Of the two forms.
     */
    ilive_room_type room_type;
    /**
     * A role's name; empty: the app's default role.
     */
    struct ilive_text role;
    /**
     * A room key; empty: none.
     */
    struct ilive_text room_key;
    /**
     * Authority bits that are asked for; 0: all.
     */
    uint32_t rights;
    /**
     * Do not make the room when there is none.
     */
    bool without_create;
    /**
     * See everybody who sends, without asking for each.
     */
    bool auto_views;
} ilive_av_enter;

/**
 * A kind of device; one of each can be open.
 */
typedef uint32_t ilive_device_kind;

/**
 * A part of the screen, in pixels.
 */
typedef struct ilive_area {
    /**
     * First column.
     */
    int32_t left;
    /**
     * First row.
     */
    int32_t top;
    /**
     * Behind the last column.
     */
    int32_t right;
    /**
     * Behind the last row.
     */
    int32_t bottom;
} ilive_area;

/**
 * What is opened: the one field that is not NULL. None of them, or no pick at all: the system's default, the whole screen,
 * the whole system's sound.
 */
typedef struct ilive_pick {
    /**
     * A device of the list.
     */
    struct ilive_text id;
    /**
     * A window, or one of several screens.
     */
    struct ilive_text window;
    /**
     * A file or an address, also in the place of a camera or a microphone.
     */
    struct ilive_text file;
    /**
     * A part of the screen.
     */
    const struct ilive_area *area;
} ilive_pick;

/**
 * A device that can be opened.
 */
typedef struct ilive_device {
    /**
     * Stable while it is plugged in.
     */
    struct ilive_text id;
    /**
     * For people.
     */
    struct ilive_text name;
} ilive_device;

/**
 * How the pixels of a frame lie; rows have no padding. Other numbers of the published list are 8023.
 */
typedef uint32_t ilive_pixel_format;

/**
 * A picture; rows have no padding.
 */
typedef struct ilive_frame {
    /**
     * How its pixels lie.
     */
    ilive_pixel_format format;
    /**
     * In pixels: 176×144, 192×144, 320×240, 480×360, 640×368, 640×480, 960×540 or 1280×720, each upright too.
     */
    uint32_t width;
    /**
     * In pixels.
     */
    uint32_t height;
    /**
     * 0 to 3 quarters, clockwise, until it is upright.
     */
    uint32_t rotation;
    /**
     * Exactly the bytes of this size and format.
     */
    struct ilive_bytes data;
} ilive_frame;

/**
 * What a member sends: one of each.
 */
typedef uint32_t ilive_source;

/**
 * A picture of a member.
 */
typedef struct ilive_av_view {
    /**
     * Main or auxiliary.
     */
    ilive_source source;
    /**
     * Pixels that are shown; 0: the largest there is.
     */
    uint32_t height;
} ilive_av_view;

/**
 * How much is written to the log.
 */
typedef uint32_t ilive_log_level;

/**
 * On, off, or as the app's role has it.
 */
typedef uint32_t ilive_switch;

/**
 * A picture in I420: Y, U and V one after the other, rows without padding; U and V have half the width and height, rounded
 * up.
 */
typedef struct ilive_picture {
    /**
     * Whose; 0: the own one.
     */
    uint64_t tiny_id;
    /**
     * Main or auxiliary; of an own picture 0.
     */
    ilive_source source;
    /**
     * Of an own picture: what it comes from.
     */
    ilive_device_kind device;
    /**
     * In pixels.
     */
    uint32_t width;
    /**
     * In pixels.
     */
    uint32_t height;
    /**
     * When it was taken, by a clock of its source's own.
     */
    uint64_t at_us;
    /**
     * All three planes.
     */
    struct ilive_bytes data;
} ilive_picture;

/**
 * How a coded picture is coded.
 */
typedef uint32_t ilive_video_codec;

/**
 * A picture as it came.
 */
typedef struct ilive_encoded {
    /**
     * Whose.
     */
    uint64_t tiny_id;
    /**
     * Main or auxiliary.
     */
    ilive_source source;
    /**
     * How it is coded.
     */
    ilive_video_codec codec;
    /**
     * It can be decoded without those before it.
     */
    bool keyframe;
    /**
     * When it was taken, by a clock of its source's own.
     */
    uint64_t at_us;
    /**
     * The bytes.
     */
    struct ilive_bytes data;
} ilive_encoded;

/**
 * 20 ms of sound, 48,000 samples a second.
 */
typedef struct ilive_sound {
    /**
     * Whose voice; 0: nobody's alone.
     */
    uint64_t tiny_id;
    /**
     * Of raw sound: which source, 0 to 7.
     */
    uint32_t source;
    /**
     * 1, or 2: then left and right alternate.
     */
    uint32_t channels;
    /**
     * Samples a second of each channel.
     */
    uint32_t rate_hz;
    /**
     * When it was taken, by a clock of its source's own.
     */
    uint64_t at_us;
    /**
     * The samples of all channels. They may be written only where `may_change` says so; they go on as they are left.
     */
    int16_t *samples;
    /**
     * How many, of all channels.
     */
    size_t sample_count;
    /**
     * Only of raw sound that the app may change.
     */
    bool may_change;
} ilive_sound;

/**
 * Functions that get pictures and sound; those that are NULL get none, and nothing is decoded for them.
 *
 * They are called on a thread of the library's, so they must be ready before `ilive_init` and until the client is closed;
 * whoever is slow in one delays all sound and pictures of this client. What they are given lives until they return. They may
 * call `ilive_fill_*` and `ilive_av_fill_*`; other functions are 1007 there.
 */
typedef struct ilive_sink {
    /**
     * Handed to each of them as it is.
     */
    void *user;
    /**
     * A member's picture.
     */
    void (*on_picture)(void *user, const struct ilive_picture *picture);
    /**
     * A member's picture as it came; of VP8 there is no other.
     */
    void (*on_encoded)(void *user, const struct ilive_encoded *encoded);
    /**
     * 20 ms of a member's voice.
     */
    void (*on_sound)(void *user, const struct ilive_sound *sound);
    /**
     * An own picture, before it is fitted and coded.
     */
    void (*on_preview)(void *user, const struct ilive_picture *picture);
    /**
     * In a device test: how loud the microphone is, and was at its loudest within a second; 0 to 100.
     */
    void (*on_level)(void *user, uint32_t level, uint32_t peak);
    /**
     * Bytes that a member's app has put beside a picture.
     */
    void (*on_custom_data)(void *user,
                           uint64_t tiny_id,
                           ilive_source source,
                           struct ilive_bytes data);
    /**
     * 20 ms of a source of raw sound that `ilive_tap_audio` has switched on.
     */
    void (*on_tap)(void *user, const struct ilive_sound *sound);
} ilive_sink;

/**
 * Deadlines in ms; 0: the default, which is named.
 */
typedef struct ilive_timers {
    /**
     * An operation younger than this is just busy (8011): 2000.
     */
    uint32_t stale;
    /**
     * IM's answer to the context's question for its own tiny id: 10000, then 7000.
     */
    uint32_t own_id;
    /**
     * A room's address: 10000, then 10004.
     */
    uint32_t room_locate;
    /**
     * Entry as a whole, and login as a whole: 30000, then 1005.
     */
    uint32_t room_enter;
    /**
     * One of the three tries of another request: 10000; three times that, then 1005, or 6012 of IM.
     */
    uint32_t request;
    /**
     * ICE and DTLS: 15000, then 10005.
     */
    uint32_t ice;
    /**
     * A device or the engine that does not say how it went: 10000, then 1005.
     */
    uint32_t local;
    /**
     * A connection that neither opens nor fails: 10000.
     */
    uint32_t dial;
    /**
     * Without a frame for this long, a link counts as lost: 15000.
     */
    uint32_t link_lost;
    /**
     * From the last frame until the server gives session and seat up: 30000.
     */
    uint32_t resume_window;
    /**
     * A link that stays lost is told after this, as event 8012: 5000.
     */
    uint32_t link_event;
    /**
     * Between two pings that ask whether the server still hears us: 500.
     */
    uint32_t ping;
    /**
     * The first wait before another try of the link is up to this: 400.
     */
    uint32_t backoff_base;
    /**
     * No wait is longer: 8000.
     */
    uint32_t backoff_cap;
    /**
     * A goodbye that nobody answers: 1000.
     */
    uint32_t goodbye;
    /**
     * A member who could not be named is tried again after 2000.
     */
    uint32_t name_retry;
    /**
     * How long an invitation or a call rings: 30000.
     */
    uint32_t ring;
    /**
     * A speed test, from the word that lets it begin: 30000, then 1005.
     */
    uint32_t speed_test;
} ilive_timers;

/**
 * What a client is made with: set it to 0 (`ilive_config config = {0};`), then what is needed.
 */
typedef struct ilive_config {
    /**
     * The server's address: `http://HOST:PORT` or `https://HOST:PORT`.
     */
    struct ilive_text url;
    /**
     * The app's number at the server; not 0.
     */
    uint32_t sdk_app_id;
    /**
     * What others see beside the user id: 1 to 32 characters; empty keeps what is stored.
     */
    struct ilive_text nick;
    /**
     * Take calls from any thread. Else a call from another thread than the one that made the client is 1007, the
     * functions `ilive_fill_*` and `ilive_av_fill_*` excepted.
     */
    bool any_thread;
    /**
     * Do not load messaging (`im_support = false`): messages, groups and calls are 8001 then.
     */
    bool without_im;
    /**
     * Turn the facade's own refusals by state off: the AV layer's codes come through.
     */
    bool raw_codes;
    /**
     * Refuse a role that the app does not have (1 `role_not_exists`) instead of taking the default role.
     */
    bool strict_roles;
    /**
     * Let a second call ring instead of answering it as busy (`auto_busy = false`).
     */
    bool without_auto_busy;
    /**
     * Messages that may wait in one conversation; another gets 8053. 0: 100.
     */
    uint32_t outbox;
    /**
     * Calls that may wait for their completion; another gets 8053. 0: 256.
     */
    uint32_t in_flight;
    /**
     * Frames of external capture that may wait for the encoder; another gets 8053. 0: 2.
     */
    uint32_t frame_pool;
    /**
     * Certificates (DER) that are trusted besides the system's: of a server with a certificate of its own.
     */
    const struct ilive_bytes *roots;
    /**
     * How many.
     */
    size_t root_count;
    /**
     * Do not ask the server for the app's roles at each start of the AV context.
     */
    bool without_role_fetch;
    /**
     * A file that the server's roles are kept in, for when it does not give them; NULL: they are not kept.
     */
    struct ilive_text role_cache;
    /**
     * Roles as the server's JSON, for when there are no others; may be NULL.
     */
    struct ilive_text role_default;
    /**
     * A file that the log is written to; older ones are beside it. NULL: there is none.
     */
    struct ilive_text log_path;
    /**
     * The least level that is written.
     */
    ilive_log_level log_level;
    /**
     * A log file of this length is put aside, in bytes. 0: 10 MiB.
     */
    uint32_t log_max_bytes;
    /**
     * How many that were put aside are kept. 0: 3.
     */
    uint32_t log_keep;
    /**
     * Nothing that is made: no test pattern, no tone.
     */
    bool without_virtual_devices;
    /**
     * Nothing of the machine: none of its cameras, microphones, players and screens.
     */
    bool without_system_devices;
    /**
     * Takes what the player plays out of what a microphone of the machine hears.
     */
    ilive_switch echo_cancellation;
    /**
     * Makes noise quieter that such a microphone hears.
     */
    ilive_switch noise_suppression;
    /**
     * Brings voices that it hears to one loudness.
     */
    ilive_switch gain_control;
    /**
     * Who gets pictures and sound.
     */
    struct ilive_sink sink;
    /**
     * Deadlines.
     */
    struct ilive_timers timers;
} ilive_config;

/**
 * What has happened.
 */
typedef uint32_t ilive_event_kind;

/**
 * How a source is fed.
 */
typedef uint32_t ilive_uplink;

/**
 * This room is linked with another.
 */
typedef struct ilive_room_link {
    /**
     * The other one.
     */
    struct ilive_room room;
    /**
     * Its member behind the link.
     */
    struct ilive_text user_id;
    /**
     * This room's member behind the link.
     */
    uint64_t tiny_id;
    /**
     * Made from here.
     */
    bool asked_here;
} ilive_room_link;

/**
 * A raised hand.
 */
typedef struct ilive_stage_entry {
    /**
     * Whose.
     */
    uint64_t tiny_id;
    /**
     * Since when, Unix ms.
     */
    uint64_t since_ms;
    /**
     * 1 is next.
     */
    uint32_t place;
    /**
     * What was said with it.
     */
    struct ilive_text note;
} ilive_stage_entry;

/**
 * What has happened; the kind says which fields it fills, all others are 0 or NULL. Kinds may be added: ignore those that
 * you do not know.
 */
typedef struct ilive_event {
    /**
     * What.
     */
    ilive_event_kind kind;
    /**
     * Begins, yes, there.
     */
    bool on;
    /**
     * Main, auxiliary or voice.
     */
    ilive_source source;
    /**
     * How it is fed.
     */
    ilive_uplink uplink;
    /**
     * Which kind of device.
     */
    ilive_device_kind device;
    /**
     * How it has ended, or which role it is: what the number is says the kind.
     */
    uint32_t how;
    /**
     * Authority bits.
     */
    uint32_t rights;
    /**
     * What the host has muted: bit `1 << ILIVE_SOURCE_…` each.
     */
    uint32_t muted;
    /**
     * How many.
     */
    uint32_t count;
    /**
     * How long, in ms.
     */
    uint32_t ms;
    /**
     * A call's or an invitation's id.
     */
    uint64_t id;
    /**
     * Which member.
     */
    uint64_t tiny_id;
    /**
     * Which user.
     */
    struct ilive_text user_id;
    /**
     * A role, a title, a nick, a reason: what it is says the kind.
     */
    struct ilive_text text;
    /**
     * Which room.
     */
    struct ilive_room room;
    /**
     * Why.
     */
    const struct ilive_error *error;
    /**
     * The message.
     */
    const struct ilive_message *message;
    /**
     * Who came or went.
     */
    const struct ilive_group_member *member;
    /**
     * What the room was.
     */
    const struct ilive_summary *summary;
    /**
     * Links with other rooms.
     */
    const struct ilive_room_link *links;
    /**
     * How many.
     */
    size_t link_count;
    /**
     * Who waits, first come first.
     */
    const struct ilive_stage_entry *queue;
    /**
     * How many.
     */
    size_t queue_count;
} ilive_event;

/**
 * Gets every event, inside `ilive_poll`. `event` and all that it points at live until it returns; for the rest as
 * `ilive_done`.
 */
typedef void (*ilive_event_handler)(void *user, ilive_client client, const struct ilive_event *event);

/**
 * What a role's rights are cut by.
 */
typedef uint32_t ilive_role_type;

/**
 * What a room is entered with; all 0 is a good start. There is no default role: who enters says what for.
 */
typedef struct ilive_room_option {
    /**
     * A role's name; empty: by `role_type`.
     */
    struct ilive_text role;
    /**
     * Without a name: the app's first role of this type, or its default role.
     */
    ilive_role_type role_type;
    /**
     * A room key (privateMapKey); empty: none.
     */
    struct ilive_text room_key;
    /**
     * Authority bits that are asked for, 1 to 255; 0: all that the ticket has.
     */
    uint32_t rights;
    /**
     * Only of a join: make the room when there is none.
     */
    bool create_room;
    /**
     * Enter the AV room only, without its chat group.
     */
    bool without_chat;
    /**
     * See everybody who sends, without asking for each.
     */
    bool auto_views;
    /**
     * Only of a create: 1 to 80 characters, or empty.
     */
    struct ilive_text title;
} ilive_room_option;

/**
 * Somebody's picture.
 */
typedef struct ilive_shown {
    /**
     * Whose.
     */
    struct ilive_text user_id;
    /**
     * Main or auxiliary.
     */
    ilive_source source;
    /**
     * Pixels that are shown; 0: the largest there is.
     */
    uint32_t height;
} ilive_shown;

/**
 * The state of the AV context.
 */
typedef uint32_t ilive_context_state;

/**
 * The state of the AV room.
 */
typedef uint32_t ilive_room_state;

/**
 * The state of the device test.
 */
typedef uint32_t ilive_device_test_state;

/**
 * What a client is doing.
 */
typedef struct ilive_state {
    /**
     * Of the AV context.
     */
    ilive_context_state context;
    /**
     * Of the AV room.
     */
    ilive_room_state room;
    /**
     * Of the device test.
     */
    ilive_device_test_state test;
    /**
     * Logged in, all the way.
     */
    bool logged_in;
    /**
     * The room that was entered and not left; its name lives until the next state is asked for on this thread.
     */
    struct ilive_room current_room;
} ilive_state;

/**
 * The state of a call (E.15).
 */
typedef uint32_t ilive_call_state;

/**
 * A device that is made. What it gives: a file where `file` is not NULL, else a tone where `tone_hz` is not 0, else a
 * pattern where `fps` is not 0, else nothing (a player).
 */
typedef struct ilive_made_device {
    /**
     * Camera, microphone, player, screen, the system's sound or film.
     */
    ilive_device_kind kind;
    /**
     * What it is opened by: 1 to 256 printable characters.
     */
    struct ilive_text id;
    /**
     * For people.
     */
    struct ilive_text name;
    /**
     * MP4 or Y4M for pictures with their sound, M4A or WAV for sound; it begins again at its end.
     */
    struct ilive_text file;
    /**
     * 20 to 20000.
     */
    uint32_t tone_hz;
    /**
     * Of a pattern, in pixels; even.
     */
    uint32_t width;
    /**
     * Of a pattern, in pixels; even.
     */
    uint32_t height;
    /**
     * Of a pattern: pictures a second, 1 to 120.
     */
    uint32_t fps;
} ilive_made_device;

/**
 * What is drawn over the own main picture.
 */
typedef struct ilive_watermark {
    /**
     * The size of video that it was drawn for, 1 to 8: 320×240, 480×360, 640×480, 640×368, 960×540, 1280×720, 192×144,
     * 320×180.
     */
    uint32_t kind;
    /**
     * In pixels: even, at most a quarter of that video's.
     */
    uint32_t width;
    /**
     * In pixels: even, at most a sixth of that video's.
     */
    uint32_t height;
    /**
     * The upper left corner, in shares of the picture: 0 to 1.
     */
    float x;
    /**
     * The upper left corner, in shares of the picture: 0 to 1.
     */
    float y;
    /**
     * `width * height` pixels of `0xAARRGGBB`; A 255 is opaque.
     */
    const uint32_t *argb;
} ilive_watermark;

/**
 * Of one source that is sent.
 */
typedef struct ilive_sent_quality {
    /**
     * Which.
     */
    ilive_source source;
    /**
     * All of them, resends among them.
     */
    uint64_t packets;
    /**
     * Of the last interval.
     */
    int64_t bitrate_bps;
    /**
     * Share that the server missed, 0 to 1.
     */
    float loss;
    /**
     * Pictures encoded a second.
     */
    float fps;
    /**
     * Of the last picture, in pixels.
     */
    int32_t width;
    /**
     * Of the last picture, in pixels.
     */
    int32_t height;
    /**
     * Keyframes asked for by who watches.
     */
    uint64_t keyframes_asked;
} ilive_sent_quality;

/**
 * Of one source of a member that is received.
 */
typedef struct ilive_received_quality {
    /**
     * Whose.
     */
    uint64_t tiny_id;
    /**
     * What.
     */
    ilive_source source;
    /**
     * All of them, resends among them.
     */
    uint64_t packets;
    /**
     * Of the last interval.
     */
    int64_t bitrate_bps;
    /**
     * Share that is missing here, 0 to 1.
     */
    float loss;
    /**
     * How unevenly it comes, in microseconds.
     */
    int64_t jitter_us;
    /**
     * Pictures decoded a second.
     */
    float fps;
    /**
     * Of the last picture, in pixels.
     */
    int32_t width;
    /**
     * Of the last picture, in pixels.
     */
    int32_t height;
    /**
     * Sound waits for so long, so that none is missing when it is played, in microseconds.
     */
    int64_t delay_us;
    /**
     * 20 ms of sound each that were lost and filled.
     */
    int64_t filled;
    /**
     * Times that sound was broken here: it ran out although its sender went on, or 20 ms were left out where they could be
     * heard, since too much had piled up.
     */
    int64_t underruns;
} ilive_received_quality;

/**
 * What was measured, anew every two seconds. What could not be measured yet, or does not exist, is -1.
 */
typedef struct ilive_quality {
    /**
     * To the server and back, in microseconds.
     */
    int64_t rtt_us;
    /**
     * All of it in one number: 1 excellent, 2 good, 3 fair, 4 poor, 5 bad, 6 nothing comes; -1 while nothing was measured.
     */
    int32_t level;
    /**
     * Packets, in and out, for which this machine had no time.
     */
    uint64_t dropped;
    /**
     * What is sent.
     */
    const struct ilive_sent_quality *sent;
    /**
     * How many.
     */
    size_t sent_count;
    /**
     * What is received.
     */
    const struct ilive_received_quality *received;
    /**
     * How many.
     */
    size_t received_count;
} ilive_quality;

/**
 * How a call has ended (E.15).
 */
typedef uint32_t ilive_call_result;

/**
 * How an invitation has ended.
 */
typedef uint32_t ilive_invitation_end;

/**
 * What has happened in a chat group.
 */
typedef uint32_t ilive_tip;

/**
 * What failed, what was refused, what a user would notice.
 */
#define ILIVE_LOG_INFO 0

/**
 * What failed without anybody having asked.
 */
#define ILIVE_LOG_WARN 1

/**
 * And every call, with the texts of errors: they may quote what somebody wrote.
 */
#define ILIVE_LOG_DEBUG 2

/**
 * The link is lost. `count`: which try is next, from 1; `ms`: until then.
 */
#define ILIVE_EVENT_LINK_DOWN 1

/**
 * The link is back. `on`: no event was lost; else read messages again. After a restart of the server the room is entered
 * again by itself, and what is different there is told.
 */
#define ILIVE_EVENT_LINK_UP 2

/**
 * Something is wrong and fails nothing: `error` is 8012, 1501 or 8052.
 */
#define ILIVE_EVENT_WARNING 3

/**
 * The userSig has run out: renew it within `ms`, or be logged out. `error`: 8051.
 */
#define ILIVE_EVENT_TICKET_EXPIRED 4

/**
 * Logged out by the server's word. `error`: 8050, 8051.
 */
#define ILIVE_EVENT_FORCED_OFFLINE 5

/**
 * Out of `room` by the server's word, or because the seat or its media was lost. `error`: why; `summary`: when it has ended.
 */
#define ILIVE_EVENT_ROOM_DISCONNECT 6

/**
 * AV layer: the member `tiny_id` begins (`on`) or ends to send `source`, fed by `uplink`.
 */
#define ILIVE_EVENT_ENDPOINT 7

/**
 * The same of the user `user_id`; comes once the id is known.
 */
#define ILIVE_EVENT_MEMBER 8

/**
 * The own media of `source` is dropped for want of a right.
 */
#define ILIVE_EVENT_PRIVILEGE_DIFF 9

/**
 * The own role or rights have changed: `text` is the role, `how` its `ilive_role_type`, `rights` the bits, `muted` what the
 * host has muted.
 */
#define ILIVE_EVENT_RIGHTS 10

/**
 * A device (`device`) has gone by itself, or was put out with the room. `error`: why, where it is known.
 */
#define ILIVE_EVENT_DEVICE_CLOSED 11

/**
 * The list of a kind of `device` has changed.
 */
#define ILIVE_EVENT_DEVICE_LIST 12

/**
 * A message: `message`.
 */
#define ILIVE_EVENT_MESSAGE 20

/**
 * Somebody (`member`) came to the chat group of `room`, or went: `how` is an `ilive_tip`. `count`: people.
 */
#define ILIVE_EVENT_GROUP_TIP 21

/**
 * There are `count` people in the room; `on`: the host is one of them.
 */
#define ILIVE_EVENT_PEOPLE 30

/**
 * The room has another title: `text`.
 */
#define ILIVE_EVENT_ROOM_INFO 31

/**
 * The way of sound and picture is there (`on`), or lost: `error`, where it is known.
 */
#define ILIVE_EVENT_MEDIA_STATE 32

/**
 * The rooms that this one is linked with, all of them: `links`.
 */
#define ILIVE_EVENT_LINKS 33

/**
 * Who waits for the stage: `queue`.
 */
#define ILIVE_EVENT_STAGE_QUEUE 40

/**
 * The host has said yes (`on`) or no to the own hand. `text`: why.
 */
#define ILIVE_EVENT_STAGE_ANSWERED 41

/**
 * The host asks this user on stage: `ilive_stage_invite_answer`.
 */
#define ILIVE_EVENT_STAGE_INVITED 42

/**
 * The invited member `tiny_id` has said yes (`on`) or no.
 */
#define ILIVE_EVENT_STAGE_INVITE_ANSWERED 43

/**
 * `user_id` (`text`: its nick) invites this user into `room`: `id`.
 */
#define ILIVE_EVENT_INVITATION 50

/**
 * The own invitation `id` was taken.
 */
#define ILIVE_EVENT_INVITATION_ACCEPTED 51

/**
 * The invitation `id`, own or other, stands no longer: `how` is an `ilive_invitation_end`.
 */
#define ILIVE_EVENT_INVITATION_ENDED 52

/**
 * `user_id` (`text`: its nick) calls: `id`; `on`: with picture.
 */
#define ILIVE_EVENT_CALL_INCOMING 60

/**
 * Both are in the call `id`.
 */
#define ILIVE_EVENT_CALL_ESTABLISHED 61

/**
 * The call `id` has ended: `how` is an `ilive_call_result`.
 */
#define ILIVE_EVENT_CALL_ENDED 62

/**
 * The one object with login, rooms, messages and devices.
 */
#define ILIVE_MODULE_ILIVE 0

/**
 * Sound and picture: the layer here, and the server's answers.
 */
#define ILIVE_MODULE_AV 1

/**
 * Messaging; its numbers are none of the 58.
 */
#define ILIVE_MODULE_IM 2

/**
 * Calls; their results are none of the 58.
 */
#define ILIVE_MODULE_CALL 3

/**
 * The functions `ilive_*`.
 */
#define ILIVE_LAYER_FACADE 0

/**
 * The layers below: `ilive_av_*`, `ilive_im_*`.
 */
#define ILIVE_LAYER_AV 1

/**
 * The server.
 */
#define ILIVE_LAYER_SERVER 2

/**
 * The function returned it: nothing was sent, and no completion follows.
 */
#define ILIVE_DELIVERY_RETURN 0

/**
 * In the one completion of a call that returned 0.
 */
#define ILIVE_DELIVERY_COMPLETION 1

/**
 * In an event.
 */
#define ILIVE_DELIVERY_EVENT 2

/**
 * The failure is not that of a switch.
 */
#define ILIVE_OLD_ROOM_NONE 0

/**
 * Still in it.
 */
#define ILIVE_OLD_ROOM_KEPT 1

/**
 * Left, or not known to be kept.
 */
#define ILIVE_OLD_ROOM_LEFT 2

/**
 * The voice.
 */
#define ILIVE_SOURCE_AUDIO 1

/**
 * Camera or external capture.
 */
#define ILIVE_SOURCE_MAIN 2

/**
 * Screen, media file or external capture beside the camera; one a room.
 */
#define ILIVE_SOURCE_AUX 3

/**
 * It was not said.
 */
#define ILIVE_UPLINK_UNKNOWN 0

/**
 * A microphone.
 */
#define ILIVE_UPLINK_MICROPHONE 1

/**
 * A camera.
 */
#define ILIVE_UPLINK_CAMERA 2

/**
 * Frames of the app's own.
 */
#define ILIVE_UPLINK_EXTERNAL 3

/**
 * A screen, or a part of it.
 */
#define ILIVE_UPLINK_SCREEN 4

/**
 * A media file.
 */
#define ILIVE_UPLINK_FILE 5

/**
 * A camera: the main picture.
 */
#define ILIVE_DEVICE_CAMERA 0

/**
 * Frames of the app's own in the camera's place.
 */
#define ILIVE_DEVICE_EXTERNAL_MAIN 1

/**
 * Frames of the app's own as the auxiliary picture.
 */
#define ILIVE_DEVICE_EXTERNAL_AUX 2

/**
 * A microphone.
 */
#define ILIVE_DEVICE_MICROPHONE 3

/**
 * A speaker.
 */
#define ILIVE_DEVICE_PLAYER 4

/**
 * The screen, a window or an area: the auxiliary picture.
 */
#define ILIVE_DEVICE_SCREEN 5

/**
 * The system's sound, mixed into the microphone's.
 */
#define ILIVE_DEVICE_SYSTEM_SOUND 6

/**
 * A media file as the auxiliary picture.
 */
#define ILIVE_DEVICE_MEDIA_FILE 7

/**
 * Planar 4:2:0, limited range, BT.601.
 */
#define ILIVE_PIXEL_I420 0

/**
 * 24 bits, memory order BGR.
 */
#define ILIVE_PIXEL_RGB24 8

/**
 * Destroyed.
 */
#define ILIVE_CONTEXT_STATE_GONE 0

/**
 * Made, and not running.
 */
#define ILIVE_CONTEXT_STATE_STOPPED 1

/**
 * On the way up.
 */
#define ILIVE_CONTEXT_STATE_STARTING 2

/**
 * Running.
 */
#define ILIVE_CONTEXT_STATE_STARTED 3

/**
 * On the way down.
 */
#define ILIVE_CONTEXT_STATE_STOPPING 4

/**
 * In none.
 */
#define ILIVE_ROOM_STATE_EXITED 0

/**
 * On the way in.
 */
#define ILIVE_ROOM_STATE_ENTERING 1

/**
 * In one.
 */
#define ILIVE_ROOM_STATE_ENTERED 2

/**
 * On the way out.
 */
#define ILIVE_ROOM_STATE_EXITING 3

/**
 * In one, on the way to another.
 */
#define ILIVE_ROOM_STATE_SWITCHING 4

/**
 * None runs.
 */
#define ILIVE_DEVICE_TEST_STATE_STOPPED 0

/**
 * On the way up.
 */
#define ILIVE_DEVICE_TEST_STATE_STARTING 1

/**
 * One runs.
 */
#define ILIVE_DEVICE_TEST_STATE_STARTED 2

/**
 * On the way down.
 */
#define ILIVE_DEVICE_TEST_STATE_STOPPING 3

/**
 * There is no such call, or none any more.
 */
#define ILIVE_CALL_STATE_NONE 0

/**
 * Accepted here; the server has not answered.
 */
#define ILIVE_CALL_STATE_ENTER 1

/**
 * Rings here.
 */
#define ILIVE_CALL_STATE_INCOMING 2

/**
 * Rings there.
 */
#define ILIVE_CALL_STATE_WAIT 3

/**
 * Both are in it.
 */
#define ILIVE_CALL_STATE_ESTABLISH 4

/**
 * Taken back before it was answered.
 */
#define ILIVE_CALL_RESULT_CANCELLED 1

/**
 * Nobody answered in time.
 */
#define ILIVE_CALL_RESULT_TIMED_OUT 2

/**
 * Turned down.
 */
#define ILIVE_CALL_RESULT_REFUSED 3

/**
 * Ended by one of the two.
 */
#define ILIVE_CALL_RESULT_HUNG_UP 4

/**
 * The called one is in another call.
 */
#define ILIVE_CALL_RESULT_BUSY 5

/**
 * One of the two has lost its link, or is no longer logged in.
 */
#define ILIVE_CALL_RESULT_DISCONNECTED 6

/**
 * Turned down.
 */
#define ILIVE_INVITATION_REFUSED 1

/**
 * Taken back.
 */
#define ILIVE_INVITATION_CANCELLED 2

/**
 * Nobody answered in time.
 */
#define ILIVE_INVITATION_TIMED_OUT 3

/**
 * One of the two is no longer logged in.
 */
#define ILIVE_INVITATION_LEFT 4

/**
 * Somebody came.
 */
#define ILIVE_TIP_JOINED 1

/**
 * Somebody left.
 */
#define ILIVE_TIP_LEFT 2

/**
 * Somebody was removed.
 */
#define ILIVE_TIP_KICKED 3

/**
 * The group is gone.
 */
#define ILIVE_TIP_DELETED 5

/**
 * The ticket's own bits.
 */
#define ILIVE_ROLE_DEFAULT 0

/**
 * Whose room it is.
 */
#define ILIVE_ROLE_HOST 1

/**
 * Watches.
 */
#define ILIVE_ROLE_AUDIENCE 2

/**
 * On stage beside the host.
 */
#define ILIVE_ROLE_COHOST 3

/**
 * Many people.
 */
#define ILIVE_ROOM_MULTI 0

/**
 * Two people: not built, 1006.
 */
#define ILIVE_ROOM_PAIR 1

/**
 * H264: NAL units behind start codes (Annex B), parameter sets before each keyframe.
 */
#define ILIVE_CODEC_H264 0

/**
 * VP8: a frame.
 */
#define ILIVE_CODEC_VP8 1

/**
 * As the role has it; on, where no role says it.
 */
#define ILIVE_AS_ROLE 0

/**
 * On, whatever the role says.
 */
#define ILIVE_ON 1

/**
 * Off, whatever the role says.
 */
#define ILIVE_OFF 2

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes the context again after it was destroyed. A client is made with one, stopped.
 *
 * 1003 when there is one.
 */
int32_t ilive_av_create(ilive_client client);

/**
 * Starts it; asks IM for the own tiny id each time.
 *
 * At once: 1101 when destroyed, 1001, 1002, 1003. Later: 1502 without a login, without a link or for an unknown id, 6999 when IM
 * answers with an error, 7000 when it does not answer, 1 when the engine does not start.
 */
int32_t ilive_av_start(ilive_client client,
                       ilive_done done,
                       void *user,
                       ilive_op *op);

/**
 * Stops it.
 *
 * 1001, 1002, 1003, 1202 in a room, 1602 in a device test.
 */
int32_t ilive_av_stop(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Destroys it.
 *
 * 1101 when destroyed, 1102 unless stopped.
 */
int32_t ilive_av_destroy(ilive_client client);

/**
 * Enters a room; its chat group is IM's. `answer->rights`: the rights in force.
 *
 * At once: 1101, 8005, 1004, 1001, 1002, 1003, 1602, 1006 for `ILIVE_ROOM_PAIR`, 1 `role_not_exists`. Later: 1005, 10001 to 10009,
 * 1 `dtls_fingerprint`.
 */
int32_t ilive_av_enter_room(ilive_client client,
                            const struct ilive_av_enter *enter,
                            ilive_done done,
                            void *user,
                            ilive_op *op);

/**
 * Leaves it.
 *
 * 1101, 1001, 1002, 1003 when in none.
 */
int32_t ilive_av_exit_room(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Goes over to another room. `answer->rights`: the rights in force.
 *
 * As `ilive_av_enter_room`; 1201 when in none.
 */
int32_t ilive_av_switch_room(ilive_client client,
                             const struct ilive_av_enter *enter,
                             ilive_done done,
                             void *user,
                             ilive_op *op);

/**
 * Begins it; out of a room.
 *
 * 1101, 1001 while it starts, 1003 when it runs, 1202 in a room.
 */
int32_t ilive_av_start_device_test(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Ends it, and what is open in it.
 *
 * 1101, 1001, 1002, 1601 when none runs.
 */
int32_t ilive_av_stop_device_test(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Opens a camera, microphone or player in it.
 *
 * 1101, 1004, 1601 when none runs, 1003, 1301, 1008, 1.
 */
int32_t ilive_av_enable_device(ilive_client client,
                               ilive_device_kind kind,
                               const struct ilive_pick *pick,
                               ilive_done done,
                               void *user,
                               ilive_op *op);

/**
 * Closes it again.
 *
 * 1101, 1601, 1003 when closed.
 */
int32_t ilive_av_disable_device(ilive_client client,
                                ilive_device_kind kind,
                                ilive_done done,
                                void *user,
                                ilive_op *op);

/**
 * Opens a device. `pick` NULL: the system's default.
 *
 * 1101, 1004, 1001, 1002 also beside another that feeds the same source, 1003, 1201, 1301, 1008, 1.
 */
int32_t ilive_av_open_device(ilive_client client,
                             ilive_device_kind kind,
                             const struct ilive_pick *pick,
                             ilive_done done,
                             void *user,
                             ilive_op *op);

/**
 * Closes it.
 *
 * 1101, 1001, 1002, 1003 when closed.
 */
int32_t ilive_av_close_device(ilive_client client,
                              ilive_device_kind kind,
                              ilive_done done,
                              void *user,
                              ilive_op *op);

/**
 * Sends silence or no picture without closing the device, or lifts that.
 *
 * 1101, 1301 when closed.
 */
int32_t ilive_av_mute_device(ilive_client client,
                             ilive_device_kind kind,
                             bool muted,
                             ilive_done done,
                             void *user,
                             ilive_op *op);

/**
 * 0 to 100; a microphone's is a boost, where 10 is unchanged.
 *
 * 1101, 1004, 1301 when closed.
 */
int32_t ilive_av_set_volume(ilive_client client, ilive_device_kind kind, uint32_t volume);

/**
 * Another part of the screen than the one shared.
 *
 * 1101, 8005, 1004, 1301 unless an area is shared.
 */
int32_t ilive_av_set_screen_area(ilive_client client, const struct ilive_area *area);

/**
 * Holds the film that is played.
 *
 * 1101, 1301 when none is.
 */
int32_t ilive_av_pause_file(ilive_client client);

/**
 * The film goes on. As `ilive_av_pause_file`.
 */
int32_t ilive_av_resume_file(ilive_client client);

/**
 * The film begins again. As `ilive_av_pause_file`.
 */
int32_t ilive_av_restart_file(ilive_client client);

/**
 * The film goes on from there, in ms. As `ilive_av_pause_file`.
 */
int32_t ilive_av_seek_file(ilive_client client, uint64_t ms);

/**
 * Hands raw sound of one of the sources 0 to 7 out, or stops that.
 *
 * 1101, 1004 for another source, 1201 out of a room.
 */
int32_t ilive_av_tap_audio(ilive_client client, uint32_t source, bool on);

/**
 * Cameras, microphones or players, the default first. The list lives until the next one on this thread.
 *
 * 1101, 8005, 1004 for kinds that have no list, 1301 when there is none.
 */
int32_t ilive_av_list_devices(ilive_client client,
                              ilive_device_kind kind,
                              const struct ilive_device **devices,
                              size_t *count);

/**
 * Hands in a picture of external capture; it is copied. From any thread.
 *
 * 1101, 8005, 1004 for a bad format, size or length, 1301 while closed, 1 `pool_empty`.
 */
int32_t ilive_av_fill_frame(ilive_client client,
                            ilive_device_kind kind,
                            const struct ilive_frame *frame);

/**
 * Sends bytes beside the picture. From any thread.
 *
 * 1101, 8005, 1004 for none or more than 4096, 1201.
 */
int32_t ilive_av_fill_custom_data(ilive_client client, struct ilive_bytes data);

/**
 * Asks a user into a room. `answer->id`: the invitation's id.
 *
 * At once: 1101, 8005, 1004, 1001, 1002. Later: 1801 with its cause nested.
 */
int32_t ilive_av_invite(ilive_client client,
                        struct ilive_text user_id,
                        struct ilive_room room,
                        ilive_done done,
                        void *user,
                        ilive_op *op);

/**
 * Takes one.
 *
 * 1802 with its cause nested.
 */
int32_t ilive_av_accept_invite(ilive_client client,
                               uint64_t id,
                               ilive_done done,
                               void *user,
                               ilive_op *op);

/**
 * Turns one down.
 *
 * 1803 with its cause nested.
 */
int32_t ilive_av_refuse_invite(ilive_client client,
                               uint64_t id,
                               ilive_done done,
                               void *user,
                               ilive_op *op);

/**
 * Takes one's own back.
 *
 * 1803 with its cause nested.
 */
int32_t ilive_av_cancel_invite(ilive_client client,
                               uint64_t id,
                               ilive_done done,
                               void *user,
                               ilive_op *op);

/**
 * Sees exactly these: as many views as members.
 *
 * At once: 1101, 8005, 1004 for lists of unequal length, 1001, 1002, 1201, 1401, 1402. Later: 1005, 10006, 10010.
 */
int32_t ilive_av_request_view_list(ilive_client client,
                                   const uint64_t *members,
                                   size_t member_count,
                                   const struct ilive_av_view *views,
                                   size_t view_count,
                                   ilive_done done,
                                   void *user,
                                   ilive_op *op);

/**
 * Sees nobody.
 *
 * 1101, 1001, 1002, 1201.
 */
int32_t ilive_av_cancel_all_view(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Takes another role; `room_key` may be empty.
 *
 * 1101, 1001, 1002, 1003 for the present role without a key, 1201, 1 `role_not_exists`, 10003.
 */
int32_t ilive_av_change_role(ilive_client client,
                             struct ilive_text role,
                             struct ilive_text room_key,
                             ilive_done done,
                             void *user,
                             ilive_op *op);

/**
 * Whether a member sends this source.
 *
 * 0 when it does; 1101, 1201, 1401 for who sends nothing, 1402 for another source.
 */
int32_t ilive_av_endpoint(ilive_client client, uint64_t tiny_id, ilive_source source);

/**
 * The last failure that a function of this library returned on this thread; NULL: none was.
 *
 * It lives until the next function returns one on this thread, or the thread ends.
 */
const struct ilive_error *ilive_last_error(void);

/**
 * The version of this library, such as `0.1.0`. It lives as long as the process.
 */
struct ilive_text ilive_version(void);

/**
 * Makes a client; nothing is sent before the login. The thread that makes it owns it.
 *
 * 8005, 8021 `bad_url`, `bad_sdk_app_id`, or `bad_file` for a log that cannot be written; 8020 when the system gives no thread or no trust store.
 */
int32_t ilive_init(const struct ilive_config *config,
                   ilive_client *client);

/**
 * Logs out where need be, and ends the client: what is pending completes with 8007, then this completes, and from then on
 * `client` names nothing (8002). Poll until then, as here:
 *
 * ```c
 * ilive_release(client, NULL, NULL, NULL);
 * while (ilive_poll(client, 1000) == 0) {}
 * ```
 *
 * 8002 when it was released before.
 */
int32_t ilive_release(ilive_client client,
                      ilive_done done,
                      void *user,
                      ilive_op *op);

/**
 * Gives up what is pending: it completes with 8007, unless it has completed already. Nothing happens for a call that is not
 * known.
 */
int32_t ilive_cancel(ilive_client client,
                     ilive_op op);

/**
 * Sends a text to a user. `answer->seq`, `answer->time_ms`: its place, and when it was kept.
 *
 * 8001 without messaging, 8009, 8021 for an empty or too long one, 8053 with the outbox full.
 */
int32_t ilive_send_c2c_text(ilive_client client,
                            struct ilive_text user_id,
                            struct ilive_text words,
                            ilive_done done,
                            void *user,
                            ilive_op *op);

/**
 * Sends a text to the current room's group.
 *
 * As `ilive_send_c2c_text`; 8003 out of a room.
 */
int32_t ilive_send_group_text(ilive_client client,
                              struct ilive_text words,
                              ilive_done done,
                              void *user,
                              ilive_op *op);

/**
 * Sends any elements to a user, 1 to 32.
 *
 * As `ilive_send_c2c_text`.
 */
int32_t ilive_send_c2c(ilive_client client,
                       struct ilive_text user_id,
                       const struct ilive_element *elements,
                       size_t count,
                       ilive_done done,
                       void *user,
                       ilive_op *op);

/**
 * Sends any elements to the current room's group.
 *
 * As `ilive_send_group_text`.
 */
int32_t ilive_send_group(ilive_client client,
                         const struct ilive_element *elements,
                         size_t count,
                         ilive_done done,
                         void *user,
                         ilive_op *op);

/**
 * Begins the device test; out of a room.
 *
 * 8009, 1001, 1003 when it runs, 1202 in a room.
 */
int32_t ilive_start_device_test(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Ends it.
 *
 * 8009, 1601 when none runs.
 */
int32_t ilive_stop_device_test(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Opens a camera, microphone or player in the test.
 *
 * 1601 when none runs; else as `ilive_open_device`.
 */
int32_t ilive_open_in_test(ilive_client client,
                           ilive_device_kind kind,
                           const struct ilive_pick *pick,
                           ilive_done done,
                           void *user,
                           ilive_op *op);

/**
 * Closes it again.
 *
 * As `ilive_close_device`.
 */
int32_t ilive_close_in_test(ilive_client client,
                            ilive_device_kind kind,
                            ilive_done done,
                            void *user,
                            ilive_op *op);

/**
 * Opens a device. `pick` NULL: the system's default.
 *
 * 8002, 8011, 1003 when open, 1002 beside another that feeds the same source, 1301 for an unknown one, 1008 when another program
 * has it, or another member shares; 8021 for a bad window, area or file, 8022 for a film that does not exist; 1, of a microphone
 * and a player 8020.
 */
int32_t ilive_open_device(ilive_client client,
                          ilive_device_kind kind,
                          const struct ilive_pick *pick,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Closes it.
 *
 * 8002, 8011, 1003 when closed.
 */
int32_t ilive_close_device(ilive_client client,
                           ilive_device_kind kind,
                           ilive_done done,
                           void *user,
                           ilive_op *op);

/**
 * Sends silence or no picture without closing the device, or lifts that.
 *
 * 8002, 1301 when closed.
 */
int32_t ilive_mute_device(ilive_client client,
                          ilive_device_kind kind,
                          bool muted,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Volume of a microphone, player or the system's sound: 0 to 100. A microphone's is a boost, where 10 is unchanged.
 *
 * 8002, 8021 above 100, 1301 when closed.
 */
int32_t ilive_set_volume(ilive_client client,
                         ilive_device_kind kind,
                         uint32_t volume);

/**
 * Another part of the screen than the one shared.
 *
 * 8002, 8005, 8021, 1301 unless an area is shared.
 */
int32_t ilive_set_screen_area(ilive_client client, const struct ilive_area *area);

/**
 * Holds the film that is played.
 *
 * 8002, 1301 when none is.
 */
int32_t ilive_pause_file(ilive_client client);

/**
 * The film goes on. As `ilive_pause_file`.
 */
int32_t ilive_resume_file(ilive_client client);

/**
 * The film begins again. As `ilive_pause_file`.
 */
int32_t ilive_restart_file(ilive_client client);

/**
 * The film goes on from there, in ms. As `ilive_pause_file`.
 */
int32_t ilive_seek_file(ilive_client client, uint64_t ms);

/**
 * Hands raw sound of one of the sources 0 to 7 out, or stops that.
 *
 * 8002, 1004 for another source, 1201 out of a room.
 */
int32_t ilive_tap_audio(ilive_client client, uint32_t source, bool on);

/**
 * The cameras, microphones or players there are, the default first. Works before a login. The list lives until the next one
 * on this thread.
 *
 * 8005, 8022 when there is none.
 */
int32_t ilive_list_devices(ilive_client client,
                           ilive_device_kind kind,
                           const struct ilive_device **devices,
                           size_t *count);

/**
 * The screens there are, the one that no pick shares first; another is picked as a window, by its id. None is no failure. The list
 * lives until the next one on this thread.
 *
 * 8002, 8005.
 */
int32_t ilive_list_screens(ilive_client client,
                           const struct ilive_device **screens,
                           size_t *count);

/**
 * The windows that are shown now, the topmost first. As `ilive_list_screens`.
 */
int32_t ilive_list_windows(ilive_client client, const struct ilive_device **windows, size_t *count);

/**
 * Hands in a picture of external capture (`ILIVE_DEVICE_EXTERNAL_MAIN` or `ILIVE_DEVICE_EXTERNAL_AUX`); it is copied. From
 * any thread.
 *
 * 8002, 8005, 8023 for a format other than I420 and RGB24, 1004 for a size that is not taken or another number of bytes, 1301 while
 * the capture is closed, 8053 when the encoder does not keep up.
 */
int32_t ilive_fill_frame(ilive_client client,
                         ilive_device_kind kind,
                         const struct ilive_frame *frame);

/**
 * Adds a handler of events: it is called for every event from now on, after those that were added before. The same function
 * with another `user` is another handler.
 *
 * 8005 for NULL, 8004 for one that was added before.
 */
int32_t ilive_add_event_handler(ilive_client client,
                                ilive_event_handler handler,
                                void *user);

/**
 * Takes a handler away: it does not hear of an event that is being told either, if others come before it.
 *
 * 8005 for NULL, 8022 for one that was not added.
 */
int32_t ilive_remove_event_handler(ilive_client client,
                                   ilive_event_handler handler,
                                   void *user);

/**
 * Logs in and starts the AV context.
 *
 * At once: 8021, 8011, 8024 for the same user, 8004 for another. Later: 8012 without a network, 8052 when somebody else
 * answers, 10003 for a bad ticket, 8051 for one that has run out, 1005.
 */
int32_t ilive_login(ilive_client client,
                    struct ilive_text user_id,
                    struct ilive_text user_sig,
                    ilive_done done,
                    void *user,
                    ilive_op *op);

/**
 * Leaves everything; what is pending completes with 8007.
 *
 * 8009 when not logged in.
 */
int32_t ilive_logout(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Puts a new userSig in the place of one that runs out.
 *
 * 8009 when not logged in; 10003 for a bad ticket.
 */
int32_t ilive_renew_ticket(ilive_client client,
                           struct ilive_text user_sig,
                           ilive_done done,
                           void *user,
                           ilive_op *op);

/**
 * Rings at a user. `answer->id`: the call's id. With `end_current` the present call ends first (result 4).
 *
 * 8001, 8009, 8021 `self_call`, 8008 in a call.
 */
int32_t ilive_make_call(ilive_client client,
                        struct ilive_text user_id,
                        bool video,
                        bool end_current,
                        ilive_done done,
                        void *user,
                        ilive_op *op);

/**
 * Takes a call that has come in.
 *
 * `call` 100 for an unknown one, 8008 for one that does not ring here or beside another.
 */
int32_t ilive_accept_call(ilive_client client,
                          uint64_t call,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Turns a call down.
 *
 * 8003 for an unknown one, 8008 for one that does not ring here.
 */
int32_t ilive_reject_call(ilive_client client,
                          uint64_t call,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Takes one's own call back, or hangs up.
 *
 * `call` 100 for an unknown one, 8008 for one that rings here.
 */
int32_t ilive_end_call(ilive_client client,
                       uint64_t call,
                       ilive_done done,
                       void *user,
                       ilive_op *op);

/**
 * Makes a room and enters it, with its chat group. `answer->rights`: the rights in force.
 *
 * At once: 8002 before login, 8021 for a bad room or without an option, 8010 in another room, 8024 in this one, 8011. Later:
 * 10003, 10004, 10005, 1005, 8006.
 */
int32_t ilive_create_room(ilive_client client,
                          struct ilive_room room,
                          const struct ilive_room_option *option,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Enters a room. `answer->rights`: the rights in force.
 *
 * As `ilive_create_room`; 10009 when there is no such room.
 */
int32_t ilive_join_room(ilive_client client,
                        struct ilive_room room,
                        const struct ilive_room_option *option,
                        ilive_done done,
                        void *user,
                        ilive_op *op);

/**
 * Goes over to another room; when that fails, `error->old_room` says what became of the present one. `answer->rights`: the
 * rights in force.
 *
 * 8023 for the room's host, 8003 out of a room, 8024 for the same room; else as `ilive_join_room`.
 */
int32_t ilive_switch_room(ilive_client client,
                          struct ilive_room room,
                          const struct ilive_room_option *option,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Leaves the room; out of a room it succeeds. `cancel_pending`: give up an entry that is under way, which completes with
 * 8007, instead of being refused by it.
 *
 * 8002, 8011 while an entry is under way.
 */
int32_t ilive_quit_room(ilive_client client,
                        bool cancel_pending,
                        ilive_done done,
                        void *user,
                        ilive_op *op);

/**
 * Takes another role; `room_key` may be empty.
 *
 * 8003 out of a room, 8024 for the present role without a key, 1 `role_not_exists`, 10003 for a right that the ticket lacks.
 */
int32_t ilive_change_role(ilive_client client,
                          struct ilive_text role,
                          struct ilive_text room_key,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Links the current room with another, by a member there; `link_key` is the key that allows it, or empty.
 *
 * 8003 out of a room, 8004 for a link that this session has, 8021 `self_link`, 10007, 10003, 10008 to 10010.
 */
int32_t ilive_link_room(ilive_client client,
                        struct ilive_room room,
                        struct ilive_text user_id,
                        struct ilive_text link_key,
                        ilive_done done,
                        void *user,
                        ilive_op *op);

/**
 * Drops all links.
 *
 * 8003 out of a room, 10006 when nothing is linked.
 */
int32_t ilive_unlink_room(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Pushes the room to other services, or stops that.
 *
 * 8009, 8003; 10007 while the server cannot.
 */
int32_t ilive_push_stream(ilive_client client, bool on, ilive_done done, void *user, ilive_op *op);

/**
 * Records on the server, or stops that.
 *
 * 8009, 8003; 10007 while the server cannot.
 */
int32_t ilive_record(ilive_client client, bool on, ilive_done done, void *user, ilive_op *op);

/**
 * Measures the way to the server. `answer->speed`.
 *
 * 8009, 8011; 1005.
 */
int32_t ilive_speed_test(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Shows exactly these pictures.
 *
 * 8002, 8005 for none, 8021, 8011, 1201 out of a room, 1401, 1402.
 */
int32_t ilive_show(ilive_client client,
                   const struct ilive_shown *pictures,
                   size_t count,
                   ilive_done done,
                   void *user,
                   ilive_op *op);

/**
 * Shows none.
 *
 * 8002, 8011, 1201 out of a room.
 */
int32_t ilive_hide_all(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Raises the hand; completes when queued. `note` may be empty.
 *
 * 8003 out of a room, 10008 when queued already.
 */
int32_t ilive_stage_request(ilive_client client,
                            struct ilive_text note,
                            ilive_done done,
                            void *user,
                            ilive_op *op);

/**
 * Takes the hand back.
 *
 * 8003 out of a room.
 */
int32_t ilive_stage_cancel(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Host: takes somebody in the queue on stage, or not. `reason` may be empty.
 *
 * 8003, 10003 for anybody else, 10010 for who is not there.
 */
int32_t ilive_stage_answer(ilive_client client,
                           struct ilive_text user_id,
                           bool accept,
                           struct ilive_text reason,
                           ilive_done done,
                           void *user,
                           ilive_op *op);

/**
 * Host: asks a member to come on stage.
 *
 * As `ilive_stage_answer`.
 */
int32_t ilive_stage_invite(ilive_client client,
                           struct ilive_text user_id,
                           ilive_done done,
                           void *user,
                           ilive_op *op);

/**
 * The invited member's word.
 *
 * 8003, 10006 without an invitation.
 */
int32_t ilive_stage_invite_answer(ilive_client client,
                                  bool accept,
                                  ilive_done done,
                                  void *user,
                                  ilive_op *op);

/**
 * Leaves the stage (`user_id` NULL), or takes somebody off it.
 *
 * As `ilive_stage_answer`.
 */
int32_t ilive_stage_leave(ilive_client client,
                          struct ilive_text user_id,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Host: silences one source of a member, or lifts that.
 *
 * As `ilive_stage_answer`.
 */
int32_t ilive_mute_member(ilive_client client,
                          struct ilive_text user_id,
                          ilive_source source,
                          bool muted,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Host: removes a member and keeps it out for `ban_s` seconds; 0: the app's default. `reason` may be empty.
 *
 * As `ilive_stage_answer`.
 */
int32_t ilive_kick_member(ilive_client client,
                          struct ilive_text user_id,
                          uint32_t ban_s,
                          struct ilive_text reason,
                          ilive_done done,
                          void *user,
                          ilive_op *op);

/**
 * Host: another title, 1 to 80 characters.
 *
 * 8003, 10003 for anybody else, 10002.
 */
int32_t ilive_set_room_title(ilive_client client,
                             struct ilive_text title,
                             ilive_done done,
                             void *user,
                             ilive_op *op);

/**
 * Host: ends the room for all. `answer->summary`: what it was.
 *
 * 8003, 10003 for anybody else.
 */
int32_t ilive_end_room(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * Logs in; the AV context stays as it is.
 *
 * 6015 while another is under way; as `ilive_login`.
 */
int32_t ilive_im_login(ilive_client client,
                       struct ilive_text user_id,
                       struct ilive_text user_sig,
                       ilive_done done,
                       void *user,
                       ilive_op *op);

/**
 * Logs out, as `ilive_logout` does.
 *
 * 6014 when not logged in.
 */
int32_t ilive_im_logout(ilive_client client, ilive_done done, void *user, ilive_op *op);

/**
 * A message to a user, or to the group of a room that this user is in. `answer->seq`, `answer->time_ms`.
 *
 * 6014 when not logged in, 6012 without an answer in time.
 */
int32_t ilive_im_send(ilive_client client,
                      struct ilive_conversation conversation,
                      const struct ilive_element *elements,
                      size_t count,
                      ilive_done done,
                      void *user,
                      ilive_op *op);

/**
 * Messages of a conversation with a `seq` above `after` and below `before` (0: no bound): the newest `limit` of them, 1 to
 * 100. `answer->messages`, `seq`, `epoch`, `more`.
 *
 * As `ilive_im_send`.
 */
int32_t ilive_im_read(ilive_client client,
                      struct ilive_conversation conversation,
                      uint64_t after,
                      uint64_t before,
                      uint32_t limit,
                      ilive_done done,
                      void *user,
                      ilive_op *op);

/**
 * A page of the members of a room's group, newest first; `limit` 1 to 100. `answer->members`, `people`.
 *
 * As `ilive_im_send`.
 */
int32_t ilive_im_members(ilive_client client,
                         struct ilive_room room,
                         uint32_t offset,
                         uint32_t limit,
                         ilive_done done,
                         void *user,
                         ilive_op *op);

/**
 * User ids to tiny ids. `answer->identities`; unknown ones are left out.
 *
 * As `ilive_im_send`.
 */
int32_t ilive_im_resolve(ilive_client client,
                         const struct ilive_text *user_ids,
                         size_t count,
                         ilive_done done,
                         void *user,
                         ilive_op *op);

/**
 * Tiny ids to user ids. `answer->identities`; unknown ones are left out.
 *
 * As `ilive_im_send`.
 */
int32_t ilive_im_name(ilive_client client,
                      const uint64_t *tiny_ids,
                      size_t count,
                      ilive_done done,
                      void *user,
                      ilive_op *op);

/**
 * What the client is doing now.
 */
int32_t ilive_get_state(ilive_client client, struct ilive_state *state);

/**
 * The state of a call; `ILIVE_CALL_STATE_NONE` when there is no such call.
 */
int32_t ilive_get_call_state(ilive_client client, uint64_t call, ilive_call_state *state);

/**
 * A device that is made comes; it is listed before all others of its kind.
 *
 * 8002, 8005, 8021 for an id, a size, a rate or a tone that cannot be.
 */
int32_t ilive_plug_device(ilive_client client, const struct ilive_made_device *device);

/**
 * A device that was made goes; where it is open it closes with 1301. Nothing happens for one that is not there.
 *
 * 8002, 8005, 8021.
 */
int32_t ilive_unplug_device(ilive_client client,
                            ilive_device_kind kind,
                            struct ilive_text id);

/**
 * Draws this over the own main picture from now on; NULL: nothing.
 *
 * 8002, 8005, 1004 `bad_watermark`.
 */
int32_t ilive_set_watermark(ilive_client client, const struct ilive_watermark *watermark);

/**
 * Waits up to `timeout_ms` for news, then hands out all that there is: completions to their `ilive_done`, events to the
 * handlers, in the order in which they came about, and on this thread.
 *
 * 0 whether there was any or not. A handler may poll, too; 16 deep nothing is handed out. After `ilive_release`, poll until this returns 8002: then the client is closed.
 * 1007 on another thread than the owner's.
 */
int32_t ilive_poll(ilive_client client,
                   uint32_t timeout_ms);

/**
 * A file descriptor that is readable (`poll`, `select`, `epoll`) while there is news: then call `ilive_poll` with 0. It is
 * the library's: do not read, write or close it. It is closed with the client. Poll once when you have it: what came before
 * is news too.
 *
 * 8005, 8020 when the system gives none.
 */
int32_t ilive_descriptor(ilive_client client,
                         int32_t *descriptor);

/**
 * How many events were lost because nobody polled: 4096 wait, completions always.
 */
int32_t ilive_missed(ilive_client client, uint64_t *missed);

/**
 * What was measured of the connection and its media. The lists live until the next record on this thread.
 *
 * 8002, 8005.
 */
int32_t ilive_get_quality(ilive_client client,
                          struct ilive_quality *quality);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ILIVE_H */

/** A text that ends with NUL, as the functions take texts; NULL stays none. */
static inline ilive_text ilive_str(const char *text) {
    ilive_text out = {text, 0};
    while (text != NULL && text[out.len] != 0) {
        out.len++;
    }
    return out;
}
