//! A web server that behaves as badly as it is told to.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came: the path, and the head in small letters.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub head: String,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(found, _)| found == name);
        Some(self.head.lines().find(named)?.split_once(':')?.1.trim())
    }
}

pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    most_at_once: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

type Answer = dyn Fn(&Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync;

impl Server {
    /// Answers each request as `answer` says, each in a thread of its own, until it is dropped.
    pub fn start(
        answer: impl Fn(&Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let server = Self {
            address: listener.local_addr()?,
            requests: Arc::default(),
            most_at_once: Arc::default(),
            over: Arc::default(),
        };
        let (requests, over, most) = (Arc::clone(&server.requests), Arc::clone(&server.over), Arc::clone(&server.most_at_once));
        let (answer, now): (Arc<Answer>, Arc<AtomicUsize>) = (Arc::new(answer), Arc::default());
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                let (requests, answer) = (Arc::clone(&requests), Arc::clone(&answer));
                let (now, most) = (Arc::clone(&now), Arc::clone(&most));
                thread::spawn(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    // Whoever asked may have gone, which is what some of the tests want.
                    let _ = match read(&stream) {
                        Some(request) => {
                            requests.lock().unwrap().push(request.clone());
                            answer(&request, &mut stream)
                        }
                        None => send(&mut stream, "400 Bad Request", &[], b""),
                    };
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Ok(server)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The paths that were asked for, without those of robots.txt.
    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|request| request.path).filter(|path| path != "/robots.txt").collect()
    }

    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // The listener waits for one more.
        let _ = TcpStream::connect(self.address);
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") {
        // What is no text, as the beginning of a secure connection, is no request.
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let path = head.split(' ').nth(1)?.to_owned();
    Some(Request { path, head: head.to_lowercase() })
}

/// A whole and honest answer.
pub fn send(stream: &mut TcpStream, status: &str, headers: &[&str], body: &[u8]) -> std::io::Result<()> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(body)
}
