/* Devices, at the facade, and the words for them. */
#include "driver.h"

#define VERB(name) \
    static int32_t name(struct actor *actor, const struct command *command, struct call *call)
#define UNUSED(value) (void)(value)

static const char *const SOURCES[] = {"", "audio", "main", "aux"};
/* In the order of their numbers. */
static const char *const DEVICES[] = {"camera", "external_main", "external_aux", "microphone",
                                      "player", "screen",        "system_sound", "media_file"};

const char *source_word(ilive_source source) {
    return source < 4 ? SOURCES[source] : "";
}

ilive_source source_of(const char *word) {
    for (ilive_source source = 1; word != NULL && source < 4; source++) {
        if (strcmp(word, SOURCES[source]) == 0) {
            return source;
        }
    }
    bad("source=%s: no such source", word == NULL ? "" : word);
}

const char *device_word(ilive_device_kind kind) {
    return kind < 8 ? DEVICES[kind] : "";
}

ilive_device_kind device_of(const struct command *command) {
    const char *word = value_of(command, "kind");
    for (ilive_device_kind kind = 0; word != NULL && kind < 8; kind++) {
        if (strcmp(word, DEVICES[kind]) == 0) {
            return kind;
        }
    }
    bad("kind=%s: no such device", word == NULL ? "" : word);
}

const char *list_next(const char **at) {
    if (*at == NULL || **at == 0) {
        return NULL;
    }
    size_t length = strcspn(*at, ",");
    char *word = calloc(length + 1, 1);
    memcpy(word, *at, length);
    *at += length + ((*at)[length] == ',');
    return word;
}

ilive_pick pick_of(const struct command *command, ilive_area *area) {
    const char *sides = value_of(command, "area");
    if (sides != NULL &&
        sscanf(sides, "%d,%d,%d,%d", &area->left, &area->top, &area->right, &area->bottom) != 4) {
        bad("area=%s: an area has four sides", sides);
    }
    if (value_of(command, "file") != NULL) {
        return (ilive_pick){.file = text_of(command, "file")};
    }
    return sides != NULL ? (ilive_pick){.area = area} : (ilive_pick){.id = text_of(command, "id")};
}

VERB(list) {
    const ilive_device *devices;
    size_t count;
    int32_t code = ilive_list_devices(actor->client, device_of(command), &devices, &count);
    if (code == 0) {
        line_number(&call->keys, "count", count);
    }
    return code;
}

VERB(open_) {
    ilive_area area;
    const ilive_pick pick = pick_of(command, &area);
    return ilive_open_device(actor->client, device_of(command), &pick, LATER);
}

VERB(close_) {
    return ilive_close_device(actor->client, device_of(command), LATER);
}

VERB(volume) {
    UNUSED(call);
    return ilive_set_volume(actor->client, device_of(command), (uint32_t)number_of(command, "value"));
}

VERB(device_mute) {
    return ilive_mute_device(actor->client, device_of(command), flag_of(command, "value", true), LATER);
}

static ilive_pixel_format format_of(const struct command *command) {
    const struct {
        const char *word;
        ilive_pixel_format format;
    } formats[] = {{"i420", 0}, {"nv21", 1}, {"nv12", 3}, {"rgb24", 8}, {"rgb32", 9}};
    const char *word = value_of(command, "format");
    for (size_t i = 0; word != NULL && i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(word, formats[i].word) == 0) {
            return formats[i].format;
        }
    }
    bad("format=%s: no such format", word == NULL ? "" : word);
}

int32_t fill(int32_t (*fill_one)(ilive_client, ilive_device_kind, const ilive_frame *), struct actor *actor,
             const struct command *command) {
    size_t length = number_of(command, "bytes");
    uint8_t *pixels = calloc(length + 1, 1);
    memset(pixels, 128, length);
    const ilive_frame frame = {
        .format = format_of(command),
        .width = (uint32_t)number_of(command, "width"),
        .height = (uint32_t)number_of(command, "height"),
        .data = {.data = pixels, .len = length},
    };
    int32_t code = 0;
    uint64_t count = number_of(command, "count");
    for (uint64_t i = 0; code == 0 && i < (count == 0 ? 1 : count); i++) {
        code = fill_one(actor->client, device_of(command), &frame);
    }
    free(pixels);
    return code;
}

VERB(fill_) {
    UNUSED(call);
    return fill(ilive_fill_frame, actor, command);
}

VERB(file_) {
    const char *step = value_of(command, "do");
    UNUSED(call);
    if (step == NULL || strcmp(step, "pause") == 0) {
        return ilive_pause_file(actor->client);
    }
    if (strcmp(step, "resume") == 0) {
        return ilive_resume_file(actor->client);
    }
    if (strcmp(step, "restart") == 0) {
        return ilive_restart_file(actor->client);
    }
    if (strncmp(step, "seek:", 5) == 0) {
        return ilive_seek_file(actor->client, strtoull(step + 5, NULL, 10));
    }
    bad("do=%s: no such step", step);
}

VERB(audio_tap) {
    UNUSED(call);
    return ilive_tap_audio(actor->client, (uint32_t)number_of(command, "source"), flag_of(command, "on", true));
}

VERB(custom_data) {
    size_t length = number_of(command, "bytes");
    uint8_t *data = calloc(length + 1, 1);
    memset(data, 7, length);
    UNUSED(call);
    int32_t code = ilive_av_fill_custom_data(actor->client, (ilive_bytes){.data = data, .len = length});
    free(data);
    return code;
}

VERB(test_start) {
    UNUSED(command);
    return ilive_start_device_test(actor->client, LATER);
}

VERB(test_stop) {
    UNUSED(command);
    return ilive_stop_device_test(actor->client, LATER);
}

VERB(test_open) {
    ilive_area area;
    const ilive_pick pick = pick_of(command, &area);
    return ilive_open_in_test(actor->client, device_of(command), &pick, LATER);
}

const struct verb DEVICE_VERBS[] = {
    {"list", list, NULL},
    {"open", open_, say_nothing},
    {"close", close_, say_nothing},
    {"volume", volume, NULL},
    {"device_mute", device_mute, say_nothing},
    {"fill", fill_, NULL},
    {"file", file_, NULL},
    {"audio_tap", audio_tap, NULL},
    {"custom_data", custom_data, NULL},
    {"test_start", test_start, say_nothing},
    {"test_stop", test_stop, say_nothing},
    {"test_open", test_open, say_nothing},
    {NULL, NULL, NULL},
};
