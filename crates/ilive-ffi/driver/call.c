/* Calls: made, refused or accepted, and in the end done. */
#include "driver.h"

/* Those that are under way. */
static struct call *under_way;

/* Held while a call is made and said, and while its end is said: the end is not said first, whatever thread makes it. */
static pthread_mutex_t saying = PTHREAD_MUTEX_INITIALIZER;

static const struct verb *verb_find(const char *name) {
    const struct verb *const tables[] = {FACADE_VERBS, ROOM_VERBS, DEVICE_VERBS, AV_VERBS, IM_VERBS};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (const struct verb *verb = tables[i]; verb->name != NULL; verb++) {
            if (strcmp(verb->name, name) == 0) {
                return verb;
            }
        }
    }
    return NULL;
}

/* What was returned: a refusal, or all of it. */
static void returned(struct call *call, int32_t code) {
    struct line line = {0};
    line_add(&line, "%u return ", call->seq);
    if (code == 0) {
        line_add(&line, "ilive 0 -%s", call->keys.text == NULL ? "" : call->keys.text);
    } else {
        line_failure(&line, ilive_last_error());
    }
    line_say(&line);
    free(call->keys.text);
    free(call);
}

void call_make(struct actor *actor, const struct command *command) {
    const struct verb *verb = verb_find(command->verb);
    struct line line = {0};
    if (verb == NULL) {
        line_add(&line, "%u unknown", command->seq);
        line_say(&line);
        return;
    }
    struct call *call = calloc(1, sizeof *call);
    call->seq = command->seq;
    call->actor = actor;
    call->say = verb->say;
    pthread_mutex_lock(&saying);
    int32_t code = verb->make(actor, command, call);
    if (code != 0 || verb->say == NULL) {
        returned(call, code);
    } else {
        line_add(&line, "%u accepted", call->seq);
        line_say(&line);
        call->next = under_way;
        under_way = call;
    }
    pthread_mutex_unlock(&saying);
}

void call_done(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    struct call *call = user;
    struct line line = {0};
    pthread_mutex_lock(&saying);
    for (struct call **at = &under_way; *at != NULL; at = &(*at)->next) {
        if (*at == call) {
            *at = call->next;
            break;
        }
    }
    line_add(&line, "%u done ", call->seq);
    if (code == 0) {
        call->say(call, answer);
        line_add(&line, "ilive 0 -%s", call->keys.text == NULL ? "" : call->keys.text);
    } else {
        line_failure(&line, error);
    }
    line_say(&line);
    pthread_mutex_unlock(&saying);
    free(call->keys.text);
    free(call);
}

void call_cancel(const struct command *command) {
    struct line line = {0};
    pthread_mutex_lock(&saying);
    for (struct call *call = under_way; call != NULL; call = call->next) {
        if (call->seq == number_of(command, "of")) {
            ilive_cancel(call->actor->client, call->op);
        }
    }
    line_add(&line, "%u return ilive 0 -", command->seq);
    line_say(&line);
    pthread_mutex_unlock(&saying);
}

void say_nothing(struct call *call, const ilive_answer *answer) {
    (void)call;
    (void)answer;
}

void say_rights(struct call *call, const ilive_answer *answer) {
    line_number(&call->keys, "rights", answer->rights);
}

void say_id(struct call *call, const ilive_answer *answer) {
    line_number(&call->keys, "id", answer->id);
}
