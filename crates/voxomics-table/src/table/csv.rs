//! Tables of numbers as text.

use voxomics_core::number::repr;

use super::Table;
use crate::parse::quoted;

impl Table {
    /// As CSV: a header row, whose first cell is `id`, and a row for each case; missing values are empty cells.
    ///
    /// Numbers are the shortest text that reads back to the same double.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_table::Table;
    ///
    /// let ids = vec!["A".to_owned(), "B, the second".to_owned()];
    /// let table = Table::new(ids, vec!["mean".to_owned()], array![[0.1], [f64::NAN]])?;
    /// assert_eq!(table.to_csv("case"), "case,mean\nA,0.1\n\"B, the second\",\n");
    /// # Ok::<(), voxomics_table::Problem>(())
    /// ```
    #[must_use]
    pub fn to_csv(&self, id: &str) -> String {
        let mut text = quoted(id);
        for name in &self.names {
            text.push(',');
            text.push_str(&quoted(name));
        }
        text.push('\n');
        for (id, row) in self.ids.iter().zip(self.values.rows()) {
            text.push_str(&quoted(id));
            for &value in row {
                text.push(',');
                if !value.is_nan() {
                    text.push_str(&repr(value));
                }
            }
            text.push('\n');
        }
        text
    }
}
