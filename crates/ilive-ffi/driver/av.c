/* The AV layer. */
#include "driver.h"

#define VERB(name) \
    static int32_t name(struct actor *actor, const struct command *command, struct call *call)
#define UNUSED(value) (void)(value)

enum { LIST_MAX = 64 };

VERB(create) {
    UNUSED(command);
    UNUSED(call);
    return ilive_av_create(actor->client);
}

VERB(start) {
    UNUSED(command);
    return ilive_av_start(actor->client, LATER);
}

VERB(stop) {
    UNUSED(command);
    return ilive_av_stop(actor->client, LATER);
}

VERB(destroy) {
    UNUSED(command);
    UNUSED(call);
    return ilive_av_destroy(actor->client);
}

static ilive_av_enter enter_of(const struct command *command) {
    const char *type = value_of(command, "type"), *views = value_of(command, "views");
    return (ilive_av_enter){
        .room = room_of(command),
        .room_type = type != NULL && strcmp(type, "pair") == 0 ? ILIVE_ROOM_PAIR : ILIVE_ROOM_MULTI,
        .role = text_of(command, "role"),
        .room_key = text_of(command, "key"),
        .rights = (uint32_t)number_of(command, "rights"),
        .without_create = !flag_of(command, "create", true),
        .auto_views = views != NULL && strcmp(views, "auto") == 0,
    };
}

VERB(enter) {
    const ilive_av_enter enter = enter_of(command);
    return ilive_av_enter_room(actor->client, &enter, LATER);
}

VERB(exit_) {
    UNUSED(command);
    return ilive_av_exit_room(actor->client, LATER);
}

VERB(switch_) {
    const ilive_av_enter enter = enter_of(command);
    return ilive_av_switch_room(actor->client, &enter, LATER);
}

VERB(change_role) {
    const char *role = value_of(command, "role");
    return ilive_av_change_role(actor->client, ilive_str(role == NULL ? "" : role), text_of(command, "key"), LATER);
}

VERB(views) {
    const char *users = value_of(command, "users"), *sources = value_of(command, "sources"), *word;
    uint64_t members[LIST_MAX];
    ilive_av_view views[LIST_MAX];
    size_t member_count = 0, view_count = 0;
    for (; member_count < LIST_MAX && (word = list_next(&users)) != NULL; member_count++) {
        members[member_count] = actor_number(actor, word);
    }
    for (; view_count < LIST_MAX && (word = list_next(&sources)) != NULL; view_count++) {
        views[view_count] = (ilive_av_view){.source = source_of(word)};
    }
    return ilive_av_request_view_list(actor->client, members, member_count, views, view_count, LATER);
}

VERB(cancel_views) {
    UNUSED(command);
    return ilive_av_cancel_all_view(actor->client, LATER);
}

VERB(endpoint) {
    UNUSED(call);
    const char *user = value_of(command, "user");
    uint64_t number = user == NULL ? number_of(command, "tiny") : actor_number(actor, user);
    return ilive_av_endpoint(actor->client, number, source_of(value_of(command, "source")));
}

VERB(list) {
    const ilive_device *devices;
    size_t count;
    int32_t code = ilive_av_list_devices(actor->client, device_of(command), &devices, &count);
    if (code == 0) {
        line_number(&call->keys, "count", count);
    }
    return code;
}

VERB(open_) {
    ilive_area area;
    const ilive_pick pick = pick_of(command, &area);
    return ilive_av_open_device(actor->client, device_of(command), &pick, LATER);
}

VERB(close_) {
    return ilive_av_close_device(actor->client, device_of(command), LATER);
}

VERB(fill_) {
    UNUSED(call);
    return fill(ilive_av_fill_frame, actor, command);
}

VERB(test_start) {
    UNUSED(command);
    return ilive_av_start_device_test(actor->client, LATER);
}

VERB(test_stop) {
    UNUSED(command);
    return ilive_av_stop_device_test(actor->client, LATER);
}

VERB(test_open) {
    ilive_area area;
    const ilive_pick pick = pick_of(command, &area);
    return ilive_av_enable_device(actor->client, device_of(command), &pick, LATER);
}

VERB(invite) {
    return ilive_av_invite(actor->client, text_of(command, "user"), room_of(command), LATER);
}

VERB(accept_invite) {
    return ilive_av_accept_invite(actor->client, number_of(command, "id"), LATER);
}

VERB(refuse_invite) {
    return ilive_av_refuse_invite(actor->client, number_of(command, "id"), LATER);
}

VERB(cancel_invite) {
    return ilive_av_cancel_invite(actor->client, number_of(command, "id"), LATER);
}

const struct verb AV_VERBS[] = {
    {"av_create", create, NULL},
    {"av_start", start, say_nothing},
    {"av_stop", stop, say_nothing},
    {"av_destroy", destroy, NULL},
    {"av_enter", enter, say_rights},
    {"av_exit", exit_, say_nothing},
    {"av_switch", switch_, say_rights},
    {"av_change_role", change_role, say_nothing},
    {"av_views", views, say_nothing},
    {"av_cancel_views", cancel_views, say_nothing},
    {"av_endpoint", endpoint, NULL},
    {"av_list", list, NULL},
    {"av_open", open_, say_nothing},
    {"av_close", close_, say_nothing},
    {"av_fill", fill_, NULL},
    {"av_test_start", test_start, say_nothing},
    {"av_test_stop", test_stop, say_nothing},
    {"av_test_open", test_open, say_nothing},
    {"av_invite", invite, say_id},
    {"av_accept_invite", accept_invite, say_nothing},
    {"av_refuse_invite", refuse_invite, say_nothing},
    {"av_cancel_invite", cancel_invite, say_nothing},
    {NULL, NULL, NULL},
};
