/* What director and driver say to each other: one line in is one command, one line out one fact. */
#include "driver.h"

static int hex(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* In place: it only gets shorter. */
static void decode(char *text) {
    char *out = text;
    for (; *text != 0; text++) {
        if (text[0] == '%' && hex(text[1]) >= 0 && hex(text[2]) >= 0) {
            *out++ = (char)(hex(text[1]) * 16 + hex(text[2]));
            text += 2;
        } else {
            *out++ = *text;
        }
    }
    *out = 0;
}

void command_read(struct command *command, char *line) {
    char *rest = NULL;
    const char *seq = strtok_r(line, " \r\n", &rest);
    command->actor = strtok_r(NULL, " \r\n", &rest);
    command->verb = strtok_r(NULL, " \r\n", &rest);
    if (seq == NULL || command->actor == NULL || command->verb == NULL) {
        bad("a command has a number, an actor and a verb");
    }
    command->seq = (unsigned)strtoul(seq, NULL, 10);
    command->count = 0;
    for (char *word; (word = strtok_r(NULL, " \r\n", &rest)) != NULL; command->count++) {
        char *value = strchr(word, '=');
        if (value == NULL || command->count == PAIRS_MAX) {
            bad("%s: no key=value, or too many of them", word);
        }
        *value++ = 0;
        decode(word);
        decode(value);
        command->pairs[command->count].key = word;
        command->pairs[command->count].value = value;
    }
}

const char *value_of(const struct command *command, const char *key) {
    for (size_t i = 0; i < command->count; i++) {
        if (strcmp(command->pairs[i].key, key) == 0) {
            return command->pairs[i].value;
        }
    }
    return NULL;
}

ilive_text text_of(const struct command *command, const char *key) {
    return ilive_str(value_of(command, key));
}

bool flag_of(const struct command *command, const char *key, bool otherwise) {
    const char *value = value_of(command, key);
    return value == NULL ? otherwise : strcmp(value, "true") == 0;
}

uint64_t number_of(const struct command *command, const char *key) {
    const char *value = value_of(command, key);
    return value == NULL ? 0 : strtoull(value, NULL, 10);
}

void line_add(struct line *line, const char *format, ...) {
    for (;;) {
        va_list values;
        va_start(values, format);
        size_t left = line->room - line->length;
        char *end = line->text == NULL ? NULL : line->text + line->length;
        int needed = vsnprintf(end, left, format, values);
        va_end(values);
        if (needed >= 0 && (size_t)needed < left) {
            line->length += (size_t)needed;
            return;
        }
        line->room = line->length + (size_t)needed + 256;
        line->text = realloc(line->text, line->room);
    }
}

void line_key(struct line *line, const char *key, const char *value) {
    line_add(line, " %s=", key);
    for (; *value != 0; value++) {
        unsigned char byte = (unsigned char)*value;
        line_add(line, byte <= ' ' || byte == '%' || byte == '=' || byte == 127 ? "%%%02X" : "%c", byte);
    }
}

void line_number(struct line *line, const char *key, uint64_t value) {
    line_add(line, " %s=%llu", key, (unsigned long long)value);
}

static const char *or_dash(ilive_text text) {
    return text.len == 0 ? "-" : text.data;
}

void line_failure(struct line *line, const ilive_error *error) {
    static const char *const modules[] = {"ilive", "av", "im", "call"};
    static const char *const layers[] = {"facade", "av", "server"};
    static const char *const old_rooms[] = {NULL, "kept", "left"};
    line_add(line, "%s %d %s", modules[error->module], error->code, or_dash(error->sub_reason));
    line_key(line, "trace", error->trace_id.data);
    line_key(line, "raised_by", layers[error->raised_by]);
    line_key(line, "message", error->message.data);
    if (error->cause != NULL) {
        line_add(line, " cause=%s/%d/%s", modules[error->cause->module], error->cause->code,
                 or_dash(error->cause->sub_reason));
    }
    if (error->old_room != ILIVE_OLD_ROOM_NONE) {
        line_key(line, "old_room", old_rooms[error->old_room]);
    }
}

void line_say(struct line *line) {
    line_add(line, "\n");
    fwrite(line->text, 1, line->length, stdout);
    fflush(stdout);
    free(line->text);
    *line = (struct line){0};
}

_Noreturn void bad(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    exit(2);
}
