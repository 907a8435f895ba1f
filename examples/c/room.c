/*
 * Creates a room or joins it, sends a test pattern and a tone, prints the frames and messages that come, and leaves once it
 * has had enough of both, and the others too.
 *
 *   cc -std=c11 -I crates/ilive-ffi/include examples/c/room.c -L target/release -lilive -Wl,-rpath,$PWD/target/release -o room
 *   ./room create http://127.0.0.1:8800 1400000001 ann "$(ilive sig ann)" 1001
 *   ./room join   http://127.0.0.1:8800 1400000001 bob "$(ilive sig bob)" 1001
 */
#include <ilive.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is sent; --tiny makes it cheap. */
struct picture {
    uint32_t width, height, fps;
};

struct app {
    ilive_client client;
    const char *user;
    bool creates;
    ilive_room room;
    struct picture picture;
    /* Written on the library's thread. */
    atomic_uint frames;
    unsigned wanted;
    /* The last word was said, was acknowledged, was heard. */
    bool said, sent, heard;
    /* Somebody else sends: who joins a room that asks before it lets anybody on stage does not. */
    bool watched;
    bool over;
    int status;
};

static const char *const MODULES[] = {"ilive", "av", "im", "call"};
static const char ENOUGH[] = "enough";

static void print_error(const char *what, const ilive_error *error) {
    fprintf(stderr, "%s: %s %d %s: %s\n", what, MODULES[error->module], error->code, error->sub_reason.data,
            error->message.data);
    for (const ilive_error *cause = error->cause; cause != NULL; cause = cause->cause) {
        fprintf(stderr, "  because of %s %d %s: %s\n", MODULES[cause->module], cause->code,
                cause->sub_reason.data, cause->message.data);
    }
}

/* A call that was refused, or has failed: this program goes no further. */
static void give_up(struct app *app, const char *what, const ilive_error *error) {
    print_error(what, error);
    app->status = 1;
    app->over = true;
}

static void made(struct app *app, const char *what, int32_t code) {
    if (code != 0) {
        give_up(app, what, ilive_last_error());
    }
}

/* ---- one step after the other: each completion makes the next call */

static void on_sent(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    struct app *app = user;
    if (code != 0) {
        give_up(app, "message", error);
        return;
    }
    printf("%s: message %llu is kept\n", app->user, (unsigned long long)answer->seq);
    app->sent = app->said;
}

static void on_microphone(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    (void)answer;
    if (code != 0) {
        give_up(user, "microphone", error);
    }
}

static void on_camera(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    struct app *app = user;
    (void)answer;
    if (code != 0) {
        give_up(app, "camera", error);
        return;
    }
    printf("%s: the camera is open\n", app->user);
    made(app, "microphone",
         ilive_open_device(app->client, ILIVE_DEVICE_MICROPHONE, NULL, on_microphone, app, NULL));
}

static void on_room(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    struct app *app = user;
    if (code != 0) {
        give_up(app, "room", error);
        return;
    }
    printf("%s: in the room, with rights 0x%02x\n", app->user, answer->rights);
    const ilive_pick pick = {.id = ilive_str("pattern")};
    made(app, "camera", ilive_open_device(app->client, ILIVE_DEVICE_CAMERA, &pick, on_camera, app, NULL));
}

static void on_login(void *user, int32_t code, const ilive_error *error, const ilive_answer *answer) {
    struct app *app = user;
    (void)answer;
    if (code != 0) {
        give_up(app, "login", error);
        return;
    }
    const ilive_room_option option = {
        .role_type = app->creates ? ILIVE_ROLE_HOST : ILIVE_ROLE_COHOST,
        .auto_views = true,
    };
    made(app, "room",
         app->creates ? ilive_create_room(app->client, app->room, &option, on_room, app, NULL)
                      : ilive_join_room(app->client, app->room, &option, on_room, app, NULL));
}

/* ---- what comes unasked */

/* On the library's thread. */
static void on_picture(void *user, const ilive_picture *picture) {
    struct app *app = user;
    unsigned number = atomic_fetch_add(&app->frames, 1) + 1;
    printf("%s: frame %u from %llu, %ux%u\n", app->user, number, (unsigned long long)picture->tiny_id,
           picture->width, picture->height);
}

