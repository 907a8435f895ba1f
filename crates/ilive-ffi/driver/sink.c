/* What comes on the library's thread: pictures are counted, and calls are made from there. */
#include "driver.h"

/* So many pictures of a member have come. */
struct seen {
    uint64_t tiny_id;
    ilive_source source;
    unsigned frames;
    struct seen *next;
};

/* Somebody waits for so many. */
struct waits {
    unsigned seq, frames;
    const struct seen *seen;
    struct waits *next;
};

struct sink {
    pthread_mutex_t lock;
    struct seen *seen;
    struct waits *waits;
    /* A call that is to be made there. */
    struct actor *actor;
    const struct command *borrowed;
};

struct sink *sink_new(void) {
    struct sink *sink = calloc(1, sizeof *sink);
    pthread_mutex_init(&sink->lock, NULL);
    return sink;
}

static struct seen *seen_of(struct sink *sink, uint64_t tiny_id, ilive_source source) {
    for (struct seen *seen = sink->seen; seen != NULL; seen = seen->next) {
        if (seen->tiny_id == tiny_id && seen->source == source) {
            return seen;
        }
    }
    struct seen *seen = calloc(1, sizeof *seen);
    *seen = (struct seen){.tiny_id = tiny_id, .source = source, .next = sink->seen};
    sink->seen = seen;
    return seen;
}

/* Those who have waited long enough. */
static void tell(struct sink *sink) {
    for (struct waits **at = &sink->waits; *at != NULL;) {
        struct waits *wait = *at;
        if (wait->seen->frames < wait->frames) {
            at = &wait->next;
            continue;
        }
        struct line line = {0};
        line_add(&line, "%u done ilive 0 -", wait->seq);
        line_say(&line);
        *at = wait->next;
        free(wait);
    }
}

void sink_wait(struct sink *sink, unsigned seq, uint64_t tiny_id, ilive_source source, unsigned frames) {
    struct line line = {0};
    struct waits *wait = calloc(1, sizeof *wait);
    pthread_mutex_lock(&sink->lock);
    line_add(&line, "%u accepted", seq);
    line_say(&line);
    const struct seen *seen = seen_of(sink, tiny_id, source);
    *wait = (struct waits){.seq = seq, .frames = seen->frames + frames, .seen = seen, .next = sink->waits};
    sink->waits = wait;
    tell(sink);
    pthread_mutex_unlock(&sink->lock);
}

void sink_borrow(struct sink *sink, struct actor *actor, const struct command *command) {
    pthread_mutex_lock(&sink->lock);
    sink->actor = actor;
    sink->borrowed = command;
    pthread_mutex_unlock(&sink->lock);
}

static void on_picture(void *user, const ilive_picture *picture) {
    struct sink *sink = user;
    pthread_mutex_lock(&sink->lock);
    seen_of(sink, picture->tiny_id, picture->source)->frames++;
    tell(sink);
    pthread_mutex_unlock(&sink->lock);
}

static void on_sound(void *user, const ilive_sound *sound) {
    struct sink *sink = user;
    pthread_mutex_lock(&sink->lock);
    seen_of(sink, sound->tiny_id, ILIVE_SOURCE_AUDIO)->frames++;
    tell(sink);
    pthread_mutex_unlock(&sink->lock);
}

static void on_tap(void *user, const ilive_sound *sound) {
    struct sink *sink = user;
    (void)sound;
    pthread_mutex_lock(&sink->lock);
    const struct command *borrowed = sink->borrowed;
    sink->borrowed = NULL;
    pthread_mutex_unlock(&sink->lock);
    if (borrowed != NULL) {
        call_make(sink->actor, borrowed);
    }
}

ilive_sink sink_functions(struct sink *sink) {
    return (ilive_sink){.user = sink, .on_picture = on_picture, .on_sound = on_sound, .on_tap = on_tap};
}
