/*
 * The C library's driver for `cargo xtask contract`: makes the calls that it is told, says what came
 * (docs/design/conformance.md). It judges nothing. One scenario each: what it takes from the heap ends with the process.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <ilive.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- lines: line.c */

enum { PAIRS_MAX = 64 };

/* A call that the driver is told to make. */
struct command {
    unsigned seq;
    const char *actor, *verb;
    struct {
        const char *key, *value;
    } pairs[PAIRS_MAX];
    size_t count;
};

/* A fact that is being written. */
struct line {
    char *text;
    size_t length, room;
};

/* Takes a line apart; it must stay as it is left. */
void command_read(struct command *command, char *line);
/* NULL where it is not given. */
const char *value_of(const struct command *command, const char *key);
ilive_text text_of(const struct command *command, const char *key);
bool flag_of(const struct command *command, const char *key, bool otherwise);
/* 0 where it is not given. */
uint64_t number_of(const struct command *command, const char *key);

void line_add(struct line *line, const char *format, ...);
/* ` key=value`, where the value may hold anything. */
void line_key(struct line *line, const char *key, const char *value);
void line_number(struct line *line, const char *key, uint64_t value);
/* Module, code and sub-reason, and all else that is said of it. */
void line_failure(struct line *line, const ilive_error *error);
/* Says it, all at once. */
void line_say(struct line *line);

/* What the scenario asks cannot be done: it is wrong, not the SDK. */
_Noreturn void bad(const char *format, ...);

/* ---- actors: actor.c */

struct actor {
    const char *name;
    ilive_client client;
    /* Numbers of users, as they were learnt. */
    struct known *known;
    struct sink *sink;
    struct actor *next;
};

extern struct actor *actors;

struct actor *actor_find(const char *name);
void actor_init(const struct command *command);
void actor_learn(struct actor *actor, const char *user, uint64_t tiny_id);
uint64_t actor_number(const struct actor *actor, const char *user);

/* ---- pictures, and what is done on the thread of raw sound: sink.c */

struct sink *sink_new(void);
ilive_sink sink_functions(struct sink *sink);
/* Says that `seq` is done once so many frames were decoded. */
void sink_wait(struct sink *sink, unsigned seq, uint64_t tiny_id, ilive_source source, unsigned frames);
/* Makes the call on the thread of raw sound. */
void sink_borrow(struct sink *sink, struct actor *actor, const struct command *command);

/* ---- calls: call.c */

/* A call that is being made, or is under way. */
struct call {
    unsigned seq;
    struct actor *actor;
    ilive_op op;
    /* What a success brings. */
    void (*say)(struct call *call, const ilive_answer *answer);
    struct line keys;
    struct call *next;
};

/* Returns what the SDK returned. */
typedef int32_t make(struct actor *actor, const struct command *command, struct call *call);

struct verb {
    const char *name;
    make *make;
    /* Of a call that is answered later; NULL: at once. */
    void (*say)(struct call *call, const ilive_answer *answer);
};

/* The three last arguments of a call that is answered later. */
#define LATER call_done, call, &call->op

void call_done(void *call, int32_t code, const ilive_error *error, const ilive_answer *answer);
/* Makes it, and says what came of it. */
void call_make(struct actor *actor, const struct command *command);
void call_cancel(const struct command *command);
void say_nothing(struct call *call, const ilive_answer *answer);
void say_rights(struct call *call, const ilive_answer *answer);
void say_id(struct call *call, const ilive_answer *answer);

/* ---- verbs, each table ends with a name that is NULL */

extern const struct verb FACADE_VERBS[], ROOM_VERBS[], DEVICE_VERBS[], AV_VERBS[], IM_VERBS[];

ilive_room room_of(const struct command *command);
ilive_source source_of(const char *word);
const char *source_word(ilive_source source);
ilive_device_kind device_of(const struct command *command);
const char *device_word(ilive_device_kind kind);
/* A text, or one of so many bytes. */
ilive_text words_of(const struct command *command);
/* `area` is where its area is put. */
ilive_pick pick_of(const struct command *command, ilive_area *area);
/* `count` frames without waiting, until one is refused. */
int32_t fill(int32_t (*fill_one)(ilive_client, ilive_device_kind, const ilive_frame *), struct actor *actor,
             const struct command *command);
/* The next word between commas, or NULL; `at` moves on. */
const char *list_next(const char **at);

/* ---- events: events.c */

void on_event(void *actor, ilive_client client, const ilive_event *event);

#endif