static void on_message(struct app *app, const ilive_message *message) {
    for (size_t i = 0; i < message->element_count; i++) {
        const ilive_text text = message->elements[i].text;
        if (text.data != NULL) {
            printf("%s: %s says: %s\n", app->user, message->sender.data, text.data);
            app->heard = app->heard || strcmp(text.data, ENOUGH) == 0;
        }
    }
}

static void on_event(void *user, ilive_client client, const ilive_event *event) {
    struct app *app = user;
    (void)client;
    switch (event->kind) {
    case ILIVE_EVENT_MEMBER:
        printf("%s: %s %s to send source %u\n", app->user, event->user_id.data, event->on ? "begins" : "ends",
               event->source);
        app->watched = app->watched || (event->on && strcmp(event->user_id.data, app->user) != 0);
        break;
    case ILIVE_EVENT_MESSAGE:
        on_message(app, event->message);
        break;
    case ILIVE_EVENT_ROOM_DISCONNECT:
    case ILIVE_EVENT_FORCED_OFFLINE:
        give_up(app, "out", event->error);
        break;
    case ILIVE_EVENT_WARNING:
        print_error("warning", event->error);
        break;
    default:
        break;
    }
}

/* ---- from the first call to the last */

static void run(struct app *app, ilive_text sig) {
    const ilive_made_device pattern = {
        .kind = ILIVE_DEVICE_CAMERA,
        .id = ilive_str("pattern"),
        .name = ilive_str("Moving bars"),
        .width = app->picture.width,
        .height = app->picture.height,
        .fps = app->picture.fps,
    };
    made(app, "pattern", ilive_plug_device(app->client, &pattern));
    made(app, "handler", ilive_add_event_handler(app->client, on_event, app));
    made(app, "login", ilive_login(app->client, ilive_str(app->user), sig, on_login, app, NULL));
    while (!app->over) {
        made(app, "poll", ilive_poll(app->client, 20));
        bool enough = app->watched ? atomic_load(&app->frames) >= app->wanted : app->heard;
        if (!app->said && enough) {
            app->said = true;
            made(app, "message", ilive_send_group_text(app->client, ilive_str(ENOUGH), on_sent, app, NULL));
        }
        app->over = app->over || (app->sent && app->heard);
    }
    made(app, "release", ilive_release(app->client, NULL, NULL, NULL));
    while (ilive_poll(app->client, 1000) == 0) {
    }
}

/* All deadlines that are as long as a machine is slow, so many times as long. */
static void slow_down(ilive_timers *timers, uint32_t times) {
    timers->own_id = 10000 * times;
    timers->room_locate = 10000 * times;
    timers->room_enter = 30000 * times;
    timers->request = 10000 * times;
    timers->ice = 15000 * times;
    timers->local = 10000 * times;
    timers->dial = 10000 * times;
    timers->link_lost = 15000 * times;
    timers->resume_window = 30000 * times;
    timers->ping = 500 * times;
}

int main(int argc, char **argv) {
    if (argc < 7 || (strcmp(argv[1], "create") != 0 && strcmp(argv[1], "join") != 0)) {
        fprintf(stderr, "usage: %s create|join URL APP USER USERSIG ROOM [--tiny]\n", argv[0]);
        return 2;
    }
    bool tiny = argc > 7 && strcmp(argv[7], "--tiny") == 0;
    struct app app = {
        .user = argv[4],
        .creates = strcmp(argv[1], "create") == 0,
        .room = {.number = (uint32_t)strtoul(argv[6], NULL, 10)},
        .picture = tiny ? (struct picture){160, 120, 5} : (struct picture){640, 480, 15},
        .wanted = tiny ? 5 : 30,
    };
    ilive_config config = {
        .url = ilive_str(argv[2]),
        .sdk_app_id = (uint32_t)strtoul(argv[3], NULL, 10),
        .without_system_devices = true, /* what it publishes is the test pattern */
        .sink = {.user = &app, .on_picture = on_picture},
    };
    if (tiny) {
        slow_down(&config.timers, 10);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (ilive_init(&config, &app.client) != 0) {
        print_error("init", ilive_last_error());
        return 1;
    }
    run(&app, ilive_str(argv[5]));
    printf("%s: %u frames\n", app.user, atomic_load(&app.frames));
    return app.status;
}
