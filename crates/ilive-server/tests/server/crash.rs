//! What a server that was killed leaves to the next one.

use ilive_protocol::wire::{self, client_frame::Request, reply};

use crate::common::chat::{group_join, of_room};
use crate::common::entry::{create, room};
use crate::common::{Draft, Running, Shape, within};

async fn offer() -> wire::Offer {
    Draft::new(&Shape::page(1)).await.offer()
}

#[tokio::test]
async fn a_room_that_nobody_takes_up_again_ends_with_its_chat() {
    let server = Running::start().await;
    let mut ann = server.user("ann").await;
    ann.enter(create(1001, offer().await)).await.expect("a room");
    ann.ask(group_join(1001)).await.expect("in the group");
    ann.say(of_room(1001), "m", "between us").await.expect("kept");
    let crashed = server.folder.copied();

    let next = Running::in_folder(crashed, |config| {
        let timers = &mut config.timers;
        // Longer than a vacant room's task lingers: this one is not vacant.
        timers.room_linger = 50;
        (timers.resume_window, timers.room_empty, timers.room_idle) = (200, 200, 400);
    })
    .await;
    within("the end of the room", async {
        while next.get("/api/v1/rooms/1001?sdk_app_id=1400000100").await.status != 404 {}
    })
    .await;
    let mut bob = next.user("bob").await;
    bob.enter(create(1001, offer().await)).await.expect("the name is free");
    let join = Request::GroupJoin(wire::GroupJoin { room: room(1001), create: true, ..Default::default() });

    let Ok(reply::Result::GroupJoin(joined)) = bob.ask(join).await else { panic!("not in the group") };
    assert_eq!(joined.last_seq, 0, "a new owner reads nothing of the old one's");
    assert!(joined.epoch > 1, "and whoever kept a place in the old log can tell");
    assert!(bob.read_log(of_room(1001), 0, 0, 100).await.expect("a log").messages.is_empty());
}

#[tokio::test]
async fn a_second_server_keeps_off_the_folder_of_a_running_one() {
    let server = Running::start().await;

    let refused = server.load_beside().await.expect_err("two would own the same rooms");

    assert!(refused.to_string().contains("is in use by another iLive"), "{refused:#}");
}
