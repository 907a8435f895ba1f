/* Login, messages, calls, and what is asked of the client as a whole. */
#include "driver.h"

#define VERB(name) \
    static int32_t name(struct actor *actor, const struct command *command, struct call *call)
#define UNUSED(value) (void)(value)

ilive_text words_of(const struct command *command) {
    if (value_of(command, "bytes") == NULL) {
        return text_of(command, "text");
    }
    size_t length = number_of(command, "bytes");
    char *text = calloc(length + 1, 1);
    memset(text, 'x', length);
    return (ilive_text){.data = text, .len = length};
}

VERB(release_) {
    UNUSED(command);
    return ilive_release(actor->client, LATER);
}

VERB(login) {
    return ilive_login(actor->client, text_of(command, "user"), text_of(command, "sig"), LATER);
}

VERB(logout) {
    UNUSED(command);
    return ilive_logout(actor->client, LATER);
}

VERB(renew_ticket) {
    return ilive_renew_ticket(actor->client, text_of(command, "sig"), LATER);
}

/* Does nothing: that it was added is what is asked about. */
static void ignore(void *user, ilive_client client, const ilive_event *event) {
    UNUSED(user);
    UNUSED(client);
    UNUSED(event);
}

/* Without a name, or called `dropped`, there is none. */
static ilive_event_handler handler_of(const struct command *command) {
    const char *id = value_of(command, "id");
    return id == NULL || strcmp(id, "dropped") == 0 ? NULL : ignore;
}

/* The same pointer for the same name. */
static void *pointer_of(const struct command *command) {
    return (void *)(uintptr_t)number_of(command, "id");
}

VERB(add_handler) {
    UNUSED(call);
    return ilive_add_event_handler(actor->client, handler_of(command), pointer_of(command));
}

VERB(remove_handler) {
    UNUSED(call);
    return ilive_remove_event_handler(actor->client, handler_of(command), pointer_of(command));
}

VERB(speed_test) {
    UNUSED(command);
    return ilive_speed_test(actor->client, LATER);
}

/* What could not be measured is not said. */
static void say_speed(struct call *call, const ilive_answer *answer) {
    const ilive_speed *speed = answer->speed;
    const struct {
        const char *key;
        int64_t value;
    } measured[] = {{"up_loss", speed->up_loss},
                    {"down_loss", speed->down_loss},
                    {"rtt_ms", speed->rtt_us < 0 ? -1 : speed->rtt_us / 1000},
                    {"jitter_ms", speed->jitter_us < 0 ? -1 : speed->jitter_us / 1000}};
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
        if (measured[i].value >= 0) {
            line_number(&call->keys, measured[i].key, (uint64_t)measured[i].value);
        }
    }
}

VERB(send_c2c) {
    return ilive_send_c2c_text(actor->client, text_of(command, "to"), words_of(command), LATER);
}

VERB(send_group) {
    return ilive_send_group_text(actor->client, words_of(command), LATER);
}

VERB(call_make_) {
    return ilive_make_call(actor->client, text_of(command, "user"), flag_of(command, "video", false),
                           flag_of(command, "end_current", false), LATER);
}

VERB(call_accept) {
    return ilive_accept_call(actor->client, number_of(command, "id"), LATER);
}

VERB(call_reject) {
    return ilive_reject_call(actor->client, number_of(command, "id"), LATER);
}

VERB(call_end) {
    return ilive_end_call(actor->client, number_of(command, "id"), LATER);
}

VERB(state) {
    static const char *const contexts[] = {"gone", "stopped", "starting", "started", "stopping"};
    static const char *const rooms[] = {"exited", "entering", "entered", "exiting", "switching"};
    static const char *const tests[] = {"stopped", "starting", "started", "stopping"};
    ilive_state state;
    UNUSED(command);
    int32_t code = ilive_get_state(actor->client, &state);
    if (code == 0) {
        line_key(&call->keys, "context", contexts[state.context]);
        line_key(&call->keys, "room_state", rooms[state.room]);
        line_key(&call->keys, "test", tests[state.test]);
        line_key(&call->keys, "logged_in", state.logged_in ? "true" : "false");
        if (state.current_room.number != 0) {
            line_number(&call->keys, "room", state.current_room.number);
        } else {
            line_key(&call->keys, "room", state.current_room.name.len == 0 ? "" : state.current_room.name.data);
        }
    }
    return code;
}

const struct verb FACADE_VERBS[] = {
    {"release", release_, say_nothing},
    {"login", login, say_nothing},
    {"logout", logout, say_nothing},
    {"renew_ticket", renew_ticket, say_nothing},
    {"add_handler", add_handler, NULL},
    {"remove_handler", remove_handler, NULL},
    {"speed_test", speed_test, say_speed},
    {"send_c2c", send_c2c, say_nothing},
    {"send_group", send_group, say_nothing},
    {"call_make", call_make_, say_id},
    {"call_accept", call_accept, say_nothing},
    {"call_reject", call_reject, say_nothing},
    {"call_end", call_end, say_nothing},
    {"state", state, NULL},
    {NULL, NULL, NULL},
};
