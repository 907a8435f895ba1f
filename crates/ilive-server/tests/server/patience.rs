//! How long a connection may take, and how many there may be.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use ilive_protocol::wire::{self, client_frame::Request};

use crate::common::{Running, within};

async fn connected(server: &Running) -> TcpStream {
    TcpStream::connect(server.address).await.expect("a connection")
}

/// Sends this and nothing more; gives what came until the server hung up.
async fn told(server: &Running, said: &[u8]) -> String {
    let mut stream = connected(server).await;
    stream.write_all(said).await.expect("written");
    let mut told = Vec::new();
    // However it hangs up: what came before counts.
    let _ = within("the end of a connection", stream.read_to_end(&mut told)).await;
    String::from_utf8_lossy(&told).into_owned()
}

#[tokio::test]
async fn who_does_not_say_what_it_wants_is_shown_out_and_a_websocket_stays() {
    let server = Running::with(|config| config.timers.request_head = 50).await;
    let mut ann = server.user("ann").await;
    for (case, said, status) in [
        ("nothing", "", ""),
        ("a byte", "G", ""),
        ("half a head", "GET /healthz HTTP/1.1\r\nHost: x\r\n", ""),
        ("half a greeting of HTTP/2", "PRI * HTTP/2.0\r\n", ""),
        ("a request, then nothing", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200"),
        ("a request and a half", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET", "HTTP/1.1 200"),
    ] {
        let told = told(&server, said.as_bytes()).await;
        assert!(told.starts_with(status) && (told.is_empty() == status.is_empty()), "{case}: {told}");
    }

    ann.done(Request::Ping(wire::Ping {})).await;
}

#[tokio::test]
async fn a_body_that_does_not_come_is_refused() {
    let server = Running::with(|config| config.timers.request_body = 50).await;
    for (case, head) in [
        (
            "a guest",
            "POST /api/v1/guest HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 20\r\n",
        ),
        (
            "in chunks",
            "POST /api/v1/guest HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
        ),
        ("an offer", "POST /whip/1001 HTTP/1.1\r\nContent-Type: application/sdp\r\nContent-Length: 2000\r\n"),
    ] {
        let ticket = server.ask.sig("ann");
        let told =
            told(&server, format!("{head}Authorization: Bearer {ticket}\r\nHost: x\r\n\r\n").as_bytes())
                .await;
        assert!(told.starts_with("HTTP/1.1 408"), "{case}: {told}");
        assert!(
            told.contains("\"code\":10002") && told.contains("\"sub_reason\":\"body_timeout\""),
            "{case}: {told}"
        );
    }
}

#[tokio::test]
async fn past_the_limit_of_tcp_connections_none_is_taken_in() {
    let server =
        Running::with(|config| (config.limits.connections, config.limits.sockets_besides) = (1, 1)).await;
    let request = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut first = connected(&server).await;
    let mut second = connected(&server).await;
    for stream in [&mut first, &mut second] {
        stream.write_all(request).await.expect("written");
        assert_eq!(within("an answer", stream.read_u8()).await.expect("an answer"), b'H');
    }

    let third = told(&server, request).await;

    assert_eq!(third, "");
}
