/* Rooms, what is seen in them, and the stage. */
#include "driver.h"

#define VERB(name) \
    static int32_t name(struct actor *actor, const struct command *command, struct call *call)

ilive_room room_of(const struct command *command) {
    const char *room = value_of(command, "room");
    if (room == NULL) {
        return (ilive_room){0};
    }
    /* All digits are a number, anything else a name. */
    if (room[strspn(room, "0123456789")] == 0) {
        return (ilive_room){.number = (uint32_t)strtoul(room, NULL, 10)};
    }
    return (ilive_room){.name = ilive_str(room)};
}

static bool is(const struct command *command, const char *key, const char *word) {
    const char *value = value_of(command, key);
    return value != NULL && strcmp(value, word) == 0;
}

/* What a room is entered with; `option=none` is a missing one. */
static const ilive_room_option *option_of(const struct command *command, ilive_room_option *option) {
    if (is(command, "option", "none")) {
        return NULL;
    }
    *option = (ilive_room_option){
        .role = text_of(command, "role"),
        .room_key = text_of(command, "key"),
        .rights = (uint32_t)number_of(command, "rights"),
        .create_room = flag_of(command, "create", false),
        .without_chat = !flag_of(command, "chat", true),
        .auto_views = is(command, "views", "auto"),
        .title = text_of(command, "title"),
    };
    return option;
}

VERB(create_room) {
    ilive_room_option option;
    return ilive_create_room(actor->client, room_of(command), option_of(command, &option), LATER);
}

VERB(join_room) {
    ilive_room_option option;
    return ilive_join_room(actor->client, room_of(command), option_of(command, &option), LATER);
}

VERB(switch_room) {
    ilive_room_option option;
    return ilive_switch_room(actor->client, room_of(command), option_of(command, &option), LATER);
}

VERB(quit_room) {
    return ilive_quit_room(actor->client, flag_of(command, "cancel_pending", false), LATER);
}

/* A text that is empty where it is not given. */
static ilive_text or_empty(const struct command *command, const char *key) {
    return ilive_str(value_of(command, key) == NULL ? "" : value_of(command, key));
}

VERB(change_role) {
    return ilive_change_role(actor->client, or_empty(command, "role"), text_of(command, "key"), LATER);
}

VERB(link_room) {
    return ilive_link_room(actor->client, room_of(command), text_of(command, "user"), text_of(command, "key"),
                           LATER);
}

VERB(unlink_room) {
    (void)command;
    return ilive_unlink_room(actor->client, LATER);
}

VERB(push) {
    return ilive_push_stream(actor->client, flag_of(command, "on", true), LATER);
}

VERB(record) {
    return ilive_record(actor->client, flag_of(command, "on", true), LATER);
}

/* Nothing where nobody is named. */
VERB(show) {
    const char *user = value_of(command, "user");
    const ilive_shown shown = {
        .user_id = ilive_str(user),
        .source = source_of(value_of(command, "source")),
        .height = (uint32_t)number_of(command, "height"),
    };
    return ilive_show(actor->client, &shown, user == NULL ? 0 : 1, LATER);
}

VERB(hide_all) {
    (void)command;
    return ilive_hide_all(actor->client, LATER);
}

VERB(stage_request) {
    return ilive_stage_request(actor->client, text_of(command, "note"), LATER);
}

VERB(stage_cancel) {
    (void)command;
    return ilive_stage_cancel(actor->client, LATER);
}

VERB(stage_answer) {
    return ilive_stage_answer(actor->client, text_of(command, "user"), flag_of(command, "accept", true),
                              text_of(command, "reason"), LATER);
}

VERB(stage_invite) {
    return ilive_stage_invite(actor->client, text_of(command, "user"), LATER);
}

VERB(stage_leave) {
    return ilive_stage_leave(actor->client, text_of(command, "user"), LATER);
}

VERB(mute) {
    return ilive_mute_member(actor->client, text_of(command, "user"), source_of(value_of(command, "source")),
                             flag_of(command, "muted", true), LATER);
}

VERB(kick) {
    return ilive_kick_member(actor->client, text_of(command, "user"), 0, text_of(command, "reason"), LATER);
}

VERB(end_room) {
    (void)command;
    return ilive_end_room(actor->client, LATER);
}

const struct verb ROOM_VERBS[] = {
    {"create_room", create_room, say_rights},
    {"join_room", join_room, say_rights},
    {"switch_room", switch_room, say_rights},
    {"quit_room", quit_room, say_nothing},
    {"change_role", change_role, say_nothing},
    {"link_room", link_room, say_nothing},
    {"unlink_room", unlink_room, say_nothing},
    {"push", push, say_nothing},
    {"record", record, say_nothing},
    {"show", show, say_nothing},
    {"hide_all", hide_all, say_nothing},
    {"stage_request", stage_request, say_nothing},
    {"stage_cancel", stage_cancel, say_nothing},
    {"stage_answer", stage_answer, say_nothing},
    {"stage_invite", stage_invite, say_nothing},
    {"stage_leave", stage_leave, say_nothing},
    {"mute", mute, say_nothing},
    {"kick", kick, say_nothing},
    {"end_room", end_room, say_nothing},
    {NULL, NULL, NULL},
};
