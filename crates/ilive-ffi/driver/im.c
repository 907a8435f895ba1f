/* The IM layer. */
#include "driver.h"

#define VERB(name) \
    static int32_t name(struct actor *actor, const struct command *command, struct call *call)

enum { USERS_MAX = 64 };

VERB(login) {
    return ilive_im_login(actor->client, text_of(command, "user"), text_of(command, "sig"), LATER);
}

VERB(logout) {
    (void)command;
    return ilive_im_logout(actor->client, LATER);
}

VERB(send_) {
    const ilive_conversation to = {.user_id = text_of(command, "to")};
    const ilive_element words = {.text = words_of(command)};
    return ilive_im_send(actor->client, to, &words, 1, LATER);
}

VERB(resolve) {
    const char *users = value_of(command, "users"), *word;
    ilive_text ids[USERS_MAX];
    size_t count = 0;
    for (; count < USERS_MAX && (word = list_next(&users)) != NULL; count++) {
        ids[count] = ilive_str(word);
    }
    return ilive_im_resolve(actor->client, ids, count, LATER);
}

static void say_identities(struct call *call, const ilive_answer *answer) {
    for (size_t i = 0; i < answer->identity_count; i++) {
        actor_learn(call->actor, answer->identities[i].user_id.data, answer->identities[i].tiny_id);
    }
    line_number(&call->keys, "count", answer->identity_count);
}

const struct verb IM_VERBS[] = {
    {"im_login", login, say_nothing},
    {"im_logout", logout, say_nothing},
    {"im_send", send_, say_nothing},
    {"im_resolve", resolve, say_identities},
    {NULL, NULL, NULL},
};
