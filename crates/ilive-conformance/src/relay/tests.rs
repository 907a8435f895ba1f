//! The relay between a client and a server that each are a socket of the test.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};

use super::*;

const UPGRADE: &[u8] = b"GET /ws/v1 HTTP/1.1\r\nUpgrade: websocket\r\n\r\n";
const SWITCHED: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\n\r\n";

async fn server_and_relay() -> (TcpListener, Relay) {
    let server = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).expect("a socket");
    let relay = Relay::start(server.local_addr().expect("bound")).await.expect("a relay");
    (server, relay)
}

async fn read_exactly(stream: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await.expect("so many bytes");
    bytes
}

/// A WebSocket through the relay: the client's end and the server's.
async fn connected(server: &TcpListener, relay: &Relay) -> (TcpStream, TcpStream) {
    let mut client = TcpStream::connect(relay.address).await.expect("it listens");
    client.write_all(UPGRADE).await.expect("sent");
    let (mut end, _) = server.accept().await.expect("passed on");
    assert_eq!(read_exactly(&mut end, UPGRADE.len()).await, UPGRADE);
    end.write_all(SWITCHED).await.expect("sent");
    assert_eq!(read_exactly(&mut client, SWITCHED.len()).await, SWITCHED);
    (client, end)
}

#[tokio::test]
async fn frames_pass_both_ways_and_a_cut_closes_and_refuses() {
    let (server, relay) = server_and_relay().await;
    let (mut client, mut end) = connected(&server, &relay).await;

    client.write_all(b"up").await.expect("sent");
    assert_eq!(read_exactly(&mut end, 2).await, b"up");
    end.write_all(&[0x82, 1, 7]).await.expect("sent");
    assert_eq!(read_exactly(&mut client, 3).await, [0x82, 1, 7]);

    relay.apply(NetStep::Cut);
    assert!(matches!(client.read(&mut [0]).await, Ok(0) | Err(_)));
    while TcpStream::connect(relay.address).await.is_ok() {}
    relay.apply(NetStep::Heal);
    while TcpStream::connect(relay.address).await.is_err() {}
}

#[tokio::test(start_paused = true)]
async fn what_the_server_says_is_held_back() {
    let (server, relay) = server_and_relay().await;
    let (mut client, mut end) = connected(&server, &relay).await;
    relay.apply(NetStep::DelayDown(Duration::from_secs(3600)));
    let begun = tokio::time::Instant::now();

    end.write_all(&[0x82, 1, 7]).await.expect("sent");
    assert_eq!(read_exactly(&mut client, 3).await, [0x82, 1, 7]);

    assert!(begun.elapsed() >= Duration::from_secs(3600));
}

#[tokio::test]
async fn a_portal_answers_instead_of_the_server() {
    let (_server, relay) = server_and_relay().await;
    relay.apply(NetStep::Portal);

    let mut client = TcpStream::connect(relay.address).await.expect("it listens");
    client.write_all(UPGRADE).await.expect("sent");
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.expect("text");

    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"), "{head}");
    assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
}

#[tokio::test]
async fn the_answer_with_the_roles_is_spoiled_and_no_other() {
    let (server, relay) = server_and_relay().await;
    relay.apply(NetStep::DamageRoles);
    for (path, came) in [("/index.php?interface=Voice_Conf_Download", "<\"a\":1}"), ("/version", "{\"a\":1}")]
    {
        let mut client = TcpStream::connect(relay.address).await.expect("it listens");
        client.write_all(format!("GET {path} HTTP/1.1\r\n\r\n").as_bytes()).await.expect("sent");
        let (mut end, _) = server.accept().await.expect("passed on");
        end.write_all(b"HTTP/1.1 200 OK\r\n\r\n{\"a\":1}").await.expect("sent");
        drop(end);

        let mut answer = String::new();
        client.read_to_string(&mut answer).await.expect("text");
        assert_eq!(answer, format!("HTTP/1.1 200 OK\r\n\r\n{came}"), "{path}");
    }
}

#[tokio::test]
async fn media_pass_both_ways() {
    let server = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a socket");
    let (_faults, seen) = watch::channel(Faults::default());
    let socket = media::bind().await.expect("a socket");
    let relayed = socket.local_addr().expect("bound");
    tokio::spawn(media::relay(socket, server.local_addr().expect("bound"), seen));
    let client = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a socket");
    let mut bytes = [0; 8];

    client.send_to(b"one", relayed).await.expect("sent");
    let (length, way) = server.recv_from(&mut bytes).await.expect("passed");
    assert_eq!(&bytes[..length], b"one");
    server.send_to(b"two", way).await.expect("sent");
    let (length, from) = client.recv_from(&mut bytes).await.expect("passed");
    assert_eq!((&bytes[..length], from), (b"two".as_slice(), relayed));
}
