/* Events as the lines say them. */
#include "driver.h"

static void room_key(struct line *line, ilive_room room) {
    if (room.number != 0) {
        line_number(line, "room", room.number);
    } else if (room.name.len != 0) {
        line_key(line, "room", room.name.data);
    }
}

static void flag_key(struct line *line, const char *key, bool value) {
    line_key(line, key, value ? "true" : "false");
}

/* Who begins or ends to send what. */
static void sends(struct line *line, const ilive_event *event) {
    static const char *const uplinks[] = {"unspecified", "microphone", "camera", "external", "screen", "file"};
    line_key(line, "source", source_word(event->source));
    line_key(line, "kind", event->uplink < 6 ? uplinks[event->uplink] : uplinks[0]);
    flag_key(line, "on", event->on);
}

static void message(struct line *line, const ilive_message *message) {
    const char *text = "";
    for (size_t i = 0; i < message->element_count && *text == 0; i++) {
        text = message->elements[i].text.data != NULL ? message->elements[i].text.data : "";
    }
    line_key(line, "user", message->sender.data);
    line_key(line, "text", text);
    room_key(line, message->conversation.room);
}

/* Its name; NULL: the contract has none for it. What is wrong is said by `name`, the rest by `keys`. */
static const char *named(struct line *keys, const ilive_event *event) {
    switch (event->kind) {
    case ILIVE_EVENT_LINK_DOWN:
        return "on_link_down";
    case ILIVE_EVENT_LINK_UP:
        flag_key(keys, "recovered", event->on);
        return "on_link_up";
    case ILIVE_EVENT_WARNING:
        return "on_warning";
    case ILIVE_EVENT_TICKET_EXPIRED:
        line_number(keys, "grace_ms", event->ms);
        return "on_ticket_expired";
    case ILIVE_EVENT_FORCED_OFFLINE:
        return "on_forced_offline";
    case ILIVE_EVENT_ROOM_DISCONNECT:
        room_key(keys, event->room);
        return "on_room_disconnect";
    case ILIVE_EVENT_ENDPOINT:
        line_number(keys, "tiny", event->tiny_id);
        sends(keys, event);
        return "on_endpoint";
    case ILIVE_EVENT_MEMBER:
        line_key(keys, "user", event->user_id.data);
        sends(keys, event);
        return "on_member";
    case ILIVE_EVENT_PRIVILEGE_DIFF:
        line_key(keys, "source", source_word(event->source));
        return "on_privilege_diff";
    case ILIVE_EVENT_RIGHTS:
        line_key(keys, "role", event->text.data);
        line_number(keys, "rights", event->rights);
        return "on_rights";
    case ILIVE_EVENT_DEVICE_CLOSED:
        line_key(keys, "kind", device_word(event->device));
        return "on_device_closed";
    case ILIVE_EVENT_DEVICE_LIST:
        line_key(keys, "kind", device_word(event->device));
        return "on_device_list";
    case ILIVE_EVENT_MESSAGE:
        message(keys, event->message);
        return "on_message";
    case ILIVE_EVENT_STAGE_QUEUE:
        line_number(keys, "count", event->queue_count);
        return "on_stage_queue";
    case ILIVE_EVENT_STAGE_ANSWERED:
        flag_key(keys, "accepted", event->on);
        return "on_stage_answered";
    case ILIVE_EVENT_STAGE_INVITED:
        return "on_stage_invited";
    case ILIVE_EVENT_INVITATION:
        line_number(keys, "id", event->id);
        line_key(keys, "user", event->user_id.data);
        room_key(keys, event->room);
        return "on_invitation";
    case ILIVE_EVENT_INVITATION_ACCEPTED:
        line_number(keys, "id", event->id);
        return "on_invitation_accepted";
    case ILIVE_EVENT_INVITATION_ENDED:
        line_number(keys, "id", event->id);
        return "on_invitation_ended";
    case ILIVE_EVENT_CALL_INCOMING:
        line_number(keys, "id", event->id);
        line_key(keys, "user", event->user_id.data);
        flag_key(keys, "video", event->on);
        return "on_call_incoming";
    case ILIVE_EVENT_CALL_ESTABLISHED:
        line_number(keys, "id", event->id);
        return "on_call_established";
    case ILIVE_EVENT_CALL_ENDED:
        line_number(keys, "id", event->id);
        line_number(keys, "result", event->how);
        return "on_call_ended";
    default:
        return NULL;
    }
}

void on_event(void *user, ilive_client client, const ilive_event *event) {
    const struct actor *actor = user;
    struct line line = {0}, keys = {0};
    (void)client;
    const char *name = named(&keys, event);
    if (name != NULL) {
        line_add(&line, "- event %s %s ", actor->name, name);
        if (event->error != NULL) {
            line_failure(&line, event->error);
        } else {
            line_add(&line, "- - -");
        }
        line_add(&line, "%s", keys.text == NULL ? "" : keys.text);
        line_say(&line);
    }
    free(keys.text);
}
