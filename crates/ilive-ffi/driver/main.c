/* Commands on standard input, and news of the clients: both on this one thread, which owns the clients. */
#include "driver.h"

#include <poll.h>
#include <unistd.h>

enum { ACTORS_MAX = 64 };

/* The verb that is named is made on the thread of raw sound. */
static void from_callback(const struct command *command) {
    struct actor *actor = actor_find(command->actor);
    struct command *borrowed = malloc(sizeof *borrowed);
    *borrowed = *command;
    borrowed->verb = value_of(command, "verb");
    if (borrowed->verb == NULL) {
        bad("from_callback needs verb=");
    }
    sink_borrow(actor->sink, actor, borrowed);
}

static void wait_media(const struct command *command) {
    struct actor *actor = actor_find(command->actor);
    const char *user = value_of(command, "user");
    uint64_t tiny_id = user == NULL ? number_of(command, "tiny") : actor_number(actor, user);
    sink_wait(actor->sink, command->seq, tiny_id, source_of(value_of(command, "source")),
              (unsigned)number_of(command, "frames"));
}

/* `line` is kept: commands are few, and one may still be made on another thread. */
static void obey(char *line) {
    struct command command;
    command_read(&command, line);
    if (strcmp(command.verb, "init") == 0) {
        actor_init(&command);
    } else if (strcmp(command.verb, "cancel") == 0) {
        call_cancel(&command);
    } else if (strcmp(command.verb, "from_callback") == 0) {
        from_callback(&command);
    } else if (strcmp(command.verb, "wait_media") == 0) {
        wait_media(&command);
    } else {
        call_make(actor_find(command.actor), &command);
    }
}

/* Whole lines of what has come; false at the end of it. */
static bool read_commands(void) {
    static char *text;
    static size_t length, room;
    if (room - length < 4096) {
        room += 65536;
        text = realloc(text, room);
    }
    ssize_t count = read(STDIN_FILENO, text + length, room - length);
    if (count <= 0) {
        return false;
    }
    length += (size_t)count;
    for (char *end; (end = memchr(text, '\n', length)) != NULL;) {
        size_t line_length = (size_t)(end - text) + 1;
        char *line = calloc(line_length + 1, 1);
        memcpy(line, text, line_length);
        memmove(text, text + line_length, length - line_length);
        length -= line_length;
        obey(line);
    }
    return true;
}

/* Waits for a command or for news. */
static short wait_for_any(void) {
    struct pollfd polled[ACTORS_MAX + 1] = {{.fd = STDIN_FILENO, .events = POLLIN}};
    struct actor *of[ACTORS_MAX + 1] = {NULL};
    nfds_t count = 1;
    for (struct actor *actor = actors; actor != NULL && count <= ACTORS_MAX; actor = actor->next) {
        int descriptor;
        /* A client that was released has none. */
        if (ilive_descriptor(actor->client, &descriptor) == 0) {
            of[count] = actor;
            polled[count++] = (struct pollfd){.fd = descriptor, .events = POLLIN};
        }
    }
    poll(polled, count, -1);
    for (nfds_t i = 1; i < count; i++) {
        if (polled[i].revents != 0) {
            ilive_poll(of[i]->client, 0);
        }
    }
    return polled[0].revents;
}

int main(void) {
    puts("ready");
    fflush(stdout);
    for (;;) {
        if (wait_for_any() != 0 && !read_commands()) {
            /* The process ends as an app's would that does not release its clients. */
            return 0;
        }
    }
}
