//! `caroline completions`: what a shell needs to complete commands. Knows nothing of what commands do.

use super::terminal::Terminal;
use super::{Status, Stop};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline completions bash > ~/.local/share/bash-completion/completions/caroline
  caroline completions fish > ~/.config/fish/completions/caroline.fish")]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

pub(super) fn run(args: &Args, terminal: &Terminal, mut command: clap::Command) -> Result<Status, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "caroline", &mut script);
    terminal.write(&String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
