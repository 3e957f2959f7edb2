//! Where a report goes: standard output, or a file that appears whole or not at all.

use anyhow::{Context, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file through a temporary one beside it: a reader sees the old bytes or the new ones, never a
/// part. On an error the temporary file is removed and the old file stays. A device or a pipe is written to as it
/// is: replacing `/dev/null` would not do.
///
/// # Errors
/// When the folder cannot be written, or `write` fails.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    if fs::metadata(path).is_ok_and(|at| !at.is_file() && !at.is_dir()) {
        let mut file = BufWriter::with_capacity(1 << 16, File::options().write(true).open(path)?);
        write(&mut file)?;
        return Ok(file.flush()?);
    }
    let temporary = beside(path);
    // Left by a run with our process id that was killed.
    let _ = fs::remove_file(&temporary);
    let written = (|| -> Result<()> {
        let file = File::options().write(true).create_new(true).open(&temporary)?;
        let mut file = BufWriter::with_capacity(1 << 16, file);
        write(&mut file)?;
        file.flush()?;
        drop(file);
        fs::rename(&temporary, path)?;
        Ok(())
    })();
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.with_context(|| format!("cannot write `{}`", crate::exit::shown(&path.to_string_lossy())))
}

/// Writes to standard output, buffered.
///
/// # Errors
/// When it cannot be written; a broken pipe among them.
pub fn write_stdout(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// A name in the same folder that no other run uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        write_whole(&path, |out| Ok(out.write_all(b"old")?)).unwrap();
        let failed = write_whole(&path, |out| {
            out.write_all(b"half")?;
            anyhow::bail!("stopped")
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
