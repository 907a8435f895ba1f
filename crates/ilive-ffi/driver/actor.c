/* One client each, under the name that scenarios call it by, and what is remembered of it. */
#include "driver.h"

struct actor *actors;

struct known {
    char *user;
    uint64_t tiny_id;
    struct known *next;
};

struct actor *actor_find(const char *name) {
    for (struct actor *actor = actors; actor != NULL; actor = actor->next) {
        if (strcmp(actor->name, name) == 0) {
            return actor;
        }
    }
    bad("%s was not made", name);
}

void actor_learn(struct actor *actor, const char *user, uint64_t tiny_id) {
    struct known *known = calloc(1, sizeof *known);
    known->user = strdup(user);
    known->tiny_id = tiny_id;
    known->next = actor->known;
    actor->known = known;
}

uint64_t actor_number(const struct actor *actor, const char *user) {
    for (const struct known *known = actor->known; known != NULL; known = known->next) {
        if (strcmp(known->user, user) == 0) {
            return known->tiny_id;
        }
    }
    bad("no number of %s is known: im_resolve comes first", user);
}

#define TIMERS(DO) \
    DO(stale) DO(own_id) DO(room_locate) DO(room_enter) DO(request) DO(ice) DO(local) DO(dial) DO(link_lost) \
    DO(resume_window) DO(link_event) DO(ping) DO(backoff_base) DO(backoff_cap) DO(goodbye) DO(name_retry) DO(ring) \
    DO(speed_test)

static uint32_t *timer_of(ilive_timers *timers, const char *name) {
#define IS_IT(known) \
    if (strcmp(name, #known) == 0) { \
        return &timers->known; \
    }
    TIMERS(IS_IT)
#undef IS_IT
    bad("no timer is called %s", name);
}

/* `timers.NAME=MS` */
static void timers_read(ilive_timers *timers, const struct command *command) {
    static const char prefix[] = "timers.";
    const size_t length = sizeof prefix - 1;
    for (size_t i = 0; i < command->count; i++) {
        const char *key = command->pairs[i].key;
        if (strncmp(key, prefix, length) == 0) {
            *timer_of(timers, key + length) = (uint32_t)number_of(command, key);
        }
    }
}

/* `Guest:2,LiveMaster:1` as the JSON that the library takes. */
static ilive_text roles_of(const struct command *command) {
    const char *at = value_of(command, "roles");
    if (at == NULL) {
        return ilive_str(NULL);
    }
    struct line json = {0};
    line_add(&json, "{\"retcode\":0,\"data\":{\"biz_id\":%s,\"conf\":[", value_of(command, "app"));
    for (const char *word, *comma = ""; (word = list_next(&at)) != NULL; comma = ",") {
        const char *type = strchr(word, ':');
        if (type == NULL) {
            bad("a role is NAME:TYPE");
        }
        line_add(&json, "%s{\"role\":\"%.*s\",\"type\":%s}", comma, (int)(type - word), word, type + 1);
    }
    line_add(&json, "]}}");
    return ilive_str(json.text);
}

static ilive_config config_of(const struct command *command, struct sink *sink) {
    struct line log = {0};
    line_add(&log, "%s.log", command->actor);
    const char *backends = value_of(command, "backends");
    ilive_config config = {
        .url = text_of(command, "url"),
        .sdk_app_id = (uint32_t)number_of(command, "app"),
        .any_thread = !flag_of(command, "strict_threads", true),
        .without_im = !flag_of(command, "im", true),
        .raw_codes = flag_of(command, "raw_codes", false),
        .strict_roles = flag_of(command, "strict_roles", false),
        .without_auto_busy = !flag_of(command, "auto_busy", true),
        .outbox = (uint32_t)number_of(command, "outbox"),
        .in_flight = (uint32_t)number_of(command, "in_flight"),
        .frame_pool = (uint32_t)number_of(command, "frame_pool"),
        .role_default = roles_of(command),
        .without_role_fetch = value_of(command, "roles") != NULL,
        .log_path = ilive_str(log.text),
        /* Whatever this machine has: situations are of made devices, or of none. */
        .without_system_devices = true,
        .without_virtual_devices = backends != NULL && strcmp(backends, "none") == 0,
        .sink = sink_functions(sink),
    };
    timers_read(&config.timers, command);
    return config;
}

/* `camera=FILE`, `microphone=FILE`: the first of the list is this file. */
static int32_t plug_files(ilive_client client, const struct command *command) {
    const struct {
        const char *key;
        ilive_device_kind kind;
    } files[] = {{"camera", ILIVE_DEVICE_CAMERA}, {"microphone", ILIVE_DEVICE_MICROPHONE}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const ilive_made_device device = {
            .kind = files[i].kind,
            .id = ilive_str(files[i].key),
            .name = ilive_str(files[i].key),
            .file = text_of(command, files[i].key),
        };
        int32_t code = device.file.data == NULL ? 0 : ilive_plug_device(client, &device);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

void actor_init(const struct command *command) {
    struct actor *actor = calloc(1, sizeof *actor);
    actor->name = strdup(command->actor);
    actor->sink = sink_new();
    const ilive_config config = config_of(command, actor->sink);
    int32_t code = ilive_init(&config, &actor->client);
    code = code != 0 ? code : plug_files(actor->client, command);
    code = code != 0 ? code : ilive_add_event_handler(actor->client, on_event, actor);
    struct line line = {0};
    line_add(&line, "%u return ", command->seq);
    if (code == 0) {
        actor->next = actors;
        actors = actor;
        line_add(&line, "ilive 0 -");
    } else {
        line_failure(&line, ilive_last_error());
    }
    line_say(&line);
}
