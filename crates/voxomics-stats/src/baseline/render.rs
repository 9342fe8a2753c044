//! The table as text, Markdown and CSV.

use super::{BaselineTable, Cell, Content, Level, Summary, Variable};

impl BaselineTable {
    /// Columns aligned by spaces.
    #[must_use]
    pub fn text(&self) -> String {
        let rows = self.cells();
        let width = |column: usize| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, &width)| format!("{:<width$}", cell.replace('\n', " ")));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
        };
        rows.iter().map(line).collect()
    }

    /// A pipe table.
    #[must_use]
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let escape = |cell: &String| {
            cell.replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace('\n', " ")
        };
        let mut rows = self.cells().into_iter().map(|row| {
            // Markdown would drop the spaces before a level.
            let indent = if row[0].starts_with(' ') {
                "&emsp;"
            } else {
                ""
            };
            let mut row: Vec<String> = row.iter().map(escape).collect();
            row[0] = format!("{indent}{}", row[0].trim_start());
            row
        });
        let header = rows.next().unwrap_or_default();
        let rule = vec!["---".to_owned(); header.len()];
        [line(&header), line(&rule)]
            .into_iter()
            .chain(rows.map(|row| line(&row)))
            .collect()
    }

    /// Comma-separated values (RFC 4180), the same cells, lines ending in a line feed.
    #[must_use]
    pub fn csv(&self) -> String {
        let quote = |cell: &String| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(",") + "\n";
        self.cells().iter().map(line).collect()
    }

    fn cells(&self) -> Vec<Vec<String>> {
        let head = |text: &str| text.to_owned();
        let groups = self
            .groups
            .iter()
            .map(|group| format!("{} (n = {})", group.name, group.size));
        let mut header = vec![head("")];
        header.extend(groups);
        let compared = self
            .variables
            .iter()
            .any(|variable| variable.comparison.is_some());
        if compared {
            header.extend([head("p"), head("test")]);
        }
        let width = header.len();
        let mut rows = vec![header];
        for variable in &self.variables {
            rows.extend(self.rows(variable, compared));
        }
        // A table that was read may have lost cells.
        for row in &mut rows {
            row.resize(width, String::new());
        }
        rows
    }

    fn rows(&self, variable: &Variable, compared: bool) -> Vec<Vec<String>> {
        let blank = || vec![String::new(); self.groups.len()];
        let mut rows: Vec<(String, Vec<String>)> = match &variable.content {
            Content::Continuous(cells) => {
                let what = match self.options.summary {
                    Summary::Median => "median [IQR]",
                    Summary::Mean => "mean (SD)",
                };
                let cells = cells
                    .iter()
                    .map(|cell| cell.map_or(String::new(), |cell| self.cell(cell)));
                vec![(format!("{}, {what}", variable.name), cells.collect())]
            }
            Content::Categorical(levels) => {
                let total = |group: usize| counts(levels, group).sum::<u64>();
                let totals: Vec<u64> = (0..self.groups.len()).map(total).collect();
                let share = |(count, total): (&u64, &u64)| self.share(*count, *total);
                let level = levels.iter().map(|level| {
                    let cells = level.counts.iter().zip(&totals).map(share).collect();
                    (format!("  {}", level.name), cells)
                });
                let title = (format!("{}, n (%)", variable.name), blank());
                [title].into_iter().chain(level).collect()
            }
        };
        if variable.missing.iter().any(|&missing| missing > 0) {
            let cells = variable.missing.iter().map(ToString::to_string).collect();
            rows.push(("  missing".to_owned(), cells));
        }
        let mut comparison = variable.comparison.iter();
        rows.into_iter()
            .map(|(name, cells)| {
                let mut row = vec![name];
                row.extend(cells);
                if compared {
                    let comparison = comparison.next();
                    row.push(comparison.map_or(String::new(), |found| p(found.p_value)));
                    row.push(comparison.map_or(String::new(), |found| found.test.clone()));
                }
                row
            })
            .collect()
    }

    /// More than a double has are none, and `format!` has a limit.
    fn digits(&self) -> usize {
        self.options.decimals.min(100)
    }

    fn cell(&self, cell: Cell) -> String {
        let digits = self.digits();
        match cell {
            Cell::Median {
                lower,
                median,
                upper,
            } => {
                format!("{median:.digits$} [{lower:.digits$}, {upper:.digits$}]")
            }
            Cell::Mean {
                mean,
                deviation: Some(deviation),
            } => {
                format!("{mean:.digits$} ({deviation:.digits$})")
            }
            Cell::Mean {
                mean,
                deviation: None,
            } => format!("{mean:.digits$}"),
        }
    }

    fn share(&self, count: u64, total: u64) -> String {
        let digits = self.digits();
        if total == 0 {
            return count.to_string();
        }
        let percent = 100.0 * count as f64 / total as f64;
        format!("{count} ({percent:.digits$})")
    }
}

fn counts(levels: &[Level], group: usize) -> impl Iterator<Item = u64> {
    levels
        .iter()
        .filter_map(move |level| level.counts.get(group).copied())
}

/// Three decimals, as journals ask for.
fn p(p_value: Option<f64>) -> String {
    match p_value {
        None => "-".to_owned(),
        Some(p) if p < 0.001 => "< 0.001".to_owned(),
        Some(p) => format!("{p:.3}"),
    }
}
