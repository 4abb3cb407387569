use super::*; use super::terminal::Terminal;
#[derive(Debug, clap::Args)] pub(super) struct Args {}
pub(super) fn run(_args: &Args, _t: &Terminal) -> Result<Status, Stop> { Ok(Status::Fine) }
