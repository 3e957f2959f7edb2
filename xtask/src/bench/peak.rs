//! The command itself, run once as its users run it: how long it takes and how much memory it holds.

use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// One run of the command.
pub struct Run {
    pub wall: Duration,
    /// The most memory it held, in KiB; none where the system does not say.
    pub peak: Option<u64>,
}

/// The command, built as it is released.
pub fn built() -> Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        Command::new(cargo).args(["build", "--release", "-p", "review"]).current_dir(&root).status()?;
    if !status.success() {
        bail!("the command does not build");
    }
    Ok(root.join("target/release/review"))
}

/// Runs the command on a project. The kernel keeps the highest mark of memory, so what is missed between two looks
/// is the growth of the last few milliseconds.
pub fn run(review: &Path, project: &Path) -> Result<Run> {
    let started = Instant::now();
    let mut command = Command::new(review);
    command.args(["--no-cache", "--fail-on", "never", "--format", "sarif"]).arg(project);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait()?.is_none() {
        peak = peak.max(fs::read_to_string(&status).ok().and_then(|text| high_water(&text)));
        sleep(Duration::from_millis(2));
    }
    Ok(Run { wall: started.elapsed(), peak })
}

fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_read_from_the_status() {
        assert_eq!(high_water("VmPeak:\t  900 kB\nVmHWM:\t  812 kB\nVmRSS:\t 10 kB\n"), Some(812));
        assert_eq!(high_water("VmRSS:\t 10 kB\n"), None);
    }
}
