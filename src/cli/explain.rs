//! `caroline explain`: the page on a diagnostic code. Knows nothing of who gives the code.

use super::terminal::Terminal;
use super::{Status, Stop};
use crate::codes;
use crate::diagnostic::suggestion;
use crate::report::page;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline explain record/unknown-sentence
  caroline explain unknown-sentence
  caroline list codes                           all of them")]
pub(super) struct Args {
    /// The code, as it stands above an error
    #[arg(value_name = "CODE")]
    code: String,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let wanted = args.code.trim();
    let all = codes::all();
    let end = format!("/{wanted}");
    let found: Vec<&String> = all.iter().filter(|c| *c == wanted || c.ends_with(&end)).collect();
    match found.as_slice() {
        [code] => {
            terminal.show(&page::read(codes::page(code).unwrap_or("")))?;
            Ok(Status::Fine)
        }
        [] => {
            let words = all.iter().flat_map(|c| [Some(c.as_str()), c.split_once('/').map(|(_, n)| n)]).flatten();
            let help = suggestion(wanted, words).unwrap_or_else(|| "`caroline list codes` lists them".to_owned());
            Err(Stop::with_help(format!("there is no page on `{wanted}`"), help))
        }
        many => {
            let names: Vec<&str> = many.iter().map(|c| c.as_str()).collect();
            Err(Stop::with_help(
                format!("there are several codes `{wanted}`"),
                format!("name one of {}", names.join(", ")),
            ))
        }
    }
}
