// Runs the tests of a coding prompt: each on a thread of its own, its result in a file.
use std::io::Write as _;

pub struct Harness {
    nonce: String,
    out: std::fs::File,
}

thread_local! {
    static SAID: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

impl Harness {
    pub fn begin() -> Self {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).unwrap();
        let mut parts = line.trim_end_matches('\n').split('\t');
        let nonce = parts.next().unwrap().to_owned();
        let out = std::fs::File::options()
            .append(true)
            .create(true)
            .open(parts.next().unwrap())
            .unwrap();
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map_or(String::new(), |place| {
                let file = place.file().rsplit('/').next().unwrap_or_default();
                format!("\n{file}, line {}", place.line())
            });
            let payload = panic.payload();
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("it panicked");
            SAID.with(|said| *said.borrow_mut() = format!("{text}{place}"));
        }));
        let mut harness = Self { nonce, out };
        harness.put("\"event\":\"ready\"");
        harness
    }

    fn put(&mut self, fields: &str) {
        writeln!(self.out, "{{\"nonce\":\"{}\",{fields}}}", self.nonce).unwrap();
    }

    pub fn skip(&mut self, name: &str) {
        self.test(name, "skipped", 0, "");
    }

    pub fn run(&mut self, name: &str, expected: Option<&'static str>, test: fn()) {
        let since = std::time::Instant::now();
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let panicked = std::panic::catch_unwind(test).is_err();
            let said = SAID.with(|said| said.take());
            let _ = sender.send((panicked, said));
        });
        // A test that hangs keeps its thread until the program ends.
        let limit = std::time::Duration::from_secs(5);
        let (failed, said) = match (receiver.recv_timeout(limit), expected) {
            (Err(_), _) => (true, "took longer than 5 s".to_owned()),
            (Ok((true, said)), None) => (true, said),
            (Ok((true, said)), Some(text)) => (!said.contains(text), said),
            (Ok((false, _)), None) => (false, String::new()),
            (Ok((false, _)), Some(_)) => (true, "it did not panic".to_owned()),
        };
        let micros = since.elapsed().as_micros();
        self.test(name, if failed { "failed" } else { "passed" }, micros, &said);
    }

    fn test(&mut self, name: &str, status: &str, micros: u128, message: &str) {
        let mut text = String::new();
        for c in message.chars().take(2_000) {
            match c {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                c if c < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => text.push(c),
            }
        }
        self.put(&format!(
            "\"event\":\"test\",\"name\":\"{name}\",\"milestone\":null,\"status\":\"{status}\",\
             \"micros\":{micros},\"message\":\"{text}\""
        ));
    }

    pub fn end(mut self) {
        self.put("\"event\":\"done\"");
        std::process::exit(0);
    }
}
