//! Start of the helper: reads its few arguments, takes the inherited descriptors, closes the jail,
//! and only then touches what it was given.
//!
//! ```text
//! sif-helper serve [--image-fd 3] [--offset BYTES] [--size BYTES] [--target-fd N] [--threads N] [--finish]
//! sif-helper pack [--output-fd 3] [--offset BYTES] [--threads N]
//! sif-helper version
//! ```

use sif_helper::descriptors::{inherited, inherited_file, standard_output};
use sif_helper::failure::{Outcome, wrong_request};
use sif_helper::jail::{self, Purpose};
use sif_helper::pack::{Session, lost};
use sif_helper::pool::Pool;
use sif_helper::serve::output::Output;
use sif_helper::serve::{REQUEST_THREADS, Server};
use sif_helper::source::Source;
use sif_helper::writer::output::ImageFile;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

/// Arguments after the command, all of them `--name VALUE` or flags.
struct Arguments(Vec<String>);

impl Arguments {
    fn number(&self, name: &str) -> Outcome<Option<u64>> {
        let Some(at) = self.0.iter().position(|argument| argument == name) else { return Ok(None) };
        let value = self.0.get(at + 1).and_then(|value| value.parse().ok());
        value.map(Some).ok_or_else(|| wrong_request(format!("{name} needs a number")))
    }
}

fn threads(arguments: &Arguments) -> Outcome<usize> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let wanted = arguments.number("--threads")?.map(|wanted| wanted as usize);
    Ok(wanted.unwrap_or(cores).clamp(1, 64))
}

fn serve(arguments: &Arguments) -> Outcome<()> {
    let image = inherited_file(arguments.number("--image-fd")?.unwrap_or(3))?;
    let source = Source::from_file(image, arguments.number("--offset")?.unwrap_or(0), arguments.number("--size")?)?;
    let target = arguments.number("--target-fd")?.map(inherited).transpose()?;
    let purpose = if target.is_some() { Purpose::Extract } else { Purpose::Read };
    let output = Output::new(Box::new(standard_output()?));
    rustix::process::umask(rustix::fs::Mode::empty());
    let mut walls = jail::before_threads(purpose, target.as_ref().map(rustix::fd::AsFd::as_fd));
    let workers = Pool::start("worker", threads(arguments)?)?;
    let requests = Pool::start("request", REQUEST_THREADS)?;
    jail::after_threads(purpose, &mut walls);
    let server = Server::new(source, target, walls, workers, output);
    let outcome = server.run(&requests, std::io::stdin().lock());
    server.drain();
    outcome
}

fn pack(arguments: &Arguments) -> Outcome<()> {
    let file = inherited_file(arguments.number("--output-fd")?.unwrap_or(3))?;
    let file = ImageFile::new(file, arguments.number("--offset")?.unwrap_or(0));
    let output = Output::new(Box::new(standard_output()?));
    let mut walls = jail::before_threads(Purpose::Pack, None);
    let workers = Arc::new(Pool::start("worker", threads(arguments)?)?);
    let readers = Pool::start("reader", 1)?;
    jail::after_threads(Purpose::Pack, &mut walls);
    let mut session = Session::new(file, walls, workers, readers, output);
    let outcome = catch_unwind(AssertUnwindSafe(|| session.run(std::io::stdin().lock())));
    outcome.unwrap_or_else(|_| Err(lost()))
}

fn run() -> Outcome<()> {
    let mut all = std::env::args().skip(1);
    let command = all.next().unwrap_or_default();
    let arguments = Arguments(all.collect());
    match command.as_str() {
        "serve" => serve(&arguments),
        "pack" => pack(&arguments),
        "version" => {
            use std::io::Write;
            Ok(writeln!(std::io::stdout(), "sif-helper {}", env!("CARGO_PKG_VERSION"))?)
        }
        _ => Err(wrong_request("usage: sif-helper serve|pack|version")),
    }
}

fn main() -> ExitCode {
    // A panic is answered as an error of its request; its text would only disturb the log.
    std::panic::set_hook(Box::new(|_| {}));
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}
