//! From a parsed command to what does it.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::args::{self, Cli, Command};
#[cfg(feature = "deep")]
use crate::deep;
use crate::exit::{Outcome, Stop};
use crate::report::Report;
use crate::signals::Signals;
use crate::{convert, demo, extract, info, models, out, stats, widen};

pub(crate) fn run(command: &Command, report: &Report, signals: &Signals) -> Result<Outcome, Stop> {
    match command {
        Command::Extract(args) => extract::run(args, report, signals),
        #[cfg(feature = "deep")]
        Command::Deep(args) => deep::run(args, report, signals),
        Command::Info(args) => info::run(args, report),
        Command::Convert(args) => convert::run(args, report),
        Command::Widen(args) => widen::run(args, report),
        Command::Stats(args) => stats::run(args, report),
        Command::Fit(args) => models::fit(args, report),
        Command::Predict(args) => models::predict(args, report),
        Command::Select(args) => models::select(args, report),
        Command::Icc(args) => models::icc(args, report),
        Command::Combat(args) => models::combat(args, report),
        Command::Scale(args) => models::scale(args, report),
        Command::Demo(args) => demo::run(args, report, signals),
        Command::Completions(args) => completions(args),
        Command::Man(args) => man(args),
    }
}

fn completions(args: &args::Completions) -> Result<Outcome, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "voxomics", &mut script);
    out::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}

fn man(args: &args::Man) -> Result<Outcome, Stop> {
    let mut all = Cli::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => {
            let commands: Vec<_> = all.get_subcommands().map(clap::Command::get_name).collect();
            let known = commands.join(", ");
            let unknown =
                || Stop::refused(format!("there is no command `{name}`: there are {known}"));
            all.find_subcommand(name).cloned().ok_or_else(unknown)?
        }
    };
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .expect("writing to memory does not fail");
    out::print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Done)
}
