//! Equal bytes for any number of threads.

use rayon::ThreadPoolBuilder;

/// The outcome of `work` on pools of one, two and four threads.
///
/// # Panics
///
/// If the outcomes differ.
#[track_caller]
pub fn on_any_pool<T: PartialEq + std::fmt::Debug + Send>(work: impl Fn() -> T + Sync) -> T {
    let [one, two, four] = [1, 2, 4].map(|threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("four threads are to be had").install(&work)
    });
    assert_eq!(one, two, "two threads differ from one");
    assert_eq!(one, four, "four threads differ from one");
    one
}
