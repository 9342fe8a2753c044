//! From words to terms.

use std::str::FromStr;

use super::token::{Token, tokens};
use super::{Formula, Knots, Outcome, Term, Variable};

/// Why a formula cannot be read; places are counted in characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// Something else was needed there.
    #[error(
        "formula, character {at}: `{found}`, where {expected} should be; a column whose name has other characters stands \
         between backticks: `log-sigma`"
    )]
    Unexpected {
        /// What stands there.
        found: String,
        /// Where.
        at: usize,
        /// What may stand there.
        expected: &'static str,
    },
    /// It ends too early.
    #[error("formula: it ends where {expected} should be")]
    Ends {
        /// What is missing.
        expected: &'static str,
    },
    /// A quote without its second half.
    #[error("formula, character {at}: {quote} opens and is not closed")]
    Open {
        /// Which.
        quote: char,
        /// Where.
        at: usize,
    },
    /// A term is taken away that is not there.
    #[error(
        "formula: `- {term}` takes away what is not there; a column with a hyphen in its name stands between backticks: \
         `log-sigma`"
    )]
    Absent {
        /// The term.
        term: String,
    },
    /// An outcome that explains itself.
    #[error("formula: `{column}` is the outcome, and cannot explain itself")]
    Outcome {
        /// The column.
        column: String,
    },
    /// A spline of too few pieces.
    #[error(
        "formula: a spline of {count} knots; 3 to 7 can be placed, others are given: rcs(x, c(1, 2, 3))"
    )]
    Knots {
        /// How many.
        count: String,
    },
}

struct Words {
    tokens: Vec<(usize, Token)>,
    at: usize,
}

impl FromStr for Formula {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut words = Words {
            tokens: tokens(text)?,
            at: 0,
        };
        let mut formula = Self::of::<String>([]);
        if !words.take('~') {
            formula.outcome = Some(words.outcome()?);
            words.expect('~', "~")?;
        }
        words.sum(&mut formula)?;
        let explained = formula.explained();
        if let Some(column) = formula
            .predictors()
            .into_iter()
            .find(|name| explained.contains(name))
        {
            let column = column.to_owned();
            return Err(ParseError::Outcome { column });
        }
        // Main effects first, as R orders them.
        formula.terms.sort_by_key(|term| term.0.len());
        Ok(formula)
    }
}

