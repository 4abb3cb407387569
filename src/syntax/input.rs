//! What nom needs: a run of tokens as input, and an error that remembers the furthest place. Knows nothing of the
//! language's words.

use std::iter::{Copied, Enumerate};
use std::slice::Iter;

use nom::Needed;
use nom::error::{ErrorKind, ParseError};
use smallvec::SmallVec;

use super::error::SyntaxError;
use super::token::Token;
use crate::source::Span;

/// The tokens that are left of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tokens<'a> {
    /// What is left.
    pub(crate) rest: &'a [Token<'a>],
    /// The place right after the line.
    pub(crate) end: Span,
}

impl<'a> Tokens<'a> {
    /// The tokens of a line; `before` is the place of what stands before them.
    pub(crate) fn new(rest: &'a [Token<'a>], before: Span) -> Self {
        let last = rest.last().map_or(before, |token| token.span);
        Tokens { rest, end: Span { start: last.end, ..last } }
    }

    /// The place of the next token, or of the end.
    pub(crate) fn place(&self) -> Span {
        self.rest.first().map_or(self.end, |token| token.span)
    }

    /// From the next token to the last.
    pub(crate) fn span(&self) -> Span {
        let last = self.rest.last().map_or(self.end, |token| token.span);
        self.place().to(last)
    }

    fn with(self, rest: Option<&'a [Token<'a>]>) -> Self {
        Tokens { rest: rest.unwrap_or_default(), ..self }
    }
}

impl<'a> nom::Input for Tokens<'a> {
    type Item = Token<'a>;
    type Iter = Copied<Iter<'a, Token<'a>>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.rest.len()
    }

    fn take(&self, index: usize) -> Self {
        self.with(self.rest.get(..index))
    }

    fn take_from(&self, index: usize) -> Self {
        self.with(self.rest.get(index..))
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.rest.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.rest.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.rest.len() >= count { Ok(count) } else { Err(Needed::new(count - self.rest.len())) }
    }
}

/// Why a line could not be read: what was expected at the furthest place that was reached.
#[derive(Debug)]
pub(crate) struct Fault {
    /// How many tokens were left there.
    left: usize,
    /// What would have been right.
    pub(crate) expected: SmallVec<[&'static str; 4]>,
    /// What is wrong, where that is clearer than what was expected.
    pub(crate) cause: Option<Box<SyntaxError>>,
}

impl Fault {
    /// Something else was expected here.
    pub(crate) fn expected(at: Tokens<'_>, what: &'static str) -> Self {
        Fault { left: at.rest.len(), expected: SmallVec::from_slice(&[what]), cause: None }
    }

    /// What stands here is wrong.
    pub(crate) fn cause(at: Tokens<'_>, cause: SyntaxError) -> Self {
        Fault { left: at.rest.len(), expected: SmallVec::new(), cause: Some(Box::new(cause)) }
    }

    /// How many tokens were left at the furthest place.
    pub(crate) fn left(&self) -> usize {
        self.left
    }
}

impl ParseError<Tokens<'_>> for Fault {
    fn from_error_kind(input: Tokens<'_>, _: ErrorKind) -> Self {
        Fault { left: input.rest.len(), expected: SmallVec::new(), cause: None }
    }

    fn append(_: Tokens<'_>, _: ErrorKind, other: Self) -> Self {
        other
    }

    fn or(mut self, other: Self) -> Self {
        match self.left.cmp(&other.left) {
            std::cmp::Ordering::Less => self,
            std::cmp::Ordering::Greater => other,
            std::cmp::Ordering::Equal => {
                self.expected.extend(other.expected);
                self.cause = self.cause.or(other.cause);
                self
            }
        }
    }
}

/// What a parser of a part of a line gives.
pub(crate) type Out<'a, T> = nom::IResult<Tokens<'a>, T, Fault>;

/// A soft failure: another alternative may still fit.
pub(crate) fn fail<'a, T>(fault: Fault) -> Out<'a, T> {
    Err(nom::Err::Error(fault))
}

/// A hard failure: no alternative can mend this.
pub(crate) fn stop<'a, T>(at: Tokens<'a>, cause: SyntaxError) -> Out<'a, T> {
    Err(nom::Err::Failure(Fault::cause(at, cause)))
}
