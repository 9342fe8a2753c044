//! The words of a formula.

use super::ParseError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(f64),
    Text(String),
    Sign(char),
}

fn begins(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == '.'
}

fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// Whether a name needs no backticks.
pub(super) fn is_plain(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(begins) && characters.all(goes_on)
}

/// A level between double quotes, what would end it behind a backslash.
pub(super) fn quoted(level: &str) -> String {
    format!("\"{}\"", level.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Words, each with the place at which it begins, in characters from 1.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ParseError> {
    let characters: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        let begin = at + 1;
        let (token, next) = match c {
            _ if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '`' => {
                let (name, next) = enclosed(&characters, at)?;
                (Token::Name(name), next)
            }
            '"' | '\'' => {
                let (level, next) = enclosed(&characters, at)?;
                (Token::Text(level), next)
            }
            _ if c.is_ascii_digit() || (c == '.' && digit(&characters, at + 1)) => {
                number(&characters, at)?
            }
            _ if begins(c) => {
                let length = characters[at..].iter().take_while(|&&c| goes_on(c)).count();
                let name = characters[at..at + length].iter().collect();
                (Token::Name(name), at + length)
            }
            '~' | '+' | '-' | '*' | ':' | '(' | ')' | ',' => (Token::Sign(c), at + 1),
            _ => {
                return Err(ParseError::Unexpected {
                    found: c.to_string(),
                    at: begin,
                    expected: "a column, a number or one of ~ + - * : ( ) ,",
                });
            }
        };
        tokens.push((begin, token));
        at = next;
    }
    Ok(tokens)
}

fn digit(characters: &[char], at: usize) -> bool {
    characters.get(at).is_some_and(char::is_ascii_digit)
}

/// What stands between two equal quotes, a backslash taking the next character as it is but for backticks.
fn enclosed(characters: &[char], open: usize) -> Result<(String, usize), ParseError> {
    let quote = characters[open];
    let mut content = String::new();
    let mut at = open + 1;
    while at < characters.len() {
        match characters[at] {
            c if c == quote => return Ok((content, at + 1)),
            '\\' if quote != '`' && at + 1 < characters.len() => {
                content.push(characters[at + 1]);
                at += 2;
            }
            c => {
                content.push(c);
                at += 1;
            }
        }
    }
    Err(ParseError::Open {
        quote,
        at: open + 1,
    })
}

fn number(characters: &[char], begin: usize) -> Result<(Token, usize), ParseError> {
    let mut end = begin;
    while end < characters.len() {
        let c = characters[end];
        let signed = matches!(c, '+' | '-') && matches!(characters[end - 1], 'e' | 'E');
        if !(c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E') || (signed && end > begin)) {
            break;
        }
        end += 1;
    }
    let text: String = characters[begin..end].iter().collect();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((Token::Number(number), end)),
        _ => Err(ParseError::Unexpected {
            found: text,
            at: begin + 1,
            expected: "a number",
        }),
    }
}