impl Words {
    fn take(&mut self, sign: char) -> bool {
        let found = matches!(self.tokens.get(self.at), Some((_, Token::Sign(c))) if *c == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: char, expected: &'static str) -> Result<(), ParseError> {
        if self.take(sign) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    fn unexpected(&self, expected: &'static str) -> ParseError {
        match self.tokens.get(self.at) {
            None => ParseError::Ends { expected },
            Some((at, token)) => ParseError::Unexpected {
                found: match token {
                    Token::Name(text) | Token::Text(text) => text.clone(),
                    Token::Number(number) => number.to_string(),
                    Token::Sign(sign) => sign.to_string(),
                },
                at: *at,
                expected,
            },
        }
    }

    fn name(&mut self, expected: &'static str) -> Result<String, ParseError> {
        match self.tokens.get(self.at) {
            Some((_, Token::Name(name))) => {
                self.at += 1;
                Ok(name.clone())
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    fn number(&mut self) -> Result<f64, ParseError> {
        let sign = if self.take('-') { -1.0 } else { 1.0 };
        match self.tokens.get(self.at) {
            Some((_, Token::Number(number))) => {
                self.at += 1;
                Ok(sign * number)
            }
            _ => Err(self.unexpected("a number")),
        }
    }

    fn outcome(&mut self) -> Result<Outcome, ParseError> {
        let name = self.name("the outcome's column")?;
        if name != "Surv" || !self.take('(') {
            return Ok(Outcome::Column(name));
        }
        let mut columns = vec![self.name("a column of times")?];
        while self.take(',') {
            columns.push(self.name("a column of times or events")?);
        }
        self.expect(')', ")")?;
        let wrong = || ParseError::Unexpected {
            found: "Surv".to_owned(),
            at: 1,
            expected: "Surv(time, event) or Surv(start, stop, event)",
        };
        let event = columns.pop().ok_or_else(wrong)?;
        let stop = columns.pop().ok_or_else(wrong)?;
        let start = columns.pop();
        if columns.is_empty() {
            return Ok(Outcome::Survival { start, stop, event });
        }
        Err(wrong())
    }

    /// `term + term - 1 ...`
    fn sum(&mut self, formula: &mut Formula) -> Result<(), ParseError> {
        let mut adds = !self.take('-');
        loop {
            if let Some((_, Token::Number(number))) = self.tokens.get(self.at) {
                match (*number, adds) {
                    (1.0, _) => formula.intercept = adds,
                    (0.0, true) => formula.intercept = false,
                    _ => return Err(self.unexpected("0, 1 or a column")),
                }
                self.at += 1;
            } else {
                self.part(formula, adds)?;
            }
            if self.at == self.tokens.len() {
                return Ok(());
            }
            adds = self.take('+');
            if !adds {
                self.expect('-', "+, -, * or :")?;
            }
        }
    }

    /// One part of the sum, which may be an offset or strata.
    fn part(&mut self, formula: &mut Formula, adds: bool) -> Result<(), ParseError> {
        for (call, columns) in [
            ("offset", &mut formula.offsets),
            ("strata", &mut formula.strata),
        ] {
            if adds && self.calls(call) {
                columns.push(self.name("a column")?);
                return self.expect(')', ")");
            }
        }
        for term in self.product()? {
            let place = formula.terms.iter().position(|found| found.is(&term));
            match (place, adds) {
                (None, true) => formula.terms.push(term),
                (Some(place), false) => {
                    formula.terms.remove(place);
                }
                (Some(_), true) => {}
                (None, false) => {
                    return Err(ParseError::Absent {
                        term: term.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a call begins here; its parenthesis is then behind.
    fn calls(&mut self, call: &str) -> bool {
        let is_call = matches!(self.tokens.get(self.at), Some((_, Token::Name(name))) if name == call)
            && matches!(self.tokens.get(self.at + 1), Some((_, Token::Sign('('))));
        self.at += if is_call { 2 } else { 0 };
        is_call
    }

    /// `a * b`: both, and their product; `a : b` binds closer.
    fn product(&mut self) -> Result<Vec<Term>, ParseError> {
        let mut terms = vec![self.interaction()?];
        while self.take('*') {
            let next = self.interaction()?;
            let products: Vec<Term> = terms.iter().map(|term| term.by(&next)).collect();
            terms.push(next);
            terms.extend(products);
        }
        Ok(terms)
    }

    fn interaction(&mut self) -> Result<Term, ParseError> {
        let mut term = Term(vec![self.variable()?]);
        while self.take(':') {
            term = term.by(&Term(vec![self.variable()?]));
        }
        Ok(term)
    }

    fn variable(&mut self) -> Result<Variable, ParseError> {
        if self.calls("factor") {
            let column = self.name("a column")?;
            let reference = if self.take(',') {
                Some(self.level()?)
            } else {
                None
            };
            self.expect(')', ")")?;
            return Ok(Variable::Factor { column, reference });
        }
        if self.calls("rcs") {
            let column = self.name("a column")?;
            let knots = if self.take(',') {
                self.knots()?
            } else {
                Knots::Count(5)
            };
            self.expect(')', ")")?;
            return Ok(Variable::Spline { column, knots });
        }
        let name = self.name("a column")?;
        match self.tokens.get(self.at) {
            Some((_, Token::Sign('('))) => Err(ParseError::Unexpected {
                found: name,
                at: self.tokens[self.at - 1].0,
                expected: "factor, rcs, offset or strata",
            }),
            _ => Ok(Variable::Column(name)),
        }
    }

    fn level(&mut self) -> Result<String, ParseError> {
        let level = match self.tokens.get(self.at) {
            Some((_, Token::Text(text) | Token::Name(text))) => text.clone(),
            Some((_, Token::Number(number))) => number.to_string(),
            _ => return Err(self.unexpected("a level between quotes")),
        };
        self.at += 1;
        Ok(level)
    }

    fn knots(&mut self) -> Result<Knots, ParseError> {
        if self.calls("c") {
            let mut knots = vec![self.number()?];
            while self.take(',') {
                knots.push(self.number()?);
            }
            self.expect(')', ")")?;
            knots.sort_by(f64::total_cmp);
            knots.dedup();
            return match knots.len() {
                0..3 => Err(ParseError::Knots {
                    count: knots.len().to_string(),
                }),
                _ => Ok(Knots::At(knots)),
            };
        }
        let count = self.number()?;
        (3..=7)
            .find(|&whole| f64::from(whole) == count)
            .and_then(|whole| usize::try_from(whole).ok())
            .map(Knots::Count)
            .ok_or(ParseError::Knots {
                count: count.to_string(),
            })
    }
}
