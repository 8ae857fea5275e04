//! Being written.
pub(crate) fn run() -> anyhow::Result<()> {
    anyhow::bail!("not here yet")
}
